"""How long a candidate has."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.attempt import OPEN, AttemptMove, AttemptState
from exam.domain.timing import NETWORK_GRACE, Timing, remaining_ms, state_at

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HALF_PAST_TEN = NINE + timedelta(minutes=90)
NINETY = Timing(deadline=HALF_PAST_TEN)
A_MOMENT = timedelta(microseconds=1)

timings = st.builds(
    Timing,
    deadline=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- hypothesis adds the zone
)


@pytest.mark.parametrize(
    ("late_by", "accepted"),
    [
        pytest.param(-A_MOMENT, True, id="before the bell"),
        pytest.param(timedelta(), True, id="on the bell"),
        pytest.param(NETWORK_GRACE, True, id="slow network"),
        pytest.param(NETWORK_GRACE + timedelta(milliseconds=1), False, id="a millisecond after the grace"),
    ],
)
def test_a13_answers_count_until_the_network_grace_has_passed(late_by, accepted):
    assert NINETY.accepts_answers(HALF_PAST_TEN + late_by) is accepted


@pytest.mark.parametrize(
    ("at", "move", "ended"),
    [
        pytest.param(HALF_PAST_TEN - A_MOMENT, AttemptMove.HAND_IN, HALF_PAST_TEN - A_MOMENT, id="early"),
        pytest.param(HALF_PAST_TEN, AttemptMove.RUN_OUT_OF_TIME, HALF_PAST_TEN, id="on the bell"),
        pytest.param(HALF_PAST_TEN + timedelta(days=1), AttemptMove.RUN_OUT_OF_TIME, HALF_PAST_TEN, id="a day later"),
    ],
)
def test_whoever_closes_it_the_end_is_never_after_the_deadline(at, move, ended):
    assert NINETY.closing_move(at) is move
    assert NINETY.ended_at(at) == ended


@given(timings, st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_the_page_never_shows_time_that_is_not_there(timing, after):
    now = timing.deadline + after

    assert timing.remaining(now) == max(-after, timedelta())
    assert 0 <= remaining_ms(timing.deadline, now) <= max(-after / timedelta(milliseconds=1), 0)
    assert timing.is_over(now) == (timing.remaining(now) == timedelta())


@given(timings, st.timedeltas(timedelta(days=-2), timedelta(days=2)), st.sampled_from(AttemptState))
def test_only_an_open_attempt_times_out_by_itself(timing, after, state):
    seen = state_at(state, timing, timing.deadline + after)

    assert seen is (
        state if state not in OPEN else AttemptState.TIMED_OUT if after >= timedelta() else AttemptState.IN_PROGRESS
    )
