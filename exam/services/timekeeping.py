"""The clock of attempts: it is stopped and goes on, time is given, rest is taken. Everything is recorded first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select, update

from accounts.services import audit
from exam.domain.attempt import OPEN, AttemptMove, AttemptState
from exam.domain.entry import EntryState
from exam.domain.timeline import MOST_MINUTES_AT_ONCE, Cause, TimeChange, TimeEvent, TimeKind, Timeline
from exam.models.attempts import Attempt, TimeRecord
from exam.models.rooms import Stop
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries.timelines import timeline_of, timelines_of
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db

log = structlog.get_logger()


KINDS = {
    TimeChange.PAUSE: TimeKind.PAUSED,
    TimeChange.RESUME: TimeKind.RESUMED,
    TimeChange.GIVE: TimeKind.GIVEN,
}
MOVES = {TimeKind.PAUSED: AttemptMove.PAUSE, TimeKind.RESUMED: AttemptMove.RESUME}


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole of a sitting, or of one of its rooms."""

    room_id: UUID | None = None

    def holds(self, entry: Entry) -> bool:
        """Whether somebody has their seat there."""
        return self.room_id is None or (entry.room is not None and entry.room.room_id == self.room_id)


def change_time(
    sitting: Sitting,
    entry_ids: Collection[UUID],
    change: TimeChange,
    *,
    cause: Cause,
    reason: str,
    minutes: int = 0,
    whole: Whole | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Stop the clocks of these candidates, let them go on, or give minutes; for how many that was done.

    Minutes are for giving only, also to those who have not started. Where these are the `whole` sitting or room, who
    starts later starts with a clock that stands, and no clock goes on alone before all do. Who is finished stays as
    they are; raises Refused if all are.
    """
    if change is TimeChange.GIVE and not 0 < minutes <= MOST_MINUTES_AT_ONCE:
        raise Refused(Refusal("minutes_out_of_range", most=MOST_MINUTES_AT_ONCE))
    given = minutes if change is TimeChange.GIVE else 0
    entries = seated(sitting, entry_ids)
    if change is TimeChange.RESUME and whole is None and entries:
        entries = [entry for entry in entries if entry.stop_id is None]
        if not entries:
            raise Refused(Refusal("stands_as_a_whole"))
    chosen = select(Attempt).where(Attempt.entry_id.in_([entry.id for entry in entries])).order_by(Attempt.id)
    locked = chosen.with_for_update(of=Attempt).execution_options(populate_existing=True)
    attempts = db.session.scalars(locked).all()
    event = TimeEvent(kind=KINDS[change], at=now, cause=cause, seconds=60 * given)
    timelines = timelines_of(attempts)
    changed = [attempt for attempt in attempts if _happens(attempt, timelines[attempt.id], event, reason, actor)]
    started = {attempt.entry_id for attempt in attempts}
    waiting = [entry for entry in entries if entry.id not in started]
    if change is TimeChange.GIVE:
        for entry in waiting:
            entry.extra_minutes += given
            entry.revision += 1
    else:
        waiting = [entry for entry in waiting if whole and (entry.stop_id is None) is (change is TimeChange.PAUSE)]
        if whole and (changed or waiting):
            stop = _new_stop(sitting, whole, event, reason, actor) if change is TimeChange.PAUSE else None
            _stand(sitting, entries, stop, now)
    if not changed and not waiting:
        raise Refused(Refusal("nothing_to_change"))
    db.session.flush()
    detail = {
        "attempts": [attempt.number for attempt in changed],
        "entries": [str(entry.id) for entry in waiting],
        "cause": cause,
        "reason": reason,
        "minutes": given,
    }
    audit.record(actor, f"exam.time_{change}", f"sitting:{sitting.id}", detail, now=now)
    return len(changed) + len(waiting)


def start_stopped(attempt: Attempt, stop_id: UUID, *, now: datetime) -> None:
    """Whoever starts in a room that stands, starts with a clock that stands."""
    stop = db.session.get_one(Stop, stop_id)
    event = TimeEvent(kind=TimeKind.PAUSED, at=now, cause=stop.cause)
    _happens(attempt, attempt.timeline(), event, stop.reason, None)
    db.session.flush()


def take_break(attempt: Attempt, *, actor: Actor, now: datetime) -> None:
    """Stop the clock for what is left of the breaks that were granted; it goes on by itself. Raises Refused."""
    _look_again(attempt, now)
    if attempt.state_at(now) is AttemptState.PAUSED:
        raise Refused(Refusal("paused"))
    if attempt.state_at(now) is not AttemptState.IN_PROGRESS:
        raise Refused(Refusal("late", at=attempt.deadline))
    timeline = timeline_of(attempt)
    left = int(break_left(attempt, timeline, now).total_seconds())
    if left <= 0:
        raise Refused(Refusal("no_break_left"))
    _happens(attempt, timeline, TimeEvent(kind=TimeKind.PAUSED, at=now, cause=Cause.BREAK, seconds=left), "", actor)
    db.session.flush()


def end_break(attempt: Attempt, *, actor: Actor, now: datetime) -> None:
    """Go on before the break is used up; where the clock goes already, nothing happens. Raises Refused."""
    _look_again(attempt, now)
    if attempt.state is not AttemptState.PAUSED:
        return
    timeline = timeline_of(attempt)
    if timeline.stands_for is not Cause.BREAK:
        raise Refused(Refusal("paused"))
    _happens(attempt, timeline, TimeEvent(kind=TimeKind.RESUMED, at=now, cause=Cause.BREAK), "", actor)
    db.session.flush()


def break_left(attempt: Attempt, timeline: Timeline, now: datetime) -> timedelta:
    """What is left of the rest breaks that were granted."""
    granted = attempt.allowance.accommodation
    return timedelta(minutes=granted.break_minutes) - timeline.rested(now) if granted else timedelta()


def go_on(attempt: Attempt, reason: str, *, actor: Actor, now: datetime) -> None:
    """Let the clock of an attempt that is about to be ended go once more; it is locked."""
    event = TimeEvent(kind=TimeKind.RESUMED, at=now, cause=Cause.INVIGILATOR)
    _happens(attempt, timeline_of(attempt), event, reason, actor)


def settle(attempt: Attempt, now: datetime) -> None:
    """Write down what every reader already sees: a break that is used up has ended. The attempt is locked."""
    if attempt.resumes_at is not None and not attempt.timing.is_paused(now):
        timeline = timeline_of(attempt)
        _record(attempt, timeline, timeline.ended_breaks(now), "", None)
        db.session.flush()


def end_breaks(*, now: datetime, rehearsal_id: UUID | None = None) -> None:
    """Write down which breaks are used up. One that fails stops no other."""
    for attempt_id in sat.ended_breaks(now, rehearsal_id):
        try:
            with db.session.begin_nested():
                _look_again(db.session.get_one(Attempt, attempt_id), now)
        except Exception:
            log.exception("break not ended", attempt=str(attempt_id))


def _new_stop(sitting: Sitting, whole: Whole, event: TimeEvent, reason: str, actor: Actor) -> Stop:
    stop = Stop(
        sitting_id=sitting.id,
        room_id=whole.room_id,
        since=event.at,
        cause=event.cause,
        reason=reason,
        actor_id=actor.id,
    )
    db.session.add(stop)
    db.session.flush()
    return stop


def _stand(sitting: Sitting, entries: Sequence[Entry], stop: Stop | None, now: datetime) -> None:
    """These stand with that stop, or go on; a stop with which nobody stands any more is over."""
    for entry in entries:
        entry.stop_id = stop.id if stop else None
    db.session.flush()
    stands = select(Entry.id).where(Entry.stop_id == Stop.id).exists()
    over = update(Stop).where(Stop.sitting_id == sitting.id, Stop.until.is_(None), ~stands)
    db.session.execute(over.values(until=now))


def _look_again(attempt: Attempt, now: datetime) -> None:
    db.session.refresh(attempt, with_for_update=True)
    settle(attempt, now)


def _happens(attempt: Attempt, timeline: Timeline, event: TimeEvent, reason: str, actor: Actor | None) -> bool:
    """Record it where it is possible; the attempt is locked."""
    events = timeline.to_record(event) if attempt.state in OPEN else ()
    if events:
        _record(attempt, timeline, events, reason, actor)
    return bool(events)


def _record(
    attempt: Attempt, timeline: Timeline, events: Sequence[TimeEvent], reason: str, actor: Actor | None
) -> None:
    """Add the events; what the attempt's own columns say is what all of them come to."""
    for number, event in enumerate(events, start=len(timeline.events) + 1):
        db.session.add(
            TimeRecord(
                attempt_id=attempt.id,
                number=number,
                kind=event.kind,
                cause=event.cause,
                at=event.at,
                seconds=event.seconds,
                reason=reason,
                actor_id=actor.id if actor else None,
            )
        )
        if event.kind in MOVES:
            attempt.move(MOVES[event.kind])
    attempt.timing = replace(timeline, events=[*timeline.events, *events]).timing


def seated(sitting: Sitting, entry_ids: Collection[UUID]) -> Sequence[Entry]:
    """The entries of those who have a seat, locked: nobody of them starts meanwhile."""
    query = select(Entry).where(Entry.sitting_id == sitting.id, Entry.id.in_(entry_ids))
    query = query.where(Entry.state == EntryState.SEATED).order_by(Entry.id).with_for_update(of=Entry)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()
