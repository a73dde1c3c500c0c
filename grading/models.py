"""Tables of marking: the scripts to be marked, who has taken one, marks, scores and releases."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grading.domain.desk import ClaimState
from grading.domain.rubric import Judgement
from storage.database import Base


class QueuedScript(Base):
    """A case study that waits for people to mark it; `open_turn` is the marker wanted next, None when settled.

    Marks before `first_turn` were given to a text that is not the whole of it any more, and do not count.
    """

    __tablename__ = "grading_script"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    case_version_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_version.id"))
    queued_at: Mapped[datetime]
    first_turn: Mapped[int] = mapped_column(default=1)
    open_turn: Mapped[int | None] = mapped_column(default=1, index=True)
    claims: Mapped[list["Claim"]] = relationship(back_populates="script", order_by="Claim.turn")


class Claim(Base):
    """An examiner has taken a script; the draft on it is theirs alone until they sign off."""

    __tablename__ = "grading_claim"
    __table_args__ = (
        Index(
            "uq_grading_claim_held",
            "attempt_id",
            "turn",
            unique=True,
            sqlite_where=text("given_back_at IS NULL"),
            postgresql_where=text("given_back_at IS NULL"),
        ),
        UniqueConstraint("attempt_id", "examiner_id", "turn"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("grading_script.attempt_id"))
    turn: Mapped[int]
    examiner_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    taken_at: Mapped[datetime]
    given_back_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    draft: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column()
    script: Mapped[QueuedScript] = relationship(back_populates="claims", lazy="joined")
    mark: Mapped["Mark | None"] = relationship(back_populates="claim", lazy="joined")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def owner_id(self) -> UUID:
        """Whose desk it is on."""
        return self.examiner_id

    @property
    def state(self) -> ClaimState:
        """Open until it is signed off or given back."""
        if self.mark is not None:
            return ClaimState.SIGNED
        return ClaimState.OPEN if self.given_back_at is None else ClaimState.GIVEN_BACK

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What the examiner thinks so far."""
        return tuple(Judgement.from_data(entry) for entry in self.draft)


class Mark(Base):
    """The marks one examiner gave and signed; rows are only ever added."""

    __tablename__ = "grading_mark"
    __table_args__ = (UniqueConstraint("attempt_id", "turn"), CheckConstraint("marks >= 0", "marks"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("grading_claim.id"), unique=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("grading_script.attempt_id"))
    turn: Mapped[int]
    examiner_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    marks: Mapped[Decimal]
    judgements: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    signed_at: Mapped[datetime]
    claim: Mapped[Claim] = relationship(back_populates="mark")


class Score(Base):
    """What an attempt came to; a later edition of the same attempt counts instead, the earlier one stays."""

    __tablename__ = "grading_score"
    __table_args__ = (UniqueConstraint("attempt_id", "edition"), CheckConstraint("score >= 0", "score"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"))
    edition: Mapped[int] = mapped_column(default=1)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), index=True)
    scheme_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    component: Mapped[str] = mapped_column(String(60))
    score: Mapped[Decimal]
    reached_on: Mapped[date]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    scored_at: Mapped[datetime]


class Release(Base):
    """A registrar made the scores of a sitting official."""

    __tablename__ = "grading_release"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), unique=True)
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    released_at: Mapped[datetime]
