"""The dates of a path stand in order and each at its place between the first year and the last."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from home.domain.timeline import MOST_TICKS, Event, Line, Timeline
from kernel.words import Words

LEVEL = Words("三级", "Level 3")
TODAY = date(2026, 3, 2)


def line(since, until=None, event=Event.SCORE):
    return Line(event=event, about=LEVEL, since=since, until=until)


def test_a_year_is_written_whole_and_days_stand_in_it():
    of = Timeline.of([line(date(2026, 7, 2), event=Event.MAY_APPLY)], TODAY)

    assert (of.begins, of.ends) == (date(2026, 1, 1), date(2027, 1, 1))
    assert of.years == (2026,)
    assert of.place(date(2026, 1, 1)) == 0
    assert str(of.place(date(2026, 7, 2))) == "49.86"


def test_lines_come_in_the_order_of_their_days():
    later, sooner = line(date(2027, 1, 1)), line(date(2024, 2, 29), date(2026, 2, 28))

    assert Timeline.of([later, sooner], TODAY).lines == (sooner, later)


def test_without_any_line_there_is_still_today():
    assert Timeline.of([], TODAY).years == (2026,)


days = st.dates(date(1960, 1, 1), date(2090, 12, 31))
lines = st.builds(
    lambda since, length: line(since, since + timedelta(days=length) if length else None),
    days,
    st.integers(min_value=0, max_value=3000),
)


@given(st.lists(lines, max_size=8), days)
def test_every_day_stands_within_and_the_years_fit(drawn, today):
    of = Timeline.of(drawn, today)

    assert 0 <= of.place(today) <= 100
    assert 1 <= len(of.years) <= MOST_TICKS
    assert all(0 <= of.place_of_year(year) < 100 for year in of.years)
    for each in of.lines:
        assert 0 <= of.place(each.since) <= 100
        assert of.length(each) >= 0
        assert of.place(each.since) + of.length(each) <= 100
