"""The balance is the sum of the entries, whatever page shows it; an activity cannot be claimed twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.credit import ACTIVITY, ActivityMove, ActivityState, Claim, Entry, balance, may_file
from certificates.domain.standing import Term
from kernel.errors import IllegalMove

TERM = Term(issued_on=date(2026, 3, 2), expires_on=date(2029, 3, 1), zone="Asia/Shanghai")
TODAY = date(2027, 5, 1)
CLAIM = Claim(on=date(2027, 4, 20), hours=Decimal("6.5"), credits=6, description="客户投诉处理研讨会")


def codes(claim, filed=()):
    return {refusal.code for refusal in may_file(claim, term=TERM, today=TODAY, filed=filed).refusals}


def test_a_proper_activity_can_be_filed():
    assert may_file(CLAIM, term=TERM, today=TODAY, filed=())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"description": "   "}, "activity_undescribed"),
        ({"credits": 0}, "credits_out_of_range"),
        ({"credits": -3}, "credits_out_of_range"),
        ({"credits": 10**9}, "credits_out_of_range"),
        ({"hours": Decimal(0)}, "hours_out_of_range"),
        ({"hours": Decimal(10**9)}, "hours_out_of_range"),
        ({"on": TODAY + timedelta(days=1)}, "activity_in_future"),
        ({"on": TERM.issued_on - timedelta(days=1)}, "activity_outside_term"),
    ],
)
def test_an_improper_activity_is_refused_with_its_reason(change, code):
    assert codes(replace(CLAIM, **change)) == {code}


def test_all_reasons_are_told_at_once():
    assert codes(replace(CLAIM, credits=0, hours=Decimal(0), description="")) == {
        "credits_out_of_range",
        "hours_out_of_range",
        "activity_undescribed",
    }


def test_r46_the_same_activity_cannot_be_claimed_twice():
    again = replace(CLAIM, description=" 客户投诉处理 研讨会 ", credits=20)

    assert codes(again, filed=[CLAIM]) == {"activity_already_filed"}


def test_another_day_of_the_same_course_can_be_filed():
    assert codes(replace(CLAIM, on=CLAIM.on + timedelta(days=1)), filed=[CLAIM]) == set()


entries = st.lists(
    st.builds(Entry, on=st.dates(date(2025, 1, 1), date(2030, 12, 31)), credits=st.integers(1, 100)), max_size=30
)


@given(entries)
def test_r46_the_balance_is_the_sum_of_the_entries_within_the_term(found):
    account = balance(found, TERM, Decimal(30))
    inside = sum(entry.credits for entry in found if TERM.issued_on <= entry.on <= TERM.expires_on)

    assert account.have == inside
    assert account.missing == max(Decimal(30) - inside, 0)
    assert account.is_enough == (inside >= 30)


@given(entries, entries)
def test_the_order_of_entries_does_not_matter(one, other):
    assert balance(one + other, TERM, Decimal(30)) == balance(other + one, TERM, Decimal(30))


@pytest.mark.parametrize("state", ActivityState)
@pytest.mark.parametrize("move", ActivityMove)
def test_an_activity_is_decided_once(state, move):
    if state is ActivityState.FILED:
        assert ACTIVITY.after(state, move) is not ActivityState.FILED
    else:
        with pytest.raises(IllegalMove):
            ACTIVITY.after(state, move)
