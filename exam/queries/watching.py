"""Who is in a sitting and how far they are: asked every few seconds by every desk, so by few prepared statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from exam.domain.answer import is_answered
from exam.domain.desk import Watched
from exam.domain.entry import EntryState
from exam.domain.timing import Timing
from exam.models.attempts import Attempt, SavedAnswer
from exam.models.heartbeats import Heartbeat
from exam.models.sittings import Entry
from storage import alone

MOST_REMEMBERED = 5000
OVERLAP = 10
"""So many entries before the last one known are read once more: a slow one may have come after its successor."""

_newest = select(SavedAnswer).where(SavedAnswer.attempt_id == Attempt.id).order_by(SavedAnswer.seq.desc()).limit(1)
_SEATS = (
    select(
        Entry.id,
        Entry.seat,
        Entry.released_at,
        Heartbeat.heard_at,
        Attempt.id.label("attempt_id"),
        Attempt.state,
        Attempt.deadline,
        Attempt.paused_at,
        Attempt.resumes_at,
        _newest.with_only_columns(SavedAnswer.seq).correlate(Attempt).scalar_subquery().label("newest"),
        _newest.with_only_columns(SavedAnswer.received_at).correlate(Attempt).scalar_subquery().label("saved_at"),
    )
    .outerjoin(Attempt, Attempt.entry_id == Entry.id)
    .outerjoin(Heartbeat, Heartbeat.entry_id == Entry.id)
    .where(Entry.sitting_id == bindparam("sitting_id"), Entry.state == EntryState.SEATED)
    .order_by(Entry.seat)
)
_SINCE = select(SavedAnswer.seq, SavedAnswer.slot, SavedAnswer.value).where(
    SavedAnswer.attempt_id == bindparam("attempt_id"), SavedAnswer.seq > bindparam("known")
)


@dataclass(frozen=True, slots=True)
class _Progress:
    """Which slots of an attempt have an answer, by the entries up to `newest`."""

    newest: int
    slots: Mapping[str, tuple[int, bool]]

    @property
    def answered(self) -> int:
        return sum(has_answer for _, has_answer in self.slots.values())


_remembered: dict[UUID, _Progress] = {}
"""What was read is never changed, only added to; so a process reads of each attempt what is new."""


def watched(sitting_id: UUID) -> list[Watched]:
    """Everybody who has a seat, by seat."""
    return [
        Watched(
            entry_id=row.id,
            seat=row.seat or 0,
            released_at=row.released_at,
            heard_at=row.heard_at,
            saved_at=row.saved_at,
            state=row.state,
            timing=_timing(row.deadline, row.paused_at, row.resumes_at),
            answered=_answered(row.attempt_id, row.newest) if row.newest else 0,
        )
        for row in alone.rows(_SEATS, sitting_id=sitting_id)
    ]


def _timing(deadline: datetime | None, paused_at: datetime | None, resumes_at: datetime | None) -> Timing | None:
    return Timing(deadline=deadline, paused_at=paused_at, resumes_at=resumes_at) if deadline else None


def _answered(attempt_id: UUID, newest: int) -> int:
    known = _remembered.get(attempt_id)
    if known is None or known.newest != newest:
        known = _remembered[attempt_id] = _read(attempt_id, newest, known or _Progress(0, {}))
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.clear()
    return known.answered


def _read(attempt_id: UUID, newest: int, known: _Progress) -> _Progress:
    slots = dict(known.slots)
    for row in alone.rows(_SINCE, attempt_id=attempt_id, known=known.newest - OVERLAP):
        if slots.get(row.slot, (0, False))[0] <= row.seq:
            slots[row.slot] = (row.seq, is_answered(row.value))
    return _Progress(newest, slots)
