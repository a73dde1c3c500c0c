"""What the pages of the question bank show of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from kernel.words import Words
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.lifecycle import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which questions a reader looks for; None leaves a matter open."""

    scheme: str | None = None
    level: int | None = None
    function: str | None = None
    kind: Kind | None = None
    cognitive: Cognitive | None = None
    state: State | None = None
    words: str = ""

    def at(self, scheme: str, level: int) -> "Wanted":
        """The same wish for one level."""
        return replace(self, scheme=scheme, level=level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The bank as a whole: how many questions there are in each state."""

    counts: Mapping[State, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All questions and case studies."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePoolItem:
    """An approved case study as the maker of forms sees it."""

    question_id: UUID
    version_id: UUID
    title: Words
