"""What the pages of the question bank show of it: what a reader looks for, and how many questions are like that."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kernel.words import Words
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.lifecycle import USABLE, State

FACETS = ("level", "function", "kind", "cognitive", "state", "due", "reported")
"""By what questions are told apart, besides their author, in the order in which pages show it."""
ALL_USABLE = "usable"
"""The value of the facet "state" that means every state from which papers are made."""
YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which questions a reader looks for; None and nothing leave a matter open. `due_by` asks for those due by then."""

    scheme: str | None = None
    level: int | None = None
    function: str | None = None
    kind: Kind | None = None
    cognitive: Cognitive | None = None
    states: frozenset[State] = frozenset()
    due_by: datetime | None = None
    reported: bool = False
    author_id: UUID | None = None
    words: str = ""

    def at(self, scheme: str, level: int) -> "Wanted":
        """The same wish for one level."""
        return replace(self, scheme=scheme, level=level)


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank as a whole."""

    total: int


@dataclass(frozen=True, slots=True)
class Alike:
    """So many questions have the same value under every facet."""

    values: Mapping[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions are found, and for each facet how many there would be under each of its values."""

    found: int
    counts: Mapping[str, Mapping[str, int]]


def tally(groups: Iterable[Alike], asked: Mapping[str, str]) -> Tally:
    """Count what is like the wish; under a facet counts what agrees with the wish in everything else."""
    found = 0
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for group in groups:
        against = [facet for facet in FACETS if asked.get(facet) and asked[facet] not in _values(facet, group)]
        if not against:
            found += group.count
        for facet in against or FACETS:
            if len(against) <= 1:
                for value in _values(facet, group):
                    counts[facet][value] += group.count
    return Tally(found, counts)


def _values(facet: str, group: Alike) -> tuple[str, ...]:
    value = group.values[facet]
    return (value, ALL_USABLE) if facet == "state" and value in USABLE else (value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePoolItem:
    """An approved case study as the maker of forms sees it."""

    question_id: UUID
    version_id: UUID
    title: Words
