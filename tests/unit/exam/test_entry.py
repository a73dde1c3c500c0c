"""Who may enter and leave, and which seat is the next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exam.domain.entry import (
    EntryFacts,
    EntryState,
    EntryWindow,
    WithdrawalFacts,
    free_seat,
    may_enter,
    may_withdraw,
)
from exam.domain.sitting import SittingState, Times

OPENS = datetime(2028, 2, 29, 0, 0, tzinfo=UTC)
CLOSES, SECOND = OPENS + timedelta(days=1), timedelta(seconds=1)
WINDOW = EntryWindow(opens_at=OPENS, closes_at=CLOSES, withdraw_until=CLOSES + timedelta(hours=12))
TIMES = Times(
    door_opens_at=CLOSES + timedelta(days=1),
    starts_at=CLOSES + timedelta(days=1, minutes=30),
    latest_start_at=CLOSES + timedelta(days=1, hours=1),
    ends_at=CLOSES + timedelta(days=1, hours=3),
)


def facts(**changed):
    return EntryFacts(
        **{"state": SittingState.OPEN, "window": WINDOW, "is_admitted": True, "has_entered": False, **changed}
    )


def codes(verdict):
    return [refusal.code for refusal in verdict.refusals]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param(OPENS - SECOND, ["entries_not_open"], id="a second early"),
        pytest.param(OPENS, [], id="on the first moment"),
        pytest.param(CLOSES - SECOND, [], id="a second before the end"),
        pytest.param(CLOSES, ["entries_closed"], id="on the end"),
    ],
)
def test_the_window_is_open_from_its_first_moment_until_its_end(now, said):
    assert codes(may_enter(facts(), now)) == said


def test_all_reasons_are_given_at_once():
    verdict = may_enter(
        facts(
            state=SittingState.CANCELLED,
            is_admitted=False,
            has_entered=True,
            elsewhere_at=CLOSES,
            exempt_until=CLOSES.date(),
        ),
        OPENS,
    )

    assert codes(verdict) == [
        "sitting_not_open",
        "not_admitted",
        "already_entered",
        "entered_elsewhere",
        "exempt_from_component",
    ]


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("by_staff", [True, False])
@pytest.mark.parametrize("has_started", [True, False])
def test_an_entry_is_given_up_by_its_candidate_in_time_and_by_staff_later(state, by_staff, has_started):
    given_up = WithdrawalFacts(state=state, window=WINDOW, times=TIMES, has_started=has_started, by_staff=by_staff)
    is_live = state is not EntryState.WITHDRAWN

    assert bool(may_withdraw(given_up, WINDOW.withdraw_until)) == (is_live and not has_started)
    assert bool(may_withdraw(given_up, WINDOW.withdraw_until + SECOND)) == (
        is_live and not has_started and (by_staff or state is EntryState.WAITING)
    )
    assert not may_withdraw(given_up, TIMES.latest_start_at + SECOND)


@given(taken=some.sets(some.integers(1, 12)), capacity=some.integers(1, 10))
def test_the_next_seat_is_the_first_that_nobody_has(taken, capacity):
    seat = free_seat(taken, range(1, capacity + 1))

    if seat is None:
        assert set(range(1, capacity + 1)) <= taken
    else:
        assert 1 <= seat <= capacity
        assert seat not in taken
        assert set(range(1, seat)) <= taken
