"""Enemies: two questions of which one gives the other away, so that no paper has both."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID


class Fact(Protocol):
    """That two questions are enemies from then on, or no longer."""

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """The two questions."""

    @property
    def holds(self) -> bool:
        """Whether they are enemies."""


def pair_of(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The two in the order in which they are kept: enmity has no direction."""
    return (one, other) if one.hex < other.hex else (other, one)


def enemies(facts: Iterable[Fact]) -> dict[UUID, frozenset[UUID]]:
    """Who is whose enemy after all that was said, the earliest first; the last word on a pair holds."""
    last = {fact.pair: fact.holds for fact in facts}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for (one, other), holds in last.items():
        if holds:
            found[one].add(other)
            found[other].add(one)
    return {question: frozenset(others) for question, others in found.items()}
