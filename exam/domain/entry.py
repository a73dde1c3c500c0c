"""Who may enter a sitting and leave it again: rules that each say why not, all asked, and who gets which seat."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from exam.domain.clash import Booking
from exam.domain.sitting import SittingState, Times
from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict


class EntryState(StrEnum):
    """Where an entry stands: on the waiting list, with a seat, or given up."""

    WAITING = "waiting"
    SEATED = "seated"
    WITHDRAWN = "withdrawn"


class EntryMove(StrEnum):
    """What can be done with an entry."""

    SEAT = "seat"
    WITHDRAW = "withdraw"


_S, _M = EntryState, EntryMove

ENTRY = Lifecycle(
    of="an entry",
    begins=_S.WAITING,
    moves={
        (_S.WAITING, _M.SEAT): _S.SEATED,
        (_S.WAITING, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.SEATED, _M.WITHDRAW): _S.WITHDRAWN,
    },
)

LIVE = (EntryState.WAITING, EntryState.SEATED)
"""Whoever has one of these in a sitting cannot enter it once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWindow:
    """From when and until when entries are taken, and how long candidates may withdraw by themselves."""

    opens_at: datetime | None
    closes_at: datetime
    withdraw_until: datetime

    def refusal(self, now: datetime) -> Refusal | None:
        """Why nobody enters now, with the moment that matters; it opens at its first moment and closes at its last."""
        if self.opens_at is not None and now < self.opens_at:
            return Refusal("entries_not_open", at=self.opens_at)
        return None if now < self.closes_at else Refusal("entries_closed", at=self.closes_at)

    def check(self, times: Times) -> Verdict:
        """Whether the moments follow one another and fit the sitting."""
        return Verdict.of(
            (
                None if self.opens_at is None or self.opens_at < self.closes_at else Refusal("entries_close_first"),
                None if self.closes_at <= times.door_opens_at else Refusal("entries_close_after_door"),
                None if self.withdraw_until <= times.starts_at else Refusal("withdrawal_after_start"),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What is known when somebody asks to enter a sitting.

    `elsewhere_at` is when their other one of it starts, `clash` an entry to something else, of which only one can be
    taken; `exempt_until` is there where they need not sit it on that day.
    """

    state: SittingState
    window: EntryWindow
    is_admitted: bool
    has_entered: bool
    invigilates: bool = False
    elsewhere_at: datetime | None = None
    clash: Booking | None = None
    exempt_until: date | None = None


class EntryRule(Protocol):
    """One condition of entering."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Why not, or None."""


@dataclass(frozen=True, slots=True)
class IsOpen:
    """Entries are taken of published sittings, within the window."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Planned, cancelled and past sittings take nobody."""
        return facts.window.refusal(now) if facts.state is SittingState.OPEN else Refusal("sitting_not_open")


@dataclass(frozen=True, slots=True)
class HoldsApprovedApplication:
    """Only who was admitted to the level by a registrar may sit it."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Without approval there is no entry."""
        return None if facts.is_admitted else Refusal("not_admitted")


@dataclass(frozen=True, slots=True)
class DoesNotInvigilate:
    """Nobody sits what they watch."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """They can be released from watching first."""
        return Refusal("sits_it") if facts.invigilates else None


@dataclass(frozen=True, slots=True)
class OnlyOnce:
    """Nobody takes two seats of one sitting."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """Who has entered has entered."""
        return Refusal("already_entered") if facts.has_entered else None


@dataclass(frozen=True, slots=True)
class NotElsewhere:
    """Nobody keeps seats in two sittings of the same component; they can move from one to the other."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """The other entry stands until it was used, moved or withdrawn."""
        return None if facts.elsewhere_at is None else Refusal("entered_elsewhere", at=facts.elsewhere_at)


@dataclass(frozen=True, slots=True)
class NotAtTheSameTime:
    """Nobody enters two sittings of which they can take only one."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """The other one is named."""
        other = facts.clash
        return None if other is None else Refusal("entered_at_the_same_time", what=other.what, at=other.starts_at)


@dataclass(frozen=True, slots=True)
class NotExempt:
    """Whoever is exempt from a component on the day of its sitting does not sit it."""

    def refusal(self, facts: EntryFacts, now: datetime) -> Refusal | None:
        """The exemption counts through its last day."""
        return None if facts.exempt_until is None else Refusal("exempt_from_component", until=facts.exempt_until)


ENTRY_RULES: tuple[EntryRule, ...] = (
    IsOpen(),
    HoldsApprovedApplication(),
    DoesNotInvigilate(),
    OnlyOnce(),
    NotElsewhere(),
    NotAtTheSameTime(),
    NotExempt(),
)


def may_enter(facts: EntryFacts, now: datetime, rules: Sequence[EntryRule] = ENTRY_RULES) -> Verdict:
    """Every rule is asked. A full sitting refuses nobody: it has a waiting list."""
    return Verdict.of(rule.refusal(facts, now) for rule in rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalFacts:
    """What is known when an entry shall be given up; `by_staff` where a registrar does it for the candidate."""

    state: EntryState
    window: EntryWindow
    times: Times
    has_started: bool
    by_staff: bool


def may_withdraw(facts: WithdrawalFacts, now: datetime) -> Verdict:
    """A seat until the time stated, afterwards by a registrar until the last start; a place on the list at any time."""
    is_own_late = facts.state is EntryState.SEATED and not facts.by_staff and now > facts.window.withdraw_until
    return Verdict.of(
        (
            None if facts.state in LIVE else Refusal("already_withdrawn"),
            Refusal("attempt_started") if facts.has_started else None,
            Refusal("withdrawal_closed", at=facts.window.withdraw_until) if is_own_late else None,
            None if now <= facts.times.latest_start_at else Refusal("sitting_over"),
        )
    )


def free_seat(taken: Collection[int], seats: Iterable[int]) -> int | None:
    """The first seat that nobody has; None where all are taken."""
    return next((seat for seat in seats if seat not in taken), None)
