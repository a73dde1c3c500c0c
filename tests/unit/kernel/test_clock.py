"""The clock, and another one that holds for a while."""

from datetime import UTC, datetime, timedelta

import time_machine

from kernel import clock

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
A_DAY = timedelta(days=1)


@time_machine.travel(NOON, tick=False)
def test_another_clock_holds_within_its_block_alone_and_the_wall_is_still_known():
    assert (clock.now(), clock.on_the_wall(NOON + A_DAY)) == (NOON, NOON + A_DAY)
    with clock.by(lambda at: at + A_DAY):
        assert (clock.now(), clock.wall(), clock.on_the_wall(clock.now())) == (NOON + A_DAY, NOON, NOON)
    assert clock.now() == NOON


@time_machine.travel(NOON, tick=False)
def test_it_may_hold_until_somebody_says_otherwise():
    clock.go_by(lambda at: at - A_DAY)
    assert clock.now() == NOON - A_DAY
    clock.go_by(None)
    assert clock.now() == NOON
