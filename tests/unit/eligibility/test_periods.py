"""Ages, claims and last days: what the clock alone decides about an application."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from eligibility.domain.admission import Outcome
from eligibility.domain.application import ApplicationMove, ApplicationState
from eligibility.domain.periods import CLAIM_LASTS, DECIDE_WITHIN_DAYS, Age, Claim, is_open, last_day
from eligibility.domain.unanimity import Unanimity

SHANGHAI = "Asia/Shanghai"
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PLAIN = {
    "state": ApplicationState.SUBMITTED,
    "outcome": Outcome.FULL,
    "moves": (),
    "papers_are_complete": True,
    "has_exemption": False,
}


@pytest.mark.parametrize(
    ("waited", "days", "is_overdue"),
    [
        (timedelta(0), 0, False),
        (timedelta(hours=23, minutes=59), 0, False),
        (timedelta(days=6, hours=12), 6, False),
        (timedelta(days=DECIDE_WITHIN_DAYS, seconds=-1), DECIDE_WITHIN_DAYS - 1, False),
        (timedelta(days=DECIDE_WITHIN_DAYS), DECIDE_WITHIN_DAYS, True),
        (timedelta(minutes=-5), 0, False),
    ],
    ids=[
        "just now",
        "almost a day",
        "six and a half days",
        "one second short",
        "on the bell",
        "a clock that went back",
    ],
)
def test_an_age_counts_whole_days(waited, days, is_overdue):
    age = Age(NINE, NINE + waited)

    assert (age.days, age.is_overdue) == (days, is_overdue)


def test_a_claim_stands_until_its_end_and_not_at_it():
    claim = Claim(holder_id=uuid4(), acted_at=NINE)

    assert claim.stands(NINE + CLAIM_LASTS - timedelta(microseconds=1))
    assert not claim.stands(NINE + CLAIM_LASTS)


def test_a_period_is_counted_in_days_of_the_scheme_and_its_last_day_is_included():
    late_evening = datetime(2028, 2, 13, 15, 59, tzinfo=UTC)

    assert last_day(late_evening, 15, SHANGHAI) == date(2028, 2, 28)
    assert last_day(late_evening + timedelta(minutes=1), 15, SHANGHAI) == date(2028, 2, 29), "midnight in Shanghai"
    assert is_open(late_evening, 15, SHANGHAI, datetime(2028, 2, 28, 15, 59, tzinfo=UTC))
    assert not is_open(late_evening, 15, SHANGHAI, datetime(2028, 2, 28, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("but", "code"),
    [
        ({"state": ApplicationState.ASKED}, "not_waiting"),
        ({"outcome": Outcome.MODULES}, "not_admitted_by_rules"),
        ({"papers_are_complete": False}, "papers_incomplete"),
        ({"moves": (ApplicationMove.ASK, ApplicationMove.ANSWER)}, "was_asked_for_more"),
        ({"moves": (ApplicationMove.REFUSE, ApplicationMove.APPEAL)}, "was_appealed"),
        ({"has_exemption": True}, "has_exemption"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_case_is_plain_unless_there_is_anything_to_think_about(but, code):
    assert Unanimity(**PLAIN).verdict
    assert [refusal.code for refusal in Unanimity(**{**PLAIN, **but}).verdict.refusals] == [code]


def test_every_reason_against_a_plain_case_is_told_at_once():
    everything = {
        "state": ApplicationState.APPEALED,
        "outcome": Outcome.NONE,
        "moves": (ApplicationMove.ASK, ApplicationMove.APPEAL),
        "papers_are_complete": False,
        "has_exemption": True,
    }

    assert len(Unanimity(**everything).verdict.refusals) == 6
