"""Sittings, who has entered them, and the rights to sit again."""

from datetime import date, datetime, timedelta
from itertools import chain, count, islice
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exam.domain.entry import ENTRY, EntryMove, EntryState, EntryWindow
from exam.domain.sitting import SITTING, SittingMove, SittingState, Times
from exam.domain.standing import Standing, later
from exam.domain.work import SittingFacts
from exam.models.rooms import Invigilation, SittingRoom, Stop
from schemes.domain.scheme import Window
from storage.database import Base

LIVE, SEATED = text("state IN ('waiting', 'seated')"), text("state = 'seated'")


class Sitting(Base):
    """A dated occasion on which one component of one level is taken; with `rehearsal_of`, a rehearsal of another."""

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
    absent_at: Mapped[datetime]
    hand_in_from: Mapped[datetime]
    window_policy: Mapped[Window]
    minutes: Mapped[int]
    capacity: Mapped[int]
    needs_release: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SittingState] = mapped_column(default=SITTING.begins)
    revision: Mapped[int] = mapped_column(default=0)
    results_at: Mapped[datetime | None]
    rehearsal_of: Mapped[UUID | None] = mapped_column(ForeignKey("exam_sitting.id"), unique=True)
    entries: Mapped[list["Entry"]] = relationship(back_populates="sitting", order_by="Entry.turn")
    rooms: Mapped[list[SittingRoom]] = relationship(order_by=SittingRoom.first_seat, cascade="all, delete-orphan")
    stops: Mapped[list[Stop]] = relationship(order_by=Stop.since)
    invigilations: Mapped[list[Invigilation]] = relationship(cascade="all, delete-orphan")

    def move(self, move: SittingMove) -> None:
        """Change the state as the table allows; calendars are told."""
        self.state = SITTING.after(self.state, move)
        self.revision += 1

    @property
    def times(self) -> Times:
        """Its moments; it is over when the last who may start has had their time."""
        last = self.latest_start_at
        ends_at = self.closes_at or last + timedelta(minutes=self.minutes)
        return Times(door_opens_at=self.door_opens_at, starts_at=self.starts_at, latest_start_at=last, ends_at=ends_at)

    def times_by(self, now: datetime) -> Times:
        """The same as of a moment: later by as long as it stood, or any of its rooms."""
        return self.times.moved([stop.standing for stop in self.stops], now)

    @property
    def closes_at(self) -> datetime | None:
        """When the sitting's minutes are over for everybody, if they are."""
        ends_at = self.starts_at + timedelta(minutes=self.minutes)
        return ends_at if self.window_policy is Window.CAPS_END else None

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
    def seat_numbers(self) -> list[int]:
        """The numbers of its seats, as many as it has: those of its rooms, or from one on."""
        numbers = chain.from_iterable(room.seat_numbers for room in self.rooms) if self.rooms else count(1)
        return list(islice(numbers, self.capacity))

    @property
    def watcher_ids(self) -> frozenset[UUID]:
        """Who invigilates it."""
        return frozenset(each.person_id for each in self.invigilations)

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

    `turn` is the order of asking, `calendar_id` the name under which calendars know it, also after a move. A seat that
    was dealt stays. With `stop_id` their room, or the whole sitting, stands: whoever starts then, starts with a clock
    that stands. `released_at` says when they were let in at the door.
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
    absent_since: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    calendar_id: Mapped[UUID] = mapped_column(default=uuid4)
    revision: Mapped[int] = mapped_column(default=0)
    resit_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_resit.id"))
    is_dealt: Mapped[bool] = mapped_column(default=False)
    stop_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_stop.id"))
    sitting: Mapped[Sitting] = relationship(back_populates="entries", lazy="joined")

    @property
    def owner_id(self) -> UUID:
        """Whose entry it is."""
        return self.candidate_id

    @property
    def watcher_ids(self) -> frozenset[UUID]:
        """Who invigilates the room of their seat, or the whole sitting."""
        here = {None, self.room.room_id if self.room else None}
        return frozenset(each.person_id for each in self.sitting.invigilations if each.room_id in here)

    @property
    def room(self) -> SittingRoom | None:
        """The room of their seat, where the sitting has rooms."""
        return next((room for room in self.sitting.rooms if self.seat in room.seat_numbers), None)

    @property
    def stops(self) -> list[Stop]:
        """When the whole sitting stood, or the room of their seat."""
        stops = self.sitting.stops
        here = {None, self.room.room_id} if stops and self.room else {None}
        return [stop for stop in stops if stop.room_id in here]

    @property
    def standings(self) -> list[Standing]:
        """From when until when that was."""
        return [stop.standing for stop in self.stops]

    def times(self, now: datetime) -> Times:
        """The moments of the sitting for them: what is fixed waits while they cannot do anything."""
        return self.sitting.times.moved(self.standings, now)

    def may_start_at(self, now: datetime) -> bool:
        """Whether it is not too late to start."""
        return now <= self.times(now).latest_start_at

    def absent_at(self, now: datetime) -> datetime:
        """From when on they count as absent; never while their clock would stand."""
        return self._later(self.sitting.absent_at, now)

    def hand_in_from(self, now: datetime) -> datetime:
        """From when on they may hand in: nobody leaves as long as others may still come."""
        return self._later(self.sitting.hand_in_from, now)

    def _later(self, moment: datetime, now: datetime) -> datetime:
        return later(moment, self.standings, after=self.sitting.starts_at, now=now)

    def sit(self, seat: int) -> None:
        """Take this seat; where clocks stand there, with a clock that stands."""
        self.seat = seat
        self.stop_id = next((stop.id for stop in self.stops if stop.until is None), None)

    @property
    def place(self) -> str:
        """The room where their seat is."""
        return self.room.room.name if self.room else self.sitting.place

    @property
    def address(self) -> str:
        """Street and building."""
        return self.room.room.address if self.room else self.sitting.address

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
