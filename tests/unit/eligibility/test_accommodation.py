"""What an accommodation comes to: minutes on top, and which of many decisions holds on a day."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eligibility.domain.accommodation import (
    ACCOMMODATION,
    MOST_BREAK_MINUTES,
    MOST_MINUTES,
    PERCENTAGES,
    Accommodation,
    AccommodationMove,
    AccommodationState,
    Decided,
    DecisionKind,
    Measure,
    check_period,
    in_force,
    may_ask,
    periods,
)
from kernel.errors import IllegalMove

SOMEBODY = UUID(int=1)
MONDAY = date(2026, 3, 2)
percentages = st.sampled_from(PERCENTAGES)
minutes = st.integers(0, MOST_MINUTES)
sittings = st.integers(1, 600)
accommodations = st.builds(
    Accommodation,
    extra_percent=percentages,
    extra_minutes=minutes,
    large_print=st.booleans(),
    reader=st.booleans(),
    break_minutes=st.integers(0, MOST_BREAK_MINUTES),
)
days = st.dates(date(2024, 2, 24), date(2024, 3, 5))


@st.composite
def histories(draw):
    """Decisions on one person in the order in which they were made."""
    kinds = draw(st.lists(st.sampled_from(DecisionKind), min_size=1, max_size=5))
    return tuple(decided(number, kind, *_days(draw)) for number, kind in enumerate(kinds, start=1))


def _days(draw):
    start = draw(days)
    return start, draw(st.none() | st.integers(0, 8).map(lambda more: start + timedelta(days=more)))


def decided(number, kind, starts_on, ends_on=None):
    return Decided(
        id=UUID(int=number), request_id=SOMEBODY, number=number, kind=kind,
        accommodation=Accommodation(extra_minutes=number), starts_on=starts_on,
        ends_on=ends_on if kind is DecisionKind.GRANTED else None, decided_by=None,
        decided_at=datetime(2024, 1, number, tzinfo=UTC),
    )  # fmt: skip


def naively(history, day):
    """The newest grant or end that has begun decides alone."""
    begun = [each for each in history if each.kind is not DecisionKind.DECLINED and each.starts_on <= day]
    newest = max(begun, key=lambda each: each.number, default=None)
    if newest is None or newest.kind is DecisionKind.ENDED:
        return None
    return newest.accommodation if newest.ends_on is None or day <= newest.ends_on else None


@pytest.mark.parametrize(
    ("percent", "plus", "sitting", "on_top"),
    [
        pytest.param(25, 0, 90, 23, id="22.5 minutes are 23"),
        pytest.param(10, 0, 90, 9, id="nothing to round"),
        pytest.param(50, 0, 1, 1, id="half a minute is a minute"),
        pytest.param(0, 20, 90, 20, id="minutes alone"),
        pytest.param(25, 20, 90, 43, id="both"),
        pytest.param(0, 0, 90, 0, id="neither"),
    ],
)
def test_the_minutes_on_top(percent, plus, sitting, on_top):
    assert Accommodation(extra_percent=percent, extra_minutes=plus).minutes_on_top(sitting) == on_top


@given(percentages, minutes, sittings)
@example(25, 0, 90)
def test_extra_time_is_the_smallest_whole_number_of_minutes_that_is_enough(percent, plus, sitting):
    on_top = Accommodation(extra_percent=percent, extra_minutes=plus).minutes_on_top(sitting)

    assert on_top == ceil(Fraction(sitting * percent, 100)) + plus
    assert 100 * (on_top - plus) >= percent * sitting > 100 * (on_top - plus - 1)


@given(accommodations, sittings, sittings)
def test_a_longer_sitting_never_gets_less_extra_time(granted, one, other):
    shorter, longer = sorted((one, other))

    assert granted.minutes_on_top(shorter) <= granted.minutes_on_top(longer)


@given(accommodations)
def test_what_a_row_keeps_is_read_back_the_same(granted):
    assert Accommodation.read(granted.written) == granted
    assert bool(granted.check()) == (granted != Accommodation())


@pytest.mark.parametrize(
    "wrong",
    [
        Accommodation(extra_percent=15), Accommodation(extra_minutes=-1), Accommodation(extra_minutes=MOST_MINUTES + 1),
        Accommodation(break_minutes=MOST_BREAK_MINUTES + 1), Accommodation(break_minutes=-5),
    ],
    ids=repr,
)  # fmt: skip
def test_what_cannot_be_meant_is_not_granted(wrong):
    assert [refusal.code for refusal in wrong.check().refusals] == ["accommodation_out_of_range"]


@given(histories(), days)
def test_the_newest_decision_that_has_begun_is_the_one_in_force(history, day):
    assert in_force(history, day) == naively(history, day)


@given(histories())
def test_no_two_grants_hold_on_one_day(history):
    held = periods(history)

    for day in (date(2024, 2, 20) + timedelta(days=number) for number in range(30)):
        assert sum(period.holds_on(day) for period in held) <= 1


@given(histories(), days, st.randoms())
def test_the_order_in_which_decisions_are_read_changes_nothing(history, day, random):
    shuffled = list(history)
    random.shuffle(shuffled)

    assert in_force(shuffled, day) == in_force(history, day)


def test_a_grant_holds_on_its_last_day_and_not_the_day_after():
    history = [decided(1, DecisionKind.GRANTED, date(2024, 2, 1), date(2024, 2, 29))]

    assert in_force(history, date(2024, 2, 29)) is not None
    assert in_force(history, date(2024, 3, 1)) is None
    assert in_force(history, date(2024, 1, 31)) is None


def test_a_new_grant_takes_the_place_of_the_old_one_from_its_own_first_day():
    old, new = decided(1, DecisionKind.GRANTED, MONDAY), decided(2, DecisionKind.GRANTED, date(2026, 4, 1))

    assert [(each.since, each.until) for each in periods([old, new])] == [
        (MONDAY, date(2026, 3, 31)),
        (date(2026, 4, 1), None),
    ]


@pytest.mark.parametrize("state", AccommodationState)
@pytest.mark.parametrize("move", AccommodationMove)
def test_a_request_moves_only_as_its_table_says(state, move):
    if ACCOMMODATION.allows(state, move):
        assert ACCOMMODATION.after(state, move) in AccommodationState
    else:
        with pytest.raises(IllegalMove):
            ACCOMMODATION.after(state, move)


def test_a_request_is_sent_only_when_it_is_whole():
    assert may_ask(wished=[Measure.READER], has_reason=True, papers=1)
    assert len(may_ask(wished=[], has_reason=False, papers=0).refusals) == 3


@pytest.mark.parametrize(
    ("starts", "ends", "codes"),
    [
        (MONDAY, None, []),
        (MONDAY, MONDAY, []),
        (MONDAY - timedelta(days=1), None, ["accommodation_in_the_past"]),
        (MONDAY + timedelta(days=2), MONDAY + timedelta(days=1), ["accommodation_ends_before_start"]),
    ],
    ids=["from today", "only today", "from yesterday", "backwards"],
)
def test_days_are_decided_from_today_on(starts, ends, codes):
    verdict = check_period(starts_on=starts, ends_on=ends, today=MONDAY)

    assert [refusal.code for refusal in verdict.refusals] == codes
