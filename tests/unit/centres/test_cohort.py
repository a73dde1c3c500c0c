"""Cohorts stand where the calendar says; training is recorded once it is over."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from centres.domain.cohort import CohortFacts, CohortPhase, acceptable
from centres.domain.training import can_be_certified

SPRING = CohortFacts(
    id=UUID(int=1), organisation_id=UUID(int=2), title="春季班", scheme_code="csm-national", level=3,
    starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 31),
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        pytest.param(date(2026, 2, 28), CohortPhase.TO_COME, id="the day before"),
        pytest.param(date(2026, 3, 1), CohortPhase.RUNNING, id="the first day"),
        pytest.param(date(2026, 5, 31), CohortPhase.RUNNING, id="the last day"),
        pytest.param(date(2026, 6, 1), CohortPhase.FINISHED, id="the day after"),
    ],
)
def test_a_cohort_stands_where_the_calendar_says(on, phase):
    assert SPRING.phase(on) is phase


def test_a_cohort_needs_a_name_and_days_in_order():
    verdict = acceptable(title="", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))

    assert [refusal.code for refusal in verdict.refusals] == ["cohort_title_missing", "cohort_ends_before_it_starts"]
    assert acceptable(title="春季班", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 1))


@pytest.mark.parametrize("hours", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal(2001)])
def test_hours_are_a_sensible_number(hours):
    (refusal,) = can_be_certified(hours=hours, completed_on=date(2026, 3, 1), on=date(2026, 3, 1)).refusals

    assert refusal.code == "training_hours_out_of_range"


def test_training_that_ends_tomorrow_is_not_completed():
    (refusal,) = can_be_certified(hours=Decimal(180), completed_on=date(2026, 3, 2), on=date(2026, 3, 1)).refusals

    assert refusal.code == "training_not_completed_yet"
