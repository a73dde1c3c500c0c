"""Attempts and sittings move only as their tables say."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from exam.domain.attempt import ATTEMPT, AttemptMove, AttemptState
from exam.domain.sitting import SITTING, Phase, SittingMove, SittingState, Times, may_start
from kernel.errors import IllegalMove

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TIMES = Times(
    door_opens_at=NINE - timedelta(minutes=30),
    starts_at=NINE,
    latest_start_at=NINE + timedelta(minutes=30),
    ends_at=NINE + timedelta(minutes=120),
)


@pytest.mark.parametrize(("state", "move"), [*product(AttemptState, AttemptMove)])
def test_an_attempt_moves_only_by_its_table(state, move):
    if ATTEMPT.allows(state, move):
        assert ATTEMPT.after(state, move) in AttemptState
    else:
        with pytest.raises(IllegalMove):
            ATTEMPT.after(state, move)


@pytest.mark.parametrize(("state", "move"), [*product(SittingState, SittingMove)])
def test_a_sitting_moves_only_by_its_table(state, move):
    assert SITTING.allows(state, move) == ((state, move) in SITTING.moves)


@pytest.mark.parametrize(
    ("minutes", "phase"),
    [
        pytest.param(-31, Phase.ENTRIES, id="before the door"),
        pytest.param(-30, Phase.DOOR_OPEN, id="at the door"),
        pytest.param(0, Phase.STARTING, id="at the start"),
        pytest.param(30, Phase.STARTING, id="the latest start"),
        pytest.param(31, Phase.UNDER_WAY, id="too late to start"),
        pytest.param(120, Phase.OVER, id="when the last one ends"),
    ],
)
def test_the_clock_says_where_a_sitting_is(minutes, phase):
    assert TIMES.phase(NINE + timedelta(minutes=minutes)) is phase


def test_times_that_do_not_follow_one_another_are_refused():
    wrong = Times(
        door_opens_at=NINE, starts_at=NINE - timedelta(hours=1), latest_start_at=NINE - timedelta(hours=2), ends_at=NINE
    )

    assert [refusal.code for refusal in wrong.check().refusals] == ["door_after_start", "latest_start_before_start"]
    assert TIMES.check()


def codes(verdict):
    return [refusal.code for refusal in verdict.refusals]


def starting(minutes=0, state=SittingState.OPEN, has_entered=True, has_form=True, **more):
    return codes(
        may_start(
            state=state,
            times=TIMES,
            has_entered=has_entered,
            has_form=has_form,
            **more,
            now=NINE + timedelta(minutes=minutes),
        )
    )


def test_one_may_start_between_the_first_and_the_last_moment_with_a_form():
    assert starting() == starting(30) == []
    assert starting(-1) == ["too_early"]
    assert starting(31) == ["too_late"]
    assert starting(has_entered=False, has_form=False) == ["not_entered", "no_form_prepared"]
    assert starting(state=SittingState.CANCELLED) == ["sitting_not_open"]
    assert starting(exempt_until=NINE.date()) == ["exempt_from_component"]
    assert starting(weaknesses=["fsync=off"]) == ["not_durable"]
