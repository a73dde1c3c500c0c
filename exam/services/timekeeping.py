"""The clock of attempts: it is stopped and goes on, time is given, rest is taken. Everything is recorded first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from accounts.services import audit
from exam.domain.attempt import OPEN, AttemptMove, AttemptState
from exam.domain.entry import EntryState
from exam.domain.timeline import MOST_MINUTES_AT_ONCE, Cause, TimeChange, TimeEvent, TimeKind, Timeline
from exam.models.attempts import Attempt, TimeRecord
from exam.models.rooms import Stop
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries.timelines import stopped_with_all, timeline_of, timelines_of
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
    starts later starts with a clock that stands, and no clock goes on alone before all do; who stands or rests for a
    reason of their own does so afterwards. Who is finished stays as they are; raises Refused if all are.
    """
    if change is TimeChange.GIVE and not 0 < minutes <= MOST_MINUTES_AT_ONCE:
        raise Refused(Refusal("minutes_out_of_range", most=MOST_MINUTES_AT_ONCE))
    given = minutes if change is TimeChange.GIVE else 0
    entries = seated(sitting, entry_ids)
    require_others(entries, actor)
    if change is TimeChange.RESUME and whole is None:
        entries = _standing_alone(entries)
    stood = {entry.id: entry.stop_id for entry in entries}
    event = TimeEvent(kind=KINDS[change], at=now, cause=cause, seconds=60 * given)
    stop = None
    if whole and change is TimeChange.PAUSE:
        stop = _stop(sitting, whole, entries, event, reason, actor)
    if whole and change is TimeChange.RESUME:
        _let_go_on(sitting, whole, entries, now)
    chosen = select(Attempt).where(Attempt.entry_id.in_(stood)).order_by(Attempt.id)
    locked = chosen.with_for_update(of=Attempt).execution_options(populate_existing=True)
    attempts = db.session.scalars(locked).all()
    timelines, concerned = timelines_of(attempts), attempts
    if whole and change is TimeChange.RESUME:
        concerned = _held_no_more(attempts, entries)
    changed = [
        attempt for attempt in concerned if _happens(attempt, timelines[attempt.id], event, reason, actor, whole, stop)
    ]
    started = {attempt.entry_id for attempt in attempts}
    waiting = [entry for entry in entries if entry.id not in started]
    is_for_nobody = not waiting and not any(attempt.state_at(now) in OPEN for attempt in attempts)
    if change is TimeChange.GIVE:
        for entry in waiting:
            entry.extra_minutes += given
            entry.revision += 1
    else:
        waiting = [entry for entry in waiting if (entry.stop_id is None) is not (stood[entry.id] is None)]
    if not changed and not waiting and (is_for_nobody or not whole):
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
    _happens(attempt, attempt.timeline(), event, stop.reason, None, stop=stop)
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


def _stop(
    sitting: Sitting, whole: Whole, entries: Sequence[Entry], event: TimeEvent, reason: str, actor: Actor
) -> Stop:
    """From now on these stand, beside what else may have stopped them; raises Refused where they stand so already."""
    if any(each.room_id == whole.room_id for each in _stops(sitting)):
        raise Refused(Refusal("nothing_to_change"))
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
    for entry in entries:
        entry.stop_id = entry.stop_id or stop.id
    db.session.expire(sitting, ["stops"])
    return stop


def _let_go_on(sitting: Sitting, whole: Whole, entries: Sequence[Entry], now: datetime) -> None:
    """This stop is over; whoever another one holds as well stands with that. Raises Refused where there is none."""
    stops = _stops(sitting)
    ended = [stop for stop in stops if stop.room_id == whole.room_id]
    if not ended:
        raise Refused(Refusal("stands_otherwise" if stops else "nothing_to_change"))
    for stop in ended:
        stop.until = now
    for entry in entries:
        holds = [stop.id for stop in stops if stop.until is None and Whole(stop.room_id).holds(entry)]
        entry.stop_id = holds[0] if holds else None
    db.session.flush()
    db.session.expire(sitting, ["stops"])


def _held_no_more(attempts: Sequence[Attempt], entries: Sequence[Entry]) -> Sequence[Attempt]:
    """Those that were stopped with all and stand with nobody any more, nor for a reason of their own."""
    free, with_all = (
        {entry.id for entry in entries if entry.stop_id is None},
        stopped_with_all(each.id for each in attempts),
    )
    return [attempt for attempt in attempts if attempt.entry_id in free and attempt.id in with_all]


def _stops(sitting: Sitting) -> Sequence[Stop]:
    """With what a sitting or rooms of it stand, the first first."""
    query = select(Stop).where(Stop.sitting_id == sitting.id, Stop.until.is_(None)).order_by(Stop.since, Stop.id)
    return db.session.scalars(query).all()


def _look_again(attempt: Attempt, now: datetime) -> None:
    db.session.refresh(attempt, with_for_update=True)
    settle(attempt, now)


def _happens(
    attempt: Attempt,
    timeline: Timeline,
    event: TimeEvent,
    reason: str,
    actor: Actor | None,
    whole: Whole | None = None,
    stop: Stop | None = None,
) -> bool:
    """Record it where it is possible; the attempt is locked."""
    is_for_all = whole and event.kind is TimeKind.RESUMED
    events = timeline.going_on(event) if is_for_all else timeline.to_record(event)
    if attempt.state not in OPEN or not events:
        return False
    _record(attempt, timeline, events, reason, actor, stop)
    return True


def _record(
    attempt: Attempt,
    timeline: Timeline,
    events: Sequence[TimeEvent],
    reason: str,
    actor: Actor | None,
    stop: Stop | None = None,
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
                stop_id=stop.id if stop and event.kind is TimeKind.PAUSED else None,
            )
        )
        if event.kind in MOVES:
            attempt.move(MOVES[event.kind])
    attempt.timing = replace(timeline, events=[*timeline.events, *events]).timing


def require_others(entries: Sequence[Entry], actor: Actor) -> None:
    """Nobody does anything for their own paper; raises Refused."""
    if any(entry.candidate_id == actor.id for entry in entries):
        raise Refused(Refusal("own_answers"))


def _standing_alone(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Those whose clock can go on without the others'; raises Refused where it is nobody's."""
    alone = [entry for entry in entries if entry.stop_id is None]
    if entries and not alone:
        raise Refused(Refusal("stands_as_a_whole"))
    return alone


def seated(sitting: Sitting, entry_ids: Collection[UUID]) -> Sequence[Entry]:
    """The entries of those who have a seat, locked: nobody of them starts meanwhile."""
    query = select(Entry).where(Entry.sitting_id == sitting.id, Entry.id.in_(entry_ids))
    query = query.where(Entry.state == EntryState.SEATED).order_by(Entry.id).with_for_update(of=Entry)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()
