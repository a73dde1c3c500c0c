"""Attempts, and what was written and handed in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.accommodation import Accommodation
from exam.domain.allowance import Allowance
from exam.domain.attempt import ATTEMPT, AttemptMove, AttemptState
from exam.domain.timeline import Cause, TimeEvent, TimeKind, Timeline
from exam.domain.timing import Timing, state_at
from exam.domain.work import AttemptFacts, HandedFile
from exam.models.papers import Form
from exam.models.sittings import Sitting
from storage.database import Base
from storage.types import Sealed

FILE_SEALED_AS = Sealed("file of a paper")


class Attempt(Base):
    """One candidate's sitting of one form.

    `deadline`, `paused_at` and `resumes_at` are what the recorded facts come to, for the saving statement.
    `stood_seconds` is how long the sitting had stood when it was started, `session_id` the sign-in that first took it.
    `measures` are the accommodations that were in force when it was started; what is decided later does not change it.
    """

    __tablename__ = "exam_attempt"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", "ends_after_start"),
        Index("ix_exam_attempt_state_deadline", "state", "deadline"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("exam_entry.id"), unique=True)
    form_id: Mapped[UUID] = mapped_column(ForeignKey("exam_form.id"), unique=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[AttemptState] = mapped_column(default=ATTEMPT.begins)
    writer: Mapped[str] = mapped_column(String(64), default="")
    started_at: Mapped[datetime]
    minutes: Mapped[int]
    extra_minutes: Mapped[int] = mapped_column(default=0)
    stood_seconds: Mapped[int] = mapped_column(default=0)
    deadline: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    resumes_at: Mapped[datetime | None]
    measures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    ended_at: Mapped[datetime | None]
    session_id: Mapped[UUID | None]
    sitting: Mapped[Sitting] = relationship()
    form: Mapped[Form] = relationship()

    @property
    def owner_id(self) -> UUID:
        """Whose attempt it is."""
        return self.candidate_id

    @property
    def timing(self) -> Timing:
        """How its time stands, by what is recorded."""
        return Timing(deadline=self.deadline, paused_at=self.paused_at, resumes_at=self.resumes_at)

    @timing.setter
    def timing(self, timing: Timing) -> None:
        self.deadline, self.paused_at, self.resumes_at = timing.deadline, timing.paused_at, timing.resumes_at

    def timeline(self, events: Sequence[TimeEvent] = ()) -> Timeline:
        """All that is recorded of its time."""
        closes_at = self.sitting.closes_at
        return Timeline(
            started_at=self.started_at,
            minutes=self.minutes,
            extra_minutes=self.extra_minutes,
            closes_at=closes_at + timedelta(seconds=self.stood_seconds) if closes_at else None,
            events=events,
        )

    @property
    def allowance(self) -> Allowance:
        """What it was started with."""
        granted = Accommodation.read(self.measures) if self.measures else None
        on_top = granted.minutes_on_top(self.minutes) if granted else 0
        return Allowance(minutes=self.minutes, given_minutes=self.extra_minutes - on_top, accommodation=granted)

    def move(self, move: AttemptMove) -> None:
        """Change the state as the table allows."""
        self.state = ATTEMPT.after(self.state, move)

    def state_at(self, now: datetime) -> AttemptState:
        """The state as of a moment."""
        return state_at(self.state, self.timing, now)

    def ended_by(self, now: datetime) -> datetime | None:
        """When it ended, as of a moment; the deadline if time ran out, whether or not that is written down."""
        return self.ended_at or (self.timing.deadline if self.state_at(now) is AttemptState.TIMED_OUT else None)

    def facts(self, now: datetime) -> AttemptFacts:
        """What other packages may know."""
        return AttemptFacts(
            id=self.id,
            number=self.number,
            candidate_id=self.candidate_id,
            sitting_id=self.sitting_id,
            state=self.state_at(now),
            started_at=self.started_at,
            timing=self.timing,
            ended_at=self.ended_by(now),
        )


class TimeRecord(Base):
    """One thing that happened to the time of an attempt; rows are only ever added."""

    __tablename__ = "exam_time_event"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[TimeKind]
    cause: Mapped[Cause]
    at: Mapped[datetime]
    seconds: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(300), default="")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    stop_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_stop.id"))

    @property
    def event(self) -> TimeEvent:
        """What counts of it."""
        return TimeEvent(kind=self.kind, at=self.at, cause=self.cause, seconds=self.seconds)


class SavedAnswer(Base):
    """One entry as it arrived; rows are only ever added."""

    __tablename__ = "exam_answer"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slot: Mapped[str] = mapped_column(String(20))
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    writer: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]


class SavedFile(Base):
    """One file handed in; the newest one counts and the others stay on record."""

    __tablename__ = "exam_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_key: Mapped[bytes | None] = mapped_column(FILE_SEALED_AS)
    uploaded_at: Mapped[datetime]

    @property
    def facts(self) -> HandedFile:
        """What other packages may know."""
        return HandedFile(
            id=self.id,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
            key=self.key,
            sealed_key=self.sealed_key,
            uploaded_at=self.uploaded_at,
        )
