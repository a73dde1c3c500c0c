"""Tables of the exam room: sittings, entries, forms, attempts, answers, files."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.accommodation import Accommodation
from exam.domain.allowance import Allowance
from exam.domain.attempt import ATTEMPT, AttemptMove, AttemptState
from exam.domain.entry import ENTRY, EntryMove, EntryState, EntryWindow
from exam.domain.form import Layout
from exam.domain.sitting import SITTING, SittingMove, SittingState, Times
from exam.domain.timing import Timing, state_at
from exam.domain.work import AttemptFacts, HandedFile, SittingFacts
from storage.database import Base

LIVE, SEATED = text("state IN ('waiting', 'seated')"), text("state = 'seated'")


class Sitting(Base):
    """A dated occasion on which one component of one level is taken."""

    __tablename__ = "exam_sitting"
    __table_args__ = (CheckConstraint("minutes > 0", "minutes"), CheckConstraint("capacity > 0", "capacity"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    scheme_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    component: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300), default="")
    entries_open_at: Mapped[datetime | None]
    entries_close_at: Mapped[datetime]
    withdraw_until: Mapped[datetime]
    door_opens_at: Mapped[datetime]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    latest_start_at: Mapped[datetime]
    minutes: Mapped[int]
    capacity: Mapped[int]
    state: Mapped[SittingState] = mapped_column(default=SITTING.begins)
    revision: Mapped[int] = mapped_column(default=0)
    entries: Mapped[list["Entry"]] = relationship(back_populates="sitting", order_by="Entry.turn")

    def move(self, move: SittingMove) -> None:
        """Change the state as the table allows; calendars are told."""
        self.state = SITTING.after(self.state, move)
        self.revision += 1

    @property
    def times(self) -> Times:
        """Its moments; it is over when the last who may start has had their time."""
        last, length = self.latest_start_at, timedelta(minutes=self.minutes)
        return Times(
            door_opens_at=self.door_opens_at, starts_at=self.starts_at, latest_start_at=last, ends_at=last + length
        )

    @property
    def window(self) -> EntryWindow:
        """When entries are taken and may be given up."""
        opens_at, closes_at = self.entries_open_at, self.entries_close_at
        return EntryWindow(opens_at=opens_at, closes_at=closes_at, withdraw_until=self.withdraw_until)

    @property
    def seated(self) -> list["Entry"]:
        """Who has a seat, by seat."""
        return sorted((one for one in self.entries if one.state is EntryState.SEATED), key=lambda one: one.seat or 0)

    @property
    def waiting(self) -> list["Entry"]:
        """Who waits for one, the first first."""
        return [entry for entry in self.entries if entry.state is EntryState.WAITING]

    @property
    def facts(self) -> SittingFacts:
        """What other packages may know."""
        return SittingFacts(
            id=self.id,
            scheme_version_id=self.scheme_version_id,
            scheme_code=self.scheme_code,
            level=self.level,
            component=self.component,
            kind=self.kind,
            place=self.place,
            address=self.address,
            state=self.state,
            times=self.times,
            window=self.window,
            minutes=self.minutes,
            capacity=self.capacity,
        )


class Entry(Base):
    """One candidate's place in a sitting, with minutes granted on top of the sitting's.

    `turn` is the order of asking, `calendar_id` the name under which calendars know it, also after a move.
    """

    __tablename__ = "exam_entry"
    __table_args__ = (
        UniqueConstraint("sitting_id", "turn"),
        CheckConstraint("state != 'seated' OR seat IS NOT NULL", "seated_has_seat"),
        Index(
            "uq_exam_entry_live", "sitting_id", "candidate_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
        Index("uq_exam_entry_seat", "sitting_id", "seat", unique=True, sqlite_where=SEATED, postgresql_where=SEATED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    state: Mapped[EntryState] = mapped_column(default=ENTRY.begins)
    turn: Mapped[int]
    seat: Mapped[int | None]
    extra_minutes: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    calendar_id: Mapped[UUID] = mapped_column(default=uuid4)
    revision: Mapped[int] = mapped_column(default=0)
    resit_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_resit.id"))
    sitting: Mapped[Sitting] = relationship(back_populates="entries", lazy="joined")

    @property
    def owner_id(self) -> UUID:
        """Whose entry it is."""
        return self.candidate_id

    def move(self, move: EntryMove) -> None:
        """Change the state as the table allows; calendars are told."""
        self.state = ENTRY.after(self.state, move)
        self.revision += 1


class Resit(Base):
    """The right to take a failed component once more, free of charge; the live entry that names it uses it."""

    __tablename__ = "exam_resit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), unique=True)
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    component: Mapped[str] = mapped_column(String(60))
    granted_at: Mapped[datetime]
    last_on: Mapped[date]


class Pool(Base):
    """The questions, pinned to their versions, from which forms of a sitting were drawn."""

    __tablename__ = "exam_pool"
    __table_args__ = (UniqueConstraint("sitting_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pinned_at: Mapped[datetime]


class Form(Base):
    """One prepared paper, by the order of making; without an entry it is a spare. Once made it never changes."""

    __tablename__ = "exam_form"
    __table_args__ = (Index("uq_exam_form_number", "sitting_id", "number", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"))
    number: Mapped[int]
    pool_id: Mapped[UUID] = mapped_column(ForeignKey("exam_pool.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_entry.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column("layout", JSON)
    prepared_at: Mapped[datetime]
    pool: Mapped[Pool] = relationship()

    @property
    def layout(self) -> Layout:
        """What is on the paper."""
        return Layout.from_data(self.content)


class Attempt(Base):
    """One candidate's sitting of one form. `deadline` is what the recorded facts come to, for the saving statement.

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
    deadline: Mapped[datetime]
    measures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    ended_at: Mapped[datetime | None]
    sitting: Mapped[Sitting] = relationship()
    form: Mapped[Form] = relationship()

    @property
    def owner_id(self) -> UUID:
        """Whose attempt it is."""
        return self.candidate_id

    @property
    def timing(self) -> Timing:
        """The recorded facts of its time."""
        return Timing(started_at=self.started_at, minutes=self.minutes, extra_minutes=self.extra_minutes)

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
            deadline=self.timing.deadline,
            ended_at=self.ended_by(now),
        )


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
            uploaded_at=self.uploaded_at,
        )
