"""Tables of exemptions: what one registrar proposed, and every move that was made with it since."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.exemption import EXEMPTION, ExemptionMove, ExemptionState
from storage.database import Base

STANDING_ONLY = text("state IN ('proposed', 'confirmed', 'contested')")


class Exemption(Base):
    """A registrar proposed to free a candidate from a component; `basis` is the proof, `reason` why it suffices."""

    __tablename__ = "eligibility_exemption"
    __table_args__ = (
        Index(
            "uq_eligibility_exemption_standing",
            "application_id",
            "component",
            unique=True,
            sqlite_where=STANDING_ONLY,
            postgresql_where=STANDING_ONLY,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_application.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    scheme_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    component: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ExemptionState] = mapped_column(default=EXEMPTION.begins)
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    proposed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    steps: Mapped[list["ExemptionStep"]] = relationship(
        lazy="selectin", back_populates="exemption", order_by="ExemptionStep.number", cascade="save-update, merge"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def owner_id(self) -> UUID:
        """Who is freed."""
        return self.candidate_id

    @property
    def decision(self) -> "ExemptionStep | None":
        """What the second registrar decided; None while nobody has."""
        return self.last(ExemptionMove.CONFIRM, ExemptionMove.DECLINE)

    @property
    def contest(self) -> "ExemptionStep | None":
        """Who proposed to revoke it last, and why."""
        return self.last(ExemptionMove.CONTEST)

    @property
    def answer(self) -> "ExemptionStep | None":
        """What another registrar said to that last; None while nobody has."""
        return self.last(ExemptionMove.KEEP, ExemptionMove.REVOKE)

    def last(self, *moves: ExemptionMove) -> "ExemptionStep | None":
        """The last of these moves."""
        return next((step for step in reversed(self.steps) if step.move in moves), None)

    def move(self, move: ExemptionMove, step: "ExemptionStep") -> None:
        """Change the state by the table of its lifecycle and keep what was said with it."""
        self.state = EXEMPTION.after(self.state, move)
        step.move, step.number = move, len(self.steps) + 1
        self.steps.append(step)


class ExemptionStep(Base):
    """One move of an exemption: what was done, by whom (None for the platform), when, why. Rows are only ever added."""

    __tablename__ = "eligibility_exemption_step"
    __table_args__ = (
        UniqueConstraint("exemption_id", "number"),
        CheckConstraint("move = 'close' OR reason <> ''", name="step_has_reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    exemption_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_exemption.id"))
    number: Mapped[int]
    move: Mapped[ExemptionMove]
    reason: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    made_at: Mapped[datetime]
    exemption: Mapped[Exemption] = relationship(back_populates="steps")
