"""Entries: one, somebody's, those of a sitting, and what became of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from exam.domain.occasion import Occasion
from exam.domain.sitting import SittingState
from exam.models import Attempt, Entry, Sitting
from kernel.errors import NotFound
from storage.database import db


def seats_taken(sitting_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many people have entered each of these sittings."""
    query = (
        select(Entry.sitting_id, func.count()).where(Entry.sitting_id.in_(set(sitting_ids))).group_by(Entry.sitting_id)
    )
    taken: dict[UUID, int] = {sitting_id: count for sitting_id, count in db.session.execute(query)}  # noqa: C416 -- rows are no pairs for mypy
    return taken


def entry_row(entry_id: UUID) -> Entry:
    """The row of an entry; raises NotFound."""
    found = db.session.get(Entry, entry_id)
    if found is None:
        raise NotFound
    return found


def entries_of(candidate_id: UUID) -> list[Entry]:
    """The sittings somebody has entered, the latest first."""
    query = select(Entry).join(Entry.sitting).where(Entry.candidate_id == candidate_id)
    return list(db.session.scalars(query.order_by(Sitting.starts_at.desc())))


def entries_to_come(now: datetime) -> list[Entry]:
    """The entries that can still be started, the next sitting first."""
    query = (
        select(Entry)
        .join(Entry.sitting)
        .outerjoin(Attempt, Attempt.entry_id == Entry.id)
        .where(Sitting.state == SittingState.OPEN, Sitting.latest_start_at >= now, Attempt.id.is_(None))
    )
    return list(db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id, Entry.entered_at)))


def find_entry(sitting_id: UUID, candidate_id: UUID) -> Entry | None:
    """Somebody's entry to a sitting."""
    return db.session.scalar(select(Entry).where(Entry.sitting_id == sitting_id, Entry.candidate_id == candidate_id))


def entered_candidates(sitting_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who has entered each of these sittings."""
    entered: dict[UUID, set[UUID]] = {sitting_id: set() for sitting_id in sitting_ids}
    query = select(Entry.sitting_id, Entry.candidate_id).where(Entry.sitting_id.in_(entered))
    for sitting_id, candidate_id in db.session.execute(query):
        entered[sitting_id].add(candidate_id)
    return {sitting_id: frozenset(people) for sitting_id, people in entered.items()}


def occasions_of(candidate_ids: Iterable[UUID], now: datetime) -> list[Occasion]:
    """The sittings that these people have entered with what became of each, the latest sitting first."""
    query = (
        select(Entry, Attempt)
        .join(Entry.sitting)
        .outerjoin(Attempt, Attempt.entry_id == Entry.id)
        .where(Entry.candidate_id.in_(set(candidate_ids)))
        .order_by(Sitting.starts_at.desc(), Entry.id)
    )
    return [
        Occasion(
            entry_id=entry.id,
            candidate_id=entry.candidate_id,
            sitting=entry.sitting.facts,
            attempt=attempt.facts(now) if attempt else None,
        )
        for entry, attempt in db.session.execute(query)
    ]
