"""The clock of a rehearsal: as fast as it is told, ahead where it is told, and never back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exam.domain.rehearsal import Anchor, ShiftedClock

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SECONDS = st.floats(-5_000, 20_000).map(lambda seconds: timedelta(seconds=seconds))
SPEEDS = st.floats(1, 500)
CHANGES = st.lists(st.tuples(SECONDS, st.none() | SECONDS, SPEEDS), max_size=6)


@given(first=SPEEDS, changes=CHANGES, asked=st.lists(SECONDS, min_size=2))
def test_it_never_goes_back_whatever_it_is_told(first, changes, asked):
    clock = ShiftedClock((Anchor(at=NOON, shown=NOON + timedelta(days=40), speed=first),))
    for at, to, speed in changes:
        ahead = None if to is None else NOON + timedelta(days=40) + to
        clock = ShiftedClock((*clock.anchors, clock.set_anew(NOON + at, to=ahead, speed=speed)))

    shown = [clock.shown_at(NOON + each) for each in sorted(asked)]

    assert shown == sorted(shown)
    assert clock.shown_at(clock.anchors[-1].at) == clock.anchors[-1].shown
    assert clock.shown_at(clock.anchors[-1].at + timedelta(hours=1)) >= clock.anchors[-1].shown + timedelta(hours=1)
    # Who knows the last anchor alone sees the same from there on.
    last = ShiftedClock(clock.anchors[-1:])
    assert [last.shown_at(NOON + each) for each in asked if NOON + each >= last.anchors[0].at] == [
        clock.shown_at(NOON + each) for each in asked if NOON + each >= last.anchors[0].at
    ]


def test_it_jumps_where_it_is_told_and_stands_until_it_begins():
    clock = ShiftedClock((Anchor(at=NOON, shown=NOON + timedelta(days=1), speed=60),))

    assert clock.shown_at(NOON - timedelta(hours=1)) == NOON + timedelta(days=1)
    assert clock.shown_at(NOON + timedelta(seconds=2)) == NOON + timedelta(days=1, minutes=2)
    ahead = clock.set_anew(NOON, to=NOON + timedelta(days=2), speed=1)
    assert ahead == Anchor(at=NOON, shown=NOON + timedelta(days=2), speed=1)
