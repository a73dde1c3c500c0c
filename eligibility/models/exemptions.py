"""Tables of exemptions: what one registrar proposed, and what another one decided."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.exemption import EXEMPTION, ExemptionMove, ExemptionState
from storage.database import Base

STANDING_ONLY = text("state IN ('proposed', 'confirmed')")


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
    decision: Mapped["ExemptionDecision | None"] = relationship(lazy="selectin", back_populates="exemption")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def owner_id(self) -> UUID:
        """Who is freed."""
        return self.candidate_id

    def move(self, move: ExemptionMove) -> None:
        """Change the state by the table of its lifecycle."""
        self.state = EXEMPTION.after(self.state, move)


class ExemptionDecision(Base):
    """What the second registrar decided and why; there is one, and it stays."""

    __tablename__ = "eligibility_exemption_decision"
    __table_args__ = (CheckConstraint("reason <> ''", name="decision_has_reason"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    exemption_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_exemption.id"), unique=True)
    confirmed: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    decided_at: Mapped[datetime]
    exemption: Mapped[Exemption] = relationship(back_populates="decision")
