"""Entries: one, somebody's, those of a sitting, and what became of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defaultload

from exam.domain.entry import LIVE, EntryState
from exam.domain.occasion import Occasion
from exam.domain.sitting import SittingState
from exam.models.attempts import Attempt
from exam.models.rooms import Stop
from exam.models.sittings import Entry, Sitting
from exam.queries.rehearsals import going_by
from kernel.errors import NotFound
from storage.database import db, existing

_WITH_STOPS = defaultload(Entry.sitting).selectinload(Sitting.stops)


def seats_taken(sitting_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many people have a seat in each of these sittings."""
    return _count(sitting_ids, EntryState.SEATED)


def waiting_count(sitting_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many people wait for a seat in each of these sittings."""
    return _count(sitting_ids, EntryState.WAITING)


def _count(sitting_ids: Iterable[UUID], state: EntryState) -> dict[UUID, int]:
    query = select(Entry.sitting_id, func.count()).where(Entry.sitting_id.in_(set(sitting_ids)), Entry.state == state)
    rows = db.session.execute(query.group_by(Entry.sitting_id))
    counted: dict[UUID, int] = {sitting_id: count for sitting_id, count in rows}  # noqa: C416 -- rows are no pairs for mypy
    return counted


def entry_row(entry_id: UUID) -> Entry:
    """The row of an entry; raises NotFound."""
    return existing(Entry, entry_id)


def real_entry_row(entry_id: UUID) -> Entry:
    """The row of an entry to a sitting that is no rehearsal; raises NotFound."""
    found = entry_row(entry_id)
    if found.sitting.rehearsal_of is not None:
        raise NotFound
    return found


def entries_of(candidate_id: UUID) -> list[Entry]:
    """Somebody's seats and places on waiting lists, the latest sitting first; not what was given up."""
    query = select(Entry).join(Entry.sitting).where(Entry.candidate_id == candidate_id, Entry.state.in_(LIVE))
    query = query.options(_WITH_STOPS)
    return list(db.session.scalars(query.order_by(Sitting.starts_at.desc())))


def entries_to_come(now: datetime) -> list[Entry]:
    """The seats from which somebody can still start, the next sitting first."""
    query = (
        select(Entry)
        .join(Entry.sitting)
        .outerjoin(Attempt, Attempt.entry_id == Entry.id)
        .where(Entry.state == EntryState.SEATED, Attempt.id.is_(None))
        .where(going_by(None), Sitting.state == SittingState.OPEN, _may_start(now))
    )
    found = db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id, Entry.seat))
    return [entry for entry in found if entry.may_start_at(now)]


def still_to_come(sitting_id: UUID, now: datetime) -> frozenset[UUID]:
    """Who has a seat in a sitting, has not started, and still may: later, where clocks stood."""
    query = (
        select(Entry)
        .join(Entry.sitting)
        .outerjoin(Attempt, Attempt.entry_id == Entry.id)
        .where(Entry.sitting_id == sitting_id, Entry.state == EntryState.SEATED, Attempt.id.is_(None))
        .where(Sitting.state == SittingState.OPEN, _may_start(now))
    )
    return frozenset(entry.candidate_id for entry in db.session.scalars(query) if entry.may_start_at(now))


def absent_entries(now: datetime, rehearsal_id: UUID | None = None) -> list[Entry]:
    """Seats that nobody used, of sittings where it is too late, as far as that is not written down; locked."""
    query = (
        select(Entry)
        .join(Entry.sitting)
        .outerjoin(Attempt, Attempt.entry_id == Entry.id)
        .where(Entry.state == EntryState.SEATED, Entry.absent_since.is_(None), Attempt.id.is_(None))
        .where(Sitting.state == SittingState.OPEN, Sitting.absent_at < now, Sitting.latest_start_at < now)
        .where(going_by(rehearsal_id), Entry.stop_id.is_(None))
    )
    found = db.session.scalars(query.order_by(Entry.id).with_for_update(of=Entry, skip_locked=True))
    return [entry for entry in found if entry.absent_at(now) < now and not entry.may_start_at(now)]


def _may_start(now: datetime) -> ColumnElement[bool]:
    """Where it is not too late, or perhaps is not since clocks stood: each entry knows."""
    return or_(Sitting.latest_start_at >= now, select(Stop.id).where(Stop.sitting_id == Sitting.id).exists())


def find_entry(sitting_id: UUID, candidate_id: UUID) -> Entry | None:
    """Somebody's seat in a sitting, or place on its waiting list."""
    query = select(Entry).where(Entry.sitting_id == sitting_id, Entry.candidate_id == candidate_id)
    return db.session.scalar(query.where(Entry.state.in_(LIVE)))


def place_in_line(entry: Entry) -> int:
    """Where somebody stands on the waiting list; the next to get a seat is number one."""
    query = select(func.count()).where(
        Entry.sitting_id == entry.sitting_id, Entry.state == EntryState.WAITING, Entry.turn <= entry.turn
    )
    return db.session.scalar(query) or 0


def last_turn(sitting_id: UUID) -> int:
    """The number of the last who asked to enter a sitting."""
    return db.session.scalar(select(func.max(Entry.turn)).where(Entry.sitting_id == sitting_id)) or 0


def unused_entries(candidate_id: UUID, examined: tuple[str, int, str], now: datetime) -> list[Entry]:
    """Somebody's entries to sittings of one component that can still be taken, the next first."""
    scheme_code, level, component = examined
    query = (
        select(Entry)
        .join(Entry.sitting)
        .where(
            Entry.candidate_id == candidate_id,
            Entry.state.in_(LIVE),
            Sitting.state == SittingState.OPEN,
            Sitting.scheme_code == scheme_code,
            Sitting.level == level,
            Sitting.component == component,
            _may_start(now),
            ~select(Attempt.id).where(Attempt.entry_id == Entry.id).exists(),
        )
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return [entry for entry in db.session.scalars(query) if entry.may_start_at(now)]


def entered_candidates(sitting_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who has a seat in each of these sittings."""
    entered: dict[UUID, set[UUID]] = {sitting_id: set() for sitting_id in sitting_ids}
    query = select(Entry.sitting_id, Entry.candidate_id).where(Entry.sitting_id.in_(entered))
    query = query.where(Entry.state == EntryState.SEATED)
    for sitting_id, candidate_id in db.session.execute(query):
        entered[sitting_id].add(candidate_id)
    return {sitting_id: frozenset(people) for sitting_id, people in entered.items()}


def entered_people(sitting_id: UUID) -> frozenset[UUID]:
    """Who has a seat in a sitting, or waits for one."""
    query = select(Entry.candidate_id).where(Entry.sitting_id == sitting_id, Entry.state.in_(LIVE))
    return frozenset(db.session.scalars(query))


def occasions_of(candidate_ids: Iterable[UUID], now: datetime) -> list[Occasion]:
    """The sittings in which these people have a seat with what became of each, the latest sitting first."""
    query = (
        select(Entry, Attempt)
        .options(_WITH_STOPS)
        .join(Entry.sitting)
        .outerjoin(Attempt, Attempt.entry_id == Entry.id)
        .where(Entry.candidate_id.in_(set(candidate_ids)), Entry.state == EntryState.SEATED)
        .order_by(Sitting.starts_at.desc(), Entry.id)
    )
    return [
        Occasion(
            entry_id=entry.id,
            candidate_id=entry.candidate_id,
            sitting=replace(entry.sitting.facts, times=entry.times(now)),
            attempt=attempt.facts(now) if attempt else None,
        )
        for entry, attempt in db.session.execute(query)
    ]
