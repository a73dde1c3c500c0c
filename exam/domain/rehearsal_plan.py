"""Who does what and when in a rehearsal: by chance, but the same again from the same seed."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from random import Random

ROOM_STANDS = 5
ONE_STANDS = 3
GIVEN = 10
"""For how many minutes the clocks of the room stand, and that of one candidate; what another one is given."""
WRITINGS = 6
"""How often a candidate writes something."""
FEWEST_WITH_LATECOMERS = 6
"""From so many candidates on, one of six comes too late."""


class Act(StrEnum):
    """What somebody does at a moment: a candidate at their page, or those who watch at the desk."""

    LOOK = "look"
    START = "start"
    WRITE = "write"
    LOSE_NETWORK = "lose_network"
    SEND = "send"
    SECOND_TAB = "second_tab"
    HAND_IN = "hand_in"
    RELEASE_ALL = "release_all"
    PAUSE_ALL = "pause_all"
    RESUME_ALL = "resume_all"
    PAUSE_ONE = "pause_one"
    RESUME_ONE = "resume_one"
    GIVE_ONE = "give_one"


AT_THE_DESK = frozenset({Act.RELEASE_ALL, Act.PAUSE_ALL, Act.RESUME_ALL, Act.PAUSE_ONE, Act.RESUME_ONE, Act.GIVE_ONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The times of a sitting in minutes from its start; `door` comes before it."""

    door: int
    latest: int
    hand_in_from: int
    minutes: int
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """At a minute from the start a candidate, by their place, does something, or something is done to them."""

    minute: int
    act: Act
    place: int = -1


def plan(frame: Frame, candidates: int, seed: str) -> tuple[Step, ...]:
    """Everything that happens, in its order; what is done at the desk comes first in each minute."""
    steps = [
        *_desk(frame, candidates),
        *chain.from_iterable(_candidate(frame, n, candidates, seed) for n in range(candidates)),
    ]
    return tuple(sorted(steps, key=lambda step: (step.minute, step.act not in AT_THE_DESK, step.place)))


def _stands_from(frame: Frame) -> int:
    return max(frame.minutes * 2 // 5, 1)


def _one(candidates: int) -> int:
    return min(1, candidates - 1)


def _desk(frame: Frame, candidates: int) -> list[Step]:
    room, one = _stands_from(frame), _stands_from(frame) + ROOM_STANDS + max(frame.minutes // 5, 1)
    paused = _one(candidates)
    return [
        Step(-1, Act.RELEASE_ALL),
        Step(room, Act.PAUSE_ALL),
        Step(room + ROOM_STANDS, Act.RESUME_ALL),
        Step(one, Act.PAUSE_ONE, paused),
        Step(one + 1, Act.WRITE, paused),
        Step(one + ONE_STANDS, Act.RESUME_ONE, paused),
        Step(one + ONE_STANDS + 1, Act.GIVE_ONE, candidates - 1),
    ]


def _candidate(frame: Frame, place: int, candidates: int, seed: str) -> list[Step]:
    chance = Random(f"{seed}|{place}")  # noqa: S311 -- a rehearsal has to be repeated, not to be secret
    manner = place % 6
    if manner == FEWEST_WITH_LATECOMERS - 1:
        return [Step(frame.latest + 1, Act.LOOK, place), Step(frame.latest + 1, Act.START, place)]
    start = chance.randint(min(1, frame.latest), frame.latest) if manner == 3 else 0  # noqa: PLR2004 -- one of six is late
    steps = [Step(start, Act.START, place)]
    if manner == 0:
        steps += [Step(-chance.randint(1, max(frame.door, 1)), Act.LOOK, place), Step(-1, Act.START, place)]
    end = _end(frame, place, candidates, start)
    times = range(start + 1, max(end - 3, start + 2))
    steps += [Step(minute, Act.WRITE, place) for minute in sorted(chance.sample(times, min(WRITINGS, len(times))))]
    steps.append(Step(_stands_from(frame) + 2, Act.WRITE, place))
    middle = start + (end - start) // 2
    match place % 7:
        case 2:
            steps.append(Step(middle, Act.SECOND_TAB, place))
        case 3:
            steps += [Step(middle - 1, Act.LOSE_NETWORK, place), Step(middle + 3, Act.SEND, place)]
        case 6:
            return [*steps, Step(end - 2, Act.LOSE_NETWORK, place), Step(end + 5, Act.SEND, place)]
    match place % 3:
        case 0:
            leaves = chance.randint(min(max(frame.hand_in_from, middle), end - 3), end - 3)
            steps += [Step(start + 1, Act.HAND_IN, place)] if start + 1 < frame.hand_in_from else []
            steps.append(Step(leaves, Act.HAND_IN, place))
        case 1:
            steps.append(Step(end - 1, Act.HAND_IN, place))
    return steps


def _end(frame: Frame, place: int, candidates: int, start: int) -> int:
    """When the time of somebody who starts then is over, with what happens to it."""
    nominal = start + frame.minutes if frame.closes is None else min(start + frame.minutes, frame.closes)
    alone = ONE_STANDS if place == _one(candidates) else 0
    return nominal + ROOM_STANDS + alone + (GIVEN if place == candidates - 1 else 0)
