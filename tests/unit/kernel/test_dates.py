"""Years are counted as certification rules count them, and days are the days of a place."""

from calendar import isleap
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernel import clock
from kernel.dates import local_date, years_after

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2024, 3, 1), 2, date(2026, 3, 1)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(2024, 2, 29), -4, date(2020, 2, 29)),
        (date(2024, 2, 29), -1, date(2023, 2, 28)),
        (date(2024, 2, 29), 0, date(2024, 2, 29)),
    ],
    ids=[
        "plain",
        "leap day",
        "leap day, two",
        "leap to leap",
        "end of february",
        "2100 is common",
        "back",
        "back to common",
        "none",
    ],
)
def test_years_later_is_the_same_month_and_day(day, years, then):
    assert years_after(day, years) == then


@given(day=days, years=st.integers(-50, 50))
@example(day=date(2000, 2, 29), years=1)
def test_years_later_moves_only_the_leap_day_and_that_by_one(day, years):
    then = years_after(day, years)

    assert then.year == day.year + years
    if (day.month, day.day) == (2, 29) and not isleap(then.year):
        assert (then.month, then.day) == (2, 28)
    else:
        assert (then.month, then.day) == (day.month, day.day)


@given(earlier=days, later=days, years=st.integers(0, 50))
def test_who_began_earlier_is_never_complete_later(earlier, later, years):
    earlier, later = sorted((earlier, later))

    assert years_after(earlier, years) <= years_after(later, years)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 0, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 3, 1)),
    ],
    ids=["last second in Shanghai", "midnight in Shanghai", "midnight in Tokyo"],
)
def test_a_day_is_the_day_of_the_schemes_zone(moment, day):
    assert local_date(moment, "Asia/Shanghai") == day


def test_the_clock_tells_utc():
    assert clock.now().utcoffset() == timedelta(0)
