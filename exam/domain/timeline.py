"""What was recorded of an attempt's time, and the deadline that this comes to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from exam.domain.timing import NOTHING, Timing

MOST_MINUTES_AT_ONCE = 240
"""How much time can be given in one go; more is a slip."""


class TimeKind(StrEnum):
    """What happened to the time of an attempt after it was started."""

    PAUSED = "paused"
    RESUMED = "resumed"
    GIVEN = "given"


class TimeChange(StrEnum):
    """What those who watch a sitting can do with the time of candidates."""

    PAUSE = "pause"
    RESUME = "resume"
    GIVE = "give"


class Cause(StrEnum):
    """Why the clock stands, or why there is more time."""

    BREAK = "break"
    INVIGILATOR = "invigilator"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEvent:
    """One thing that happened: `seconds` are those given, or the longest that a rest break can last."""

    kind: TimeKind
    at: datetime
    cause: Cause
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that is recorded: the start with its minutes, when the window closes for everybody, and what came then.

    A window that closes cuts what is left of the sitting's minutes, never a minute that was granted on top, nor time
    in which the clock stood.
    """

    started_at: datetime
    minutes: int
    extra_minutes: int = 0
    closes_at: datetime | None = None
    events: Sequence[TimeEvent] = ()

    @property
    def timing(self) -> Timing:
        """What all of it comes to."""
        deadline = self.started_at + timedelta(minutes=self.minutes)
        if self.closes_at is not None:
            deadline = min(deadline, max(self.closes_at, self.started_at))
        deadline += timedelta(minutes=self.extra_minutes)
        paused_at: datetime | None = None
        resumes_at: datetime | None = None
        for event in self.events:
            if event.kind is TimeKind.GIVEN:
                deadline += timedelta(seconds=event.seconds)
                continue
            if paused_at is not None:
                deadline += _stood(paused_at, event.at, resumes_at)
            is_pause = event.kind is TimeKind.PAUSED
            paused_at = event.at if is_pause else None
            resumes_at = event.at + timedelta(seconds=event.seconds) if is_pause and event.seconds else None
        if paused_at is not None and resumes_at is not None:
            deadline += resumes_at - paused_at
        return Timing(deadline=deadline, paused_at=paused_at, resumes_at=resumes_at)

    @property
    def stands_for(self) -> Cause | None:
        """Why the clock was stopped last, as long as nothing let it go on."""
        moves = [event for event in self.events if event.kind is not TimeKind.GIVEN]
        return moves[-1].cause if moves and moves[-1].kind is TimeKind.PAUSED else None

    def ended_breaks(self, now: datetime) -> tuple[TimeEvent, ...]:
        """What is to be recorded where a break is used up and nobody has written it down yet."""
        timing = self.timing
        if timing.resumes_at is None or timing.is_paused(now):
            return ()
        return (TimeEvent(kind=TimeKind.RESUMED, at=timing.resumes_at, cause=Cause.BREAK),)

    def to_record(self, event: TimeEvent) -> tuple[TimeEvent, ...]:
        """What is to be recorded so that this happens; nothing where it cannot, because the time is over, or is so."""
        timing, before = self.timing, self.ended_breaks(event.at)
        is_paused = timing.is_paused(event.at)
        match event.kind:
            case TimeKind.GIVEN:
                is_possible = is_paused or timing.accepts_answers(event.at)
            case TimeKind.RESUMED:
                is_possible = is_paused
            case TimeKind.PAUSED if is_paused:
                is_possible = timing.resumes_at is not None
                before = (replace(event, kind=TimeKind.RESUMED, seconds=0),)
            case TimeKind.PAUSED:
                is_possible = not timing.is_over(event.at)
        return (*before, event) if is_possible else ()

    def going_on(self, event: TimeEvent) -> tuple[TimeEvent, ...]:
        """What is to be recorded where all go on: whoever rested when they were stopped goes on with the rest."""
        moves = [each for each in self.events if each.kind is not TimeKind.GIVEN][-3:]
        if not self.timing.is_paused(event.at):
            return ()
        match moves:
            case [rest, end, stop] if rest.cause is Cause.BREAK and end.at == stop.at and rest.kind is TimeKind.PAUSED:
                left = rest.seconds - int((end.at - rest.at).total_seconds())
                again = TimeEvent(kind=TimeKind.PAUSED, at=event.at, cause=Cause.BREAK, seconds=left)
                return (event, again) if left > 0 else (event,)
        return (event,)

    def rested(self, now: datetime) -> timedelta:
        """How much of rest breaks was used."""
        used, paused = NOTHING, None
        for event in self.events:
            if event.kind is TimeKind.GIVEN:
                continue
            if paused is not None:
                used += _stood(paused.at, event.at, paused.at + timedelta(seconds=paused.seconds))
            paused = event if event.kind is TimeKind.PAUSED and event.cause is Cause.BREAK else None
        if paused is not None:
            used += _stood(paused.at, now, paused.at + timedelta(seconds=paused.seconds))
        return used


def _stood(since: datetime, until: datetime, at_most_until: datetime | None) -> timedelta:
    """How long the clock stood. A server whose clock was set back in between takes nothing away."""
    return max(min(until, at_most_until or until) - since, NOTHING)
