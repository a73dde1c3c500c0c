"""Whether the platform answered rightly in a rehearsal: each answer is held against the clock and what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import ceil

from exam.domain.timeline import TimeKind, Timeline

HELD_BACK = 0.95


class Wish(StrEnum):
    """What a candidate asked for."""

    START = "start"
    SAVE = "save"
    HAND_IN = "hand_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One wish: what the clock of the rehearsal showed before and after, how long it took, and why it was refused.

    A wish without a `code` was granted. `is_elsewhere` says that another page wrote.
    """

    wish: Wish
    began: datetime
    done: datetime
    seconds: float
    code: str = ""
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The moments of the sitting that bind its candidates."""

    starts_at: datetime
    latest_start_at: datetime
    hand_in_from: datetime
    needs_release: bool = False


def why_no_start(call: Call, doors: Doors) -> str:
    """Why somebody could rightly not start then; nothing where they should have been able to."""
    if call.began < doors.starts_at:
        return "too_early"
    if call.done > doors.latest_start_at:
        return "too_late"
    return "not_released" if doors.needs_release else ""


def is_right(call: Call, doors: Doors, timeline: Timeline | None, ended_at: datetime | None) -> bool:
    """Whether this was the answer; what changed in between allows for either."""
    if call.wish is Wish.START:
        in_time = call.done >= doors.starts_at and call.began <= doors.latest_start_at
        return bool(why_no_start(call, doors)) if call.code else in_time
    return timeline is not None and _allows(timeline, call, doors, ended_at)


def _allows(timeline: Timeline, call: Call, doors: Doors, ended_at: datetime | None) -> bool:
    before, after = _until(timeline, call.began), _until(timeline, call.done)
    stood = before.timing.is_paused(call.began), after.timing.is_paused(call.done)
    changed = len(before.events) != len(after.events)
    last = sorted((before.timing.last_arrival, after.timing.last_arrival))
    reasons = {
        "": (changed or not all(stood)) and (call.began <= last[1] or call.wish is Wish.HAND_IN),
        "paused": any(stood) or changed,
        "late": call.done > last[0],
        "handed_in": ended_at is not None and call.done >= ended_at,
        "too_early_to_hand_in": call.wish is Wish.HAND_IN and call.began < doors.hand_in_from,
        "elsewhere": call.is_elsewhere,
    }
    return reasons.get(call.code, False)


def stood_throughout(call: Call, timeline: Timeline) -> bool:
    """Whether the clock of the candidate stood before and after a wish."""
    return all(_until(timeline, at).timing.is_paused(at) for at in (call.began, call.done))


def pauses_of(timeline: Timeline) -> int:
    """How often the clock was stopped."""
    return sum(event.kind is TimeKind.PAUSED for event in timeline.events)


def high(seconds: Sequence[float]) -> float:
    """The time that all but one of twenty stayed within; 0 where there was nothing to measure."""
    return sorted(seconds)[ceil(len(seconds) * HELD_BACK) - 1] if seconds else 0.0


def _until(timeline: Timeline, moment: datetime) -> Timeline:
    return replace(timeline, events=[event for event in timeline.events if event.at <= moment])
