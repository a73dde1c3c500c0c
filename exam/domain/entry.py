"""Who may enter a sitting: rules that each say why not, all asked, so that nobody hears the reasons one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exam.domain.sitting import SittingState
from kernel.verdict import Refusal, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What is known when somebody asks to enter a sitting."""

    state: SittingState
    door_opens_at: datetime
    is_admitted: bool
    has_entered: bool
    entries: int
    capacity: int


class EntryRule(Protocol):
    """One condition of entering."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Why not, or None."""


@dataclass(frozen=True, slots=True)
class IsOpen:
    """Entries are taken from publication until the door opens."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Planned, cancelled and past sittings take nobody."""
        if facts.state is not SittingState.OPEN:
            return Refusal("sitting_not_open")
        return None if now < facts.door_opens_at else Refusal("entries_closed", at=facts.door_opens_at)


@dataclass(frozen=True, slots=True)
class HoldsApprovedApplication:
    """Only who was admitted to the level by a registrar may sit it."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Without approval there is no entry."""
        return None if facts.is_admitted else Refusal("not_admitted")


@dataclass(frozen=True, slots=True)
class OnlyOnce:
    """Nobody takes two seats of one sitting."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Who has entered has entered."""
        return Refusal("already_entered") if facts.has_entered else None


@dataclass(frozen=True, slots=True)
class HasRoom:
    """No more people than seats."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """The last seat is taken at capacity."""
        return Refusal("full", capacity=facts.capacity) if facts.entries >= facts.capacity else None


ENTRY_RULES: tuple[EntryRule, ...] = (IsOpen(), HoldsApprovedApplication(), OnlyOnce(), HasRoom())


def may_enter(facts: EntryFacts, now: datetime, rules: Sequence[EntryRule] = ENTRY_RULES) -> Verdict:
    """Every rule is asked."""
    return Verdict.of(rule.refusal(facts, now) for rule in rules)
