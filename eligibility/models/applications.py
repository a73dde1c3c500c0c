"""Tables of applications and of every move that was made with them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.admission import Outcome
from eligibility.domain.application import (
    APPLICATION,
    DECIDING,
    ApplicationFacts,
    ApplicationMove,
    ApplicationState,
    StepFacts,
    TickedReason,
)
from eligibility.domain.periods import Claim
from eligibility.domain.portfolio import KeptItem, in_order, kept
from schemes.domain.scheme import Admission
from storage.database import Base

STANDING_ONLY = text("state IN ('submitted', 'asked', 'appealed', 'approved')")


class Application(Base):
    """A candidate's wish to be admitted to a level, with the scheme version and the evidence it was made on.

    The claim on it is a working note, not an official fact: who has it on the desk, and since when.
    """

    __tablename__ = "eligibility_application"
    __table_args__ = (
        Index(
            "uq_eligibility_application_standing",
            "candidate_id",
            "scheme_code",
            "level",
            "admission",
            unique=True,
            sqlite_where=STANDING_ONLY,
            postgresql_where=STANDING_ONLY,
        ),
        Index("ix_eligibility_application_queue", "state", "since"),
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
    admission: Mapped[Admission] = mapped_column(default=Admission.FULL, server_default=Admission.FULL)
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.FULL)
    read_on: Mapped[date]
    applied_at: Mapped[datetime]
    since: Mapped[datetime]
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    claimed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    steps: Mapped[list["ApplicationStep"]] = relationship(
        lazy="selectin", back_populates="application", order_by="ApplicationStep.number", cascade="save-update, merge"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def owner_id(self) -> UUID:
        """Whose application it is."""
        return self.candidate_id

    @property
    def items(self) -> tuple[KeptItem, ...]:
        """The evidence it stands on: that of the last answer, or that of the day of applying."""
        answered = [step.snapshot for step in self.steps if step.snapshot is not None]
        return in_order(kept(written) for written in (answered[-1] if answered else self.snapshot))

    @property
    def decision(self) -> "ApplicationStep | None":
        """The decision that stands; None while there is none."""
        return next((step for step in reversed(self.steps) if step.move in DECIDING), None)

    @property
    def claim(self) -> Claim | None:
        """Who took it last; whether that still holds depends on the clock."""
        if self.claimed_by is None or self.claimed_at is None:
            return None
        return Claim(holder_id=self.claimed_by, acted_at=self.claimed_at)

    def holder(self, now: datetime) -> UUID | None:
        """Who has it on the desk at this moment."""
        return self.claim.holder_id if self.claim and self.claim.stands(now) else None

    @property
    def facts(self) -> ApplicationFacts:
        """What other packages may know."""
        decision = self.decision
        return ApplicationFacts(
            id=self.id,
            candidate_id=self.candidate_id,
            scheme_version_id=self.scheme_version_id,
            scheme_code=self.scheme_code,
            level=self.level,
            state=self.state,
            applied_at=self.applied_at,
            since=self.since,
            admission=self.admission,
            decided_at=decision.made_at if decision else None,
            reason=decision.reason if decision else "",
            ticked=decision.facts.ticked if decision else (),
        )

    def move(self, move: ApplicationMove, step: "ApplicationStep") -> None:
        """Change the state by the table of its lifecycle and keep what was said with it; this ends any claim."""
        self.state = APPLICATION.after(self.state, move)
        self.since = step.made_at
        self.claimed_by = self.claimed_at = None
        step.move, step.number = move, len(self.steps) + 1
        self.steps.append(step)


class ApplicationStep(Base):
    """One move of an application: what was done, by whom, when, why. Rows are only ever added.

    A candidate's answer carries the evidence as it stood then; the application's own snapshot stays as it was.
    """

    __tablename__ = "eligibility_step"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("move NOT IN ('approve', 'appeal', 'grant', 'uphold') OR reason <> ''", name="step_has_reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_application.id"))
    number: Mapped[int]
    move: Mapped[ApplicationMove]
    reason: Mapped[str] = mapped_column(Text, default="")
    written_ticks: Mapped[list[dict[str, Any]]] = mapped_column("ticked", JSON, default=list)
    snapshot: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    made_at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="steps")

    @property
    def facts(self) -> StepFacts:
        """The step as a value."""
        return StepFacts(
            move=self.move,
            made_by=self.made_by,
            made_at=self.made_at,
            reason=self.reason,
            ticked=tuple(TickedReason.read(kept) for kept in self.written_ticks or ()),
        )
