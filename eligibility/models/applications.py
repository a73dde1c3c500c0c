"""Tables of applications and their decisions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.application import APPLICATION, ApplicationFacts, ApplicationMove, ApplicationState
from eligibility.domain.portfolio import KeptItem, in_order, kept
from storage.database import Base


class Application(Base):
    """A candidate's wish to be admitted to a level, with the scheme version and the evidence it was made on."""

    __tablename__ = "eligibility_application"
    __table_args__ = (
        Index(
            "uq_eligibility_application_standing",
            "candidate_id",
            "scheme_code",
            "level",
            unique=True,
            sqlite_where=text("state IN ('submitted', 'approved')"),
            postgresql_where=text("state IN ('submitted', 'approved')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    scheme_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    state: Mapped[ApplicationState] = mapped_column(default=APPLICATION.begins)
    snapshot: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    condition_id: Mapped[str | None] = mapped_column(String(20))
    papers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    identity: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    read_on: Mapped[date]
    applied_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    decision: Mapped["Decision | None"] = relationship(lazy="joined", back_populates="application")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def owner_id(self) -> UUID:
        """Whose application it is."""
        return self.candidate_id

    @property
    def items(self) -> tuple[KeptItem, ...]:
        """The evidence it was made on."""
        return in_order(kept(written) for written in self.snapshot)

    @property
    def facts(self) -> ApplicationFacts:
        """What other packages may know."""
        return ApplicationFacts(
            id=self.id,
            candidate_id=self.candidate_id,
            scheme_version_id=self.scheme_version_id,
            scheme_code=self.scheme_code,
            level=self.level,
            state=self.state,
            applied_at=self.applied_at,
            decided_at=self.decision.decided_at if self.decision else None,
            reason=self.decision.reason if self.decision else "",
        )

    def move(self, move: ApplicationMove) -> None:
        """Change the state by the table of its lifecycle."""
        self.state = APPLICATION.after(self.state, move)


class Decision(Base):
    """What a registrar decided on an application and why; there is one, and it stays."""

    __tablename__ = "eligibility_decision"
    __table_args__ = (CheckConstraint("reason <> ''", name="decision_has_reason"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_application.id"), unique=True)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    decided_at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="decision")
