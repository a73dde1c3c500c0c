"""What is fixed for everybody waits while clocks stand, and for nothing else."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exam.domain.sitting import Phase, Times
from exam.domain.standing import Standing, later
from exam.domain.timeline import Cause, TimeEvent, TimeKind, Timeline

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
LAST = NINE + timedelta(minutes=25)


def at(minute):
    return NINE + timedelta(minutes=minute)


def stood(since, until=None):
    return Standing(at(since), None if until is None else at(until))


minutes = st.integers(-60, 240)
standings = st.lists(
    st.tuples(minutes, st.none() | st.integers(0, 120)).map(
        lambda found: stood(found[0], None if found[1] is None else found[0] + found[1])
    ),
    max_size=5,
)


@given(standings, minutes)
def test_it_comes_after_as_many_minutes_in_which_the_clocks_went(found, now):
    """Counted minute by minute, as somebody with a watch would."""
    left, minute = 25, 0
    while minute < now and left > 0:
        stands = any(each.since <= at(minute) and (each.until is None or each.until > at(minute)) for each in found)
        left, minute = left - (not stands), minute + 1

    moved = later(LAST, found, after=NINE, now=at(now))

    if left > 0:
        assert moved == at(max(minute, 0) + left)
    else:
        assert moved <= at(now)


@given(standings, minutes, minutes)
def test_it_never_comes_earlier_and_is_never_past_while_clocks_stand(found, now, since):
    moved = later(LAST, found, after=NINE, now=at(now))

    assert moved >= LAST
    if NINE <= at(since) <= min(LAST, at(now)):
        assert later(LAST, [*found, stood(since)], after=NINE, now=at(now)) >= at(now)


def test_who_waits_for_a_sitting_that_stands_may_start_as_long_as_without():
    times = Times(door_opens_at=at(-30), starts_at=NINE, latest_start_at=LAST, ends_at=at(115))

    assert times.moved([stood(0)], at(40)).phase(at(40)) is Phase.STARTING
    assert times.moved([stood(0, 40)], at(66)).phase(at(66)) is Phase.UNDER_WAY
    assert times.moved([stood(30, 60)], at(61)).latest_start_at == LAST
    assert times.moved([], at(40)) is times


def test_who_rested_when_all_were_stopped_rests_on_when_all_go_on():
    def event(kind, minute, cause=Cause.OUTAGE, seconds=0):
        return TimeEvent(kind=kind, at=at(minute), cause=cause, seconds=seconds)

    rested = [
        event(TimeKind.PAUSED, 10, Cause.BREAK, 600),
        event(TimeKind.RESUMED, 12),
        event(TimeKind.PAUSED, 12),
    ]
    timeline = Timeline(started_at=NINE, minutes=90, events=rested)
    on = event(TimeKind.RESUMED, 40)

    assert timeline.going_on(on) == (on, event(TimeKind.PAUSED, 40, Cause.BREAK, 480))
    assert Timeline(started_at=NINE, minutes=90, events=rested[2:]).going_on(on) == (on,)
    assert Timeline(started_at=NINE, minutes=90).going_on(on) == ()
