"""Where a sitting is, at every boundary and whatever zone the machine lives in."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.entry import EntryWindow
from exam.domain.sitting import Phase, SittingState, Times, may_start
from exam.domain.timeline import Timeline

DOOR = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
"""In the hours around it the clocks of St. John's are set back."""
OFFS = [timedelta(milliseconds=1), timedelta(seconds=1), timedelta(minutes=1)]
MACHINES = ["UTC", "Asia/Shanghai", "America/St_Johns"]


@pytest.fixture(params=MACHINES)
def machine(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def times(start=30, latest=25, minutes=90):
    starts_at = DOOR + timedelta(minutes=start)
    last = starts_at + timedelta(minutes=latest)
    return Times(
        door_opens_at=DOOR, starts_at=starts_at, latest_start_at=last, ends_at=last + timedelta(minutes=minutes)
    )


def oracle(now, of):
    """Counts the boundaries that have passed; only the latest start is itself still in time."""
    passed = (of.door_opens_at <= now) + (of.starts_at <= now) + (of.latest_start_at < now)
    return Phase.OVER if passed == 3 and of.ends_at <= now else list(Phase)[passed]


def test_r06_the_phase_at_every_boundary_is_the_oracles(machine):
    of = times()
    for boundary in (of.door_opens_at, of.starts_at, of.latest_start_at, of.ends_at):
        for off in (timedelta(), *OFFS, *(-each for each in OFFS)):
            assert of.phase(boundary + off) is oracle(boundary + off, of), (machine, boundary, off)


@given(st.integers(0, 90), st.integers(0, 60), st.integers(1, 300), st.lists(st.integers(-10_000, 40_000), min_size=2))
def test_r06_a_sitting_never_goes_back_to_an_earlier_phase(start, latest, minutes, seconds):
    of = times(start, latest, minutes)
    moments = sorted(DOOR + timedelta(seconds=each) for each in seconds)
    phases = [of.phase(now) for now in moments]

    assert phases == [oracle(now, of) for now in moments]
    assert phases == sorted(phases, key=list(Phase).index)


def test_r06_the_clock_starts_only_between_the_start_and_the_latest_start(machine):
    of = times()
    for boundary, inside in ((of.starts_at, 1), (of.latest_start_at, -1)):
        for off in (timedelta(), *OFFS):
            for sign in (1, -1):
                verdict = may_start(
                    state=SittingState.OPEN, times=of, has_entered=True, has_form=True, now=boundary + sign * off
                )
                assert bool(verdict) is (not off or sign == inside)


def test_the_deadline_does_not_depend_on_the_zone_of_the_machine(machine):
    """Written down and read back through the machine's own clock, over the hour that comes twice."""
    for hour in range(8):
        started = DOOR + timedelta(hours=hour, minutes=1)
        told = datetime.fromtimestamp(started.timestamp()).astimezone()
        deadline = Timeline(started_at=told, minutes=90, closes_at=told + timedelta(minutes=100)).timing.deadline

        assert deadline.timestamp() == started.timestamp() + 90 * 60
        assert deadline.astimezone(UTC) == started + timedelta(minutes=90)


def test_the_window_of_entries_is_the_same_on_every_machine(machine):
    local = DOOR.astimezone()
    window = EntryWindow(opens_at=local, closes_at=local + timedelta(hours=1), withdraw_until=local)

    refused = [window.refusal(DOOR + timedelta(minutes=minutes)) for minutes in (-1, 0, 59, 60)]
    assert [refusal and refusal.code for refusal in refused] == ["entries_not_open", None, None, "entries_closed"]
