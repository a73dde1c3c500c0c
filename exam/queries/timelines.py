"""What is recorded of the time of attempts."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from exam.domain.timeline import TimeEvent, TimeKind, Timeline
from exam.models.attempts import Attempt, TimeRecord
from storage.database import db


def timelines_of(attempts: Iterable[Attempt]) -> dict[UUID, Timeline]:
    """The timelines of these attempts, by their ids."""
    wanted = {attempt.id: attempt for attempt in attempts}
    happened: defaultdict[UUID, list[TimeEvent]] = defaultdict(list)
    query = select(TimeRecord).where(TimeRecord.attempt_id.in_(wanted)).order_by(TimeRecord.number)
    for row in db.session.scalars(query):
        happened[row.attempt_id].append(row.event)
    return {attempt_id: attempt.timeline(happened[attempt_id]) for attempt_id, attempt in wanted.items()}


def timeline_of(attempt: Attempt) -> Timeline:
    """The timeline of one."""
    return timelines_of([attempt])[attempt.id]


def stopped_with_all(attempt_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Of these attempts those whose clock was stopped last with a room or a sitting, not alone."""
    query = select(TimeRecord.attempt_id, TimeRecord.stop_id).where(TimeRecord.kind == TimeKind.PAUSED)
    query = query.where(TimeRecord.attempt_id.in_(list(attempt_ids))).order_by(TimeRecord.number)
    last = {row.attempt_id: row.stop_id for row in db.session.execute(query)}
    return frozenset(attempt_id for attempt_id, stop_id in last.items() if stop_id is not None)
