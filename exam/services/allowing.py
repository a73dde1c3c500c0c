"""How long candidates have: the sitting's minutes, and what was granted to them on the sitting's day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

import schemes.queries
from eligibility.domain.accommodation import Accommodation
from eligibility.queries.accommodations import accommodations_of
from exam.domain.allowance import Allowance
from exam.models.attempts import Attempt
from exam.models.sittings import Entry, Sitting
from exam.queries import entries as entered
from kernel.dates import local_date
from storage.database import db


def allowance_of(entry: Entry) -> Allowance:
    """What holds for an entry at present; starting pins it."""
    return allowances_of([entry])[entry.id]


def allowances_of(entries: Iterable[Entry]) -> dict[UUID, Allowance]:
    """The same for many entries, by their ids: what an attempt was started with, else what is granted for its day."""
    by_sitting: dict[UUID, list[Entry]] = {}
    for entry in entries:
        by_sitting.setdefault(entry.sitting_id, []).append(entry)
    found: dict[UUID, Allowance] = {}
    for together in by_sitting.values():
        granted = _granted(together[0].sitting, together)
        for entry in together:
            found[entry.id] = Allowance(
                minutes=entry.sitting.minutes,
                given_minutes=entry.extra_minutes,
                accommodation=granted.get(entry.candidate_id),
            )
    started = db.session.scalars(select(Attempt).where(Attempt.entry_id.in_(found)))
    return found | {attempt.entry_id: attempt.allowance for attempt in started}


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is to sit with measures."""

    entry: Entry
    allowance: Allowance
    accommodation: Accommodation


def expected(now: datetime) -> list[Expected]:
    """Everybody with measures who has entered a sitting and can still start it, the next sitting first."""
    entries = entered.entries_to_come(now)
    allowances = allowances_of(entries)
    return [
        Expected(entry, allowance, allowance.accommodation)
        for entry in entries
        for allowance in (allowances[entry.id],)
        if allowance.accommodation is not None
    ]


def _granted(sitting: Sitting, entries: list[Entry]) -> dict[UUID, Accommodation]:
    zone = schemes.queries.version(sitting.scheme_version_id).zone
    return accommodations_of((entry.candidate_id for entry in entries), local_date(sitting.starts_at, zone))
