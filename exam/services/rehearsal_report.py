"""What came of a rehearsal: read as results would be read, and held against what the simulated candidates were told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from exam.domain.answer import fold
from exam.domain.attempt import AttemptState
from exam.domain.rehearsal_check import Call, Doors, Wish, high, is_right, pauses_of, stood_throughout
from exam.domain.timeline import Timeline
from exam.models.attempts import Attempt
from exam.queries import attempts as sat
from exam.queries.entries import entry_row
from exam.queries.timelines import timeline_of
from exam.services.simulated import Simulated
from kernel import clock

MOST_SHOWN = 20
DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Checked:
    """One candidate with what is on record."""

    one: Simulated
    attempt: Attempt | None
    timeline: Timeline | None
    doors: Doors

    @property
    def wrong(self) -> list[Call]:
        ended_at = self.attempt.ended_at if self.attempt else None
        return [call for call in self.one.calls if not is_right(call, self.doors, self.timeline, ended_at)]

    @property
    def lost(self) -> int:
        """Entries that were acknowledged and are not stored, or something else is."""
        stored = {answer.seq: answer for answer in sat.saved_answers(self.attempt.id)} if self.attempt else {}
        return sum(stored.get(seq) != answer for seq, answer in self.one.acknowledged.items())

    @property
    def differs(self) -> int:
        """Places whose answer, as results would read it, is not the last one that was acknowledged."""
        if self.attempt is None:
            return 0
        read, told = sat.work(self.attempt.id, clock.now()).answers, fold(self.one.acknowledged.values())
        return sum(read.get(slot) != told.get(slot) for slot in {*read, *told})

    @property
    def kept_deadline(self) -> bool:
        """Whether it ended when the recorded events say, and is closed."""
        if self.attempt is None or self.timeline is None:
            return True
        due, ended_at = self.timeline.timing, self.attempt.ended_at
        if ended_at is None or self.attempt.timing != due:
            return False
        return ended_at == due.deadline if self.attempt.state is AttemptState.TIMED_OUT else ended_at <= due.deadline


def report(cast: Sequence[Simulated], at_the_desk: Sequence[str], *, stopped: bool = False) -> dict[str, Any]:
    """All of it for programs and for the page; `at_the_desk` is what the desk was refused.

    Where it was `stopped` before its time, perhaps nobody had started yet.
    """
    checked = [_check(one) for one in cast]
    calls = [call for one in cast for call in one.calls]
    granted = [call for call in calls if not call.code]
    attempts = [each.attempt for each in checked if each.attempt]
    stood = [call for each in checked if each.timeline for call in each.one.calls if _tried(call, each.timeline)]
    found = {
        "stopped": stopped,
        "candidates": len(cast),
        "came": sum(one.has_come for one in cast),
        "starts": _number(granted, Wish.START),
        "saves": _number(granted, Wish.SAVE),
        "handed_in": sum(attempt.state is AttemptState.HANDED_IN for attempt in attempts),
        "timed_out": sum(attempt.state is AttemptState.TIMED_OUT for attempt in attempts),
        "acknowledged": sum(len(one.acknowledged) for one in cast),
        "lost": sum(each.lost for each in checked),
        "differing": sum(each.differs for each in checked),
        "deadlines_broken": sum(not each.kept_deadline for each in checked),
        "pauses": sum(pauses_of(each.timeline) for each in checked if each.timeline),
        "tried_while_paused": len(stood),
        "saved_while_paused": sum(not call.code for call in stood),
        "refused": dict(sorted(Counter(call.code for call in calls if call.code).items())),
        "seconds": {wish.value: _seconds(granted, wish) for wish in Wish},
        "wrong": [_told(each.one, call) for each in checked for call in each.wrong][:MOST_SHOWN],
        "errors": [*at_the_desk, *(f"{one.name}: {error}" for one in cast for error in one.errors)][:MOST_SHOWN],
    }
    faults = ("lost", "differing", "deadlines_broken", "saved_while_paused", "wrong", "errors")
    return {**found, "good": bool(stopped or found["starts"]) and not any(found[fault] for fault in faults)}


def _check(one: Simulated) -> _Checked:
    doors = replace(one.doors, hand_in_from=entry_row(one.entry_id).hand_in_from(clock.now()))
    if not one.attempt_id:
        return _Checked(one, None, None, doors)
    attempt = sat.attempt_row(UUID(one.attempt_id))
    return _Checked(one, attempt, timeline_of(attempt), doors)


def _tried(call: Call, timeline: Timeline) -> bool:
    return call.wish is not Wish.START and stood_throughout(call, timeline)


def _number(calls: Iterable[Call], wish: Wish) -> int:
    return sum(call.wish is wish for call in calls)


def _seconds(calls: Iterable[Call], wish: Wish) -> dict[str, float]:
    took = [call.seconds for call in calls if call.wish is wish]
    return {"p95": round(high(took), DIGITS), "slowest": round(max(took, default=0.0), DIGITS)}


def _told(one: Simulated, call: Call) -> str:
    return f"{one.name}: {call.wish} {call.code or 'granted'} {call.began.isoformat()}"
