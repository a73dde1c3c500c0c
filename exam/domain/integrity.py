"""What is seen while somebody writes: facts by the server's clock, and what in them a person should look at.

Nothing here acts by itself. Flags make a case, a person decides it, and no score knows of either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MOST_AT_ONCE = 50
MOST_A_MINUTE = 60
MOST_OF_AN_ATTEMPT = 1000
LONGEST_DETAIL = 300


class Seen(StrEnum):
    """What can be seen; the first ones the page tells, the last ones the server sees itself."""

    FOCUS_LOST = "focus_lost"
    FOCUS_BACK = "focus_back"
    FULLSCREEN_LEFT = "fullscreen_left"
    FULLSCREEN_BACK = "fullscreen_back"
    COPIED = "copied"
    PASTED = "pasted"
    PRINTED = "printed"
    ADDRESS = "address"
    BROWSER = "browser"
    NO_SAFE_BROWSER = "no_safe_browser"


TOLD_BY_THE_PAGE = frozenset(
    {
        Seen.FOCUS_LOST,
        Seen.FOCUS_BACK,
        Seen.FULLSCREEN_LEFT,
        Seen.FULLSCREEN_BACK,
        Seen.COPIED,
        Seen.PASTED,
        Seen.PRINTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that was seen; `at` is when the server heard of it."""

    seen: Seen
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Often:
    """A thing that was seen so many times."""

    seen: Seen
    times: int

    def holds(self, facts: Sequence[Fact], _saves: Sequence[datetime]) -> bool:
        """Whether the facts are so."""
        return Counter(fact.seen for fact in facts)[self.seen] >= self.times


@dataclass(frozen=True, slots=True)
class Different:
    """A thing that was seen with so many different details."""

    seen: Seen
    values: int

    def holds(self, facts: Sequence[Fact], _saves: Sequence[datetime]) -> bool:
        """Whether the facts are so."""
        return len({fact.detail for fact in facts if fact.seen is self.seen}) >= self.values


@dataclass(frozen=True, slots=True)
class Quick:
    """So many questions that were first answered within a time; what arrived together counts once."""

    answers: int
    within: timedelta

    def holds(self, _facts: Sequence[Fact], saves: Sequence[datetime]) -> bool:
        """Whether the answers came so."""
        moments = sorted(set(saves))
        return any(
            last - first <= self.within for first, last in zip(moments, moments[self.answers - 1 :], strict=False)
        )


Rule = Often | Different | Quick


class Flag(StrEnum):
    """What a person should look at."""

    OFTEN_AWAY = "often_away"
    LEFT_FULLSCREEN = "left_fullscreen"
    COPYING = "copying"
    PASTING = "pasting"
    PRINTING = "printing"
    TWO_ADDRESSES = "two_addresses"
    TWO_BROWSERS = "two_browsers"
    QUICK_ANSWERS = "quick_answers"
    NO_SAFE_BROWSER = "no_safe_browser"


RULES: Mapping[Flag, Rule] = {
    Flag.OFTEN_AWAY: Often(Seen.FOCUS_LOST, 5),
    Flag.LEFT_FULLSCREEN: Often(Seen.FULLSCREEN_LEFT, 3),
    Flag.COPYING: Often(Seen.COPIED, 3),
    Flag.PASTING: Often(Seen.PASTED, 3),
    Flag.PRINTING: Often(Seen.PRINTED, 1),
    Flag.TWO_ADDRESSES: Different(Seen.ADDRESS, 2),
    Flag.TWO_BROWSERS: Different(Seen.BROWSER, 2),
    Flag.QUICK_ANSWERS: Quick(10, timedelta(seconds=30)),
    Flag.NO_SAFE_BROWSER: Often(Seen.NO_SAFE_BROWSER, 1),
}
"""From when on something is worth a look."""


def flags(facts: Sequence[Fact], saves: Sequence[datetime]) -> frozenset[Flag]:
    """What of an attempt a person should look at; `saves` is when each question was first answered."""
    return frozenset(flag for flag, rule in RULES.items() if rule.holds(facts, saves))


class Outcome(StrEnum):
    """What a person makes of a case."""

    NOTHING = "nothing"
    NOTED = "noted"
    FOR_EXAMINERS = "for_examiners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided of the flags that there were then."""

    outcome: Outcome
    reason: str
    flags: frozenset[Flag]
    decided_by: UUID | None
    decided_at: datetime


def still_open(now_flagged: frozenset[Flag], decisions: Iterable[Decision]) -> frozenset[Flag]:
    """The flags that nobody has looked at yet."""
    return now_flagged.difference(*(decision.flags for decision in decisions))
