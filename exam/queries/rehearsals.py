"""Rehearsals: which sittings are one, what an address has to do with one, and what its clock shows.

A sitting is a rehearsal for good or never, so a process may remember it; which rehearsals there are it asks anew
about once a second. So where there is none, nobody has to wait for the answer.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from exam.domain.rehearsal import ShiftedClock
from exam.models.answer_files import AnswerFile
from exam.models.rehearsals import ClockAnchor, Rehearsal
from exam.models.sittings import Entry, Sitting
from exam.queries.safeguards import entry_and_sitting
from kernel.errors import NotFound
from storage import alone
from storage.database import db

FRESH_FOR = 1.0
SITTINGS_REMEMBERED = 4096
_THERE_ARE = select(Sitting.id).where(Sitting.rehearsal_of.is_not(None))
_OF = select(Sitting.rehearsal_of).where(Sitting.id == bindparam("sitting_id"))
_ENTERED = select(Entry.sitting_id).where(Entry.id == bindparam("entry_id"))
_FILED = select(AnswerFile.attempt_id).where(AnswerFile.id == bindparam("file_id"))
_ANCHOR = (
    select(ClockAnchor.at, ClockAnchor.shown, ClockAnchor.speed)
    .where(ClockAnchor.sitting_id == bindparam("sitting_id"))
    .order_by(ClockAnchor.number.desc())
    .limit(1)
)
_there_are: tuple[float, frozenset[UUID]] = (float("-inf"), frozenset())
_known: dict[UUID, UUID | None] = {}


def real() -> Select[Sitting]:
    """The sittings that are no rehearsal: every list of sittings begins here."""
    return select(Sitting).where(Sitting.rehearsal_of.is_(None))


def going_by(rehearsal_id: UUID | None) -> ColumnElement[bool]:
    """The sitting that goes by the clock of this rehearsal; without one, all that go by the clock on the wall."""
    return Sitting.rehearsal_of.is_(None) if rehearsal_id is None else Sitting.id == rehearsal_id


def rehearsed_by(sitting_id: UUID) -> UUID | None:
    """The sitting of which this one is a rehearsal; None for every real one."""
    if sitting_id not in _known:
        row = alone.row(_OF, sitting_id=sitting_id)
        if row is None:
            return None
        if len(_known) > SITTINGS_REMEMBERED:
            _known.clear()
        _known[sitting_id] = row.rehearsal_of
    return _known[sitting_id]


def is_rehearsal(sitting_id: UUID) -> bool:
    """Whether nothing of this sitting may leave the exam room."""
    return rehearsed_by(sitting_id) is not None


def there_are() -> frozenset[UUID]:
    """The sittings that are rehearsals, as it was at most a second ago, or when the database was last there."""
    global _there_are  # noqa: PLW0603 -- a process remembers it
    asked, (known_since, found) = time.monotonic(), _there_are
    if asked - known_since >= FRESH_FOR:
        with suppress(SQLAlchemyError):
            found = frozenset(row.id for row in alone.rows(_THERE_ARE))
        _there_are = (asked, found)
    return found


def look_again() -> None:
    """One was begun or removed: this process asks anew, the others within a second."""
    global _there_are  # noqa: PLW0603
    _there_are = (float("-inf"), frozenset())


def rehearsal_named(named: Mapping[str, object]) -> UUID | None:
    """The rehearsal that an address names, or in which somebody's part is that it names."""
    sittings = there_are()
    found = _sitting_named(named) if sittings else None
    return found if found in sittings else None


def clock_of(sitting_id: UUID) -> ShiftedClock:
    """The clock of a rehearsal, for the present moment; raises NotFound where it has none."""
    row = alone.row(_ANCHOR, sitting_id=sitting_id)
    if row is None:
        raise NotFound
    return ShiftedClock((ClockAnchor(**row._asdict()).anchor,))


def rehearsal_of(sitting_id: UUID) -> Rehearsal | None:
    """The rehearsal of a sitting, if there is one."""
    query = select(Rehearsal).join(Rehearsal.sitting).where(Sitting.rehearsal_of == sitting_id)
    return db.session.scalar(query)


def _sitting_named(named: Mapping[str, object]) -> UUID | None:
    match named:
        case {"sitting_id": UUID() as sitting_id}:
            return sitting_id
        case {"attempt_id": UUID() as attempt_id}:
            return _sitting_of_attempt(attempt_id)
        case {"entry_id": UUID() as entry_id}:
            row = alone.row(_ENTERED, entry_id=entry_id)
            return row.sitting_id if row else None
        case {"file_id": UUID() as file_id}:
            row = alone.row(_FILED, file_id=file_id)
            return _sitting_of_attempt(row.attempt_id) if row else None
    return None


def _sitting_of_attempt(attempt_id: UUID) -> UUID | None:
    found = entry_and_sitting(attempt_id)
    return found[1] if found else None
