"""Completed training: so many hours for a level, finished on a day, as the centre certifies it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kernel.verdict import Refusal, Verdict

MOST_HOURS = Decimal(2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFacts:
    """One completed training of one member."""

    member_id: UUID
    level: int
    hours: Decimal
    completed_on: date
    recorded_at: datetime


def can_be_certified(*, hours: Decimal, completed_on: date, on: date) -> Verdict:
    """Whether a centre may record this today."""
    return Verdict.of(
        (
            None
            if hours.is_finite() and 0 < hours <= MOST_HOURS
            else Refusal("training_hours_out_of_range", most=MOST_HOURS),
            None if completed_on <= on else Refusal("training_not_completed_yet", on=completed_on),
        )
    )
