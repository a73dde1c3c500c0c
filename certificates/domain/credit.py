"""Continuing-education credits: activities that a holder files, and what they add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from certificates.domain.standing import Term
from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict

MOST_CREDITS = 100
"""What one activity can bring at most; a slip of the keyboard is noticed before a registrar sees it."""
MOST_HOURS = Decimal(1000)


class ActivityState(StrEnum):
    """Where a filed activity stands."""

    FILED = "filed"
    APPROVED = "approved"
    DECLINED = "declined"


class ActivityMove(StrEnum):
    """What a registrar decides about it."""

    APPROVE = "approve"
    DECLINE = "decline"


ACTIVITY = Lifecycle(
    of="an activity",
    begins=ActivityState.FILED,
    moves={
        (ActivityState.FILED, ActivityMove.APPROVE): ActivityState.APPROVED,
        (ActivityState.FILED, ActivityMove.DECLINE): ActivityState.DECLINED,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a holder says they did, and the credits they ask for."""

    on: date
    hours: Decimal
    credits: int
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Credits entered to a holder's account for an activity of a day."""

    on: date
    credits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The credits that are there against those that are needed."""

    have: int
    needed: Decimal

    @property
    def missing(self) -> Decimal:
        """What is still to be earned."""
        return max(self.needed - self.have, Decimal(0))

    @property
    def is_enough(self) -> bool:
        """Whether the certificate can be kept."""
        return not self.missing


def balance(entries: Iterable[Entry], term: Term, needed: Decimal) -> Balance:
    """Only what was done within the term counts."""
    return Balance(have=sum(entry.credits for entry in entries if term.covers(entry.on)), needed=needed)


def may_file(claim: Claim, *, term: Term, today: date, filed: Iterable[Claim]) -> Verdict:
    """Whether the activity can be filed; every reason against it at once."""
    return Verdict.of(
        (
            None if claim.description.strip() else Refusal("activity_undescribed"),
            None if 0 < claim.credits <= MOST_CREDITS else Refusal("credits_out_of_range", most=MOST_CREDITS),
            None if 0 < claim.hours <= MOST_HOURS else Refusal("hours_out_of_range", most=str(MOST_HOURS)),
            Refusal("activity_in_future") if claim.on > today else None,
            None
            if term.covers(claim.on)
            else Refusal("activity_outside_term", since=term.issued_on, until=term.expires_on),
            Refusal("activity_already_filed") if any(_same(claim, other) for other in filed) else None,
        )
    )


def _same(one: Claim, other: Claim) -> bool:
    return one.on == other.on and _plain(one.description) == _plain(other.description)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
