"""A score is never rounded up, and a pass counts through the same day years later."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.domain.score import Result, cut, rescaled
from kernel.words import Words
from schemes.domain.component import Component

THEORY = Component(
    code="theory",
    title=Words("理论知识考试", "Theory examination"),
    kind="theory",
    out_of=Decimal(100),
    pass_mark=Decimal(60),
    valid_years=2,
    minutes=90,
)


@pytest.mark.parametrize(
    ("exact", "score"),
    [
        pytest.param(Fraction("59.999"), "59.99", id="just below the pass mark"),
        pytest.param(Fraction(60), "60.00", id="exactly there"),
        pytest.param(Fraction(200, 3), "66.66", id="two thirds"),
        pytest.param(Fraction(0), "0.00", id="nothing"),
    ],
)
def test_what_lies_beyond_two_places_is_cut_off(exact, score):
    assert cut(exact) == Decimal(score)


@given(st.fractions(min_value=0, max_value=100))
def test_cutting_never_gives_and_takes_less_than_a_hundredth(exact):
    assert 0 <= exact - Fraction(cut(exact)) < Fraction(1, 100)


@given(st.fractions(min_value=0, max_value=60).filter(lambda exact: exact < 60))
def test_nothing_below_the_pass_mark_becomes_a_pass(exact):
    assert not Result.of(THEORY, cut(exact), date(2026, 1, 1)).passed


def test_a_paper_of_other_marks_is_brought_to_the_scale_of_the_component():
    assert rescaled(Decimal(40), Decimal(60), Decimal(100)) == Decimal("66.66")
    assert rescaled(Decimal("61.5"), Decimal(100), Decimal(100)) == Decimal("61.5")


@pytest.mark.parametrize(
    ("on", "until"),
    [
        pytest.param(date(2024, 3, 15), date(2026, 3, 15), id="the same day two years later"),
        pytest.param(date(2024, 2, 29), date(2026, 2, 28), id="the leap day in a common year"),
        pytest.param(date(2022, 2, 28), date(2024, 2, 28), id="no leap day is given away"),
        pytest.param(date(2025, 12, 31), date(2027, 12, 31), id="the last day of a year"),
    ],
)
def test_a_pass_is_valid_through_the_same_day_years_later(on, until):
    result = Result.of(THEORY, Decimal(60), on)

    assert result.valid_until == until
    assert result.is_valid(on)
    assert result.is_valid(until)
    assert not result.is_valid(until + timedelta(days=1))
    assert not result.is_valid(on - timedelta(days=1))


def test_a_fail_is_never_valid():
    result = Result.of(THEORY, Decimal("59.99"), date(2026, 1, 1))

    assert not result.passed
    assert result.valid_until is None
    assert not result.is_valid(date(2026, 1, 1))
