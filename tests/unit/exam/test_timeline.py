"""The deadline that the recorded events come to, against an oracle that counts what is used up."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.attempt import AttemptState
from exam.domain.timeline import Cause, TimeEvent, TimeKind, Timeline
from exam.domain.timing import NETWORK_GRACE, state_at

HISTORIES = 10_000
GRACE = int(NETWORK_GRACE.total_seconds())
ZONES = ["UTC", "Asia/Shanghai", "America/St_Johns", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]
CHANGES_OF_CLOCKS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 3, 8, 5, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 4, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC),
]  # fmt: skip
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Told:
    """A history as somebody tells it: whole seconds since the start, each in any zone."""

    def __init__(self, chance: Random) -> None:
        self.started = int(chance.choice(CHANGES_OF_CLOCKS).timestamp()) + chance.randint(-7200, 7200)
        self.limit = 60 * chance.randint(1, 180)
        self.extra = chance.choice([0, 0, 60 * chance.randint(1, 90)])
        self.closes = chance.choice([None, None, chance.randint(0, 2 * self.limit)])
        self.events: list[tuple[int, TimeKind, Cause, int]] = []
        left, at, paused = min(self.limit, self.limit if self.closes is None else self.closes) + self.extra, 0, None
        for _ in range(chance.randint(0, 7)):
            if paused is not None:
                most = paused or 3 * 3600
                at += chance.randint(0, most)
                if paused and chance.random() < 0.3:
                    at += paused
                kind = chance.choice([TimeKind.RESUMED, TimeKind.RESUMED, TimeKind.GIVEN])
                if kind is TimeKind.RESUMED or paused:
                    self.events.append((at, TimeKind.RESUMED, Cause.INVIGILATOR, 0))
                    left -= max(at - self.events[-2][0] - paused, 0) if paused else 0
                    paused = None
                    if left <= 0:
                        return
                else:
                    given = 60 * chance.randint(1, 30)
                    left += given
                    self.events.append((at, kind, Cause.OUTAGE, given))
                continue
            if left <= 1:
                return
            went = chance.randint(0, left - 1)
            at, left = at + went, left - went
            if chance.random() < 0.4:
                given = 60 * chance.randint(1, 30)
                left += given
                self.events.append((at, TimeKind.GIVEN, Cause.INVIGILATOR, given))
            else:
                paused = chance.choice([0, 0, 60 * chance.randint(1, 20)])
                cause = Cause.BREAK if paused else chance.choice([Cause.INVIGILATOR, Cause.OUTAGE])
                self.events.append((at, TimeKind.PAUSED, cause, paused))

    def timeline(self, chance: Random) -> Timeline:
        def moment(seconds: int) -> datetime:
            return datetime.fromtimestamp(self.started + seconds, ZoneInfo(chance.choice(ZONES))).astimezone(UTC)

        return Timeline(
            started_at=moment(0),
            minutes=self.limit // 60,
            extra_minutes=self.extra // 60,
            closes_at=None if self.closes is None else moment(self.closes),
            events=[TimeEvent(kind=k, at=moment(at), cause=c, seconds=s) for at, k, c, s in self.events],
        )

    def uses_up(self) -> tuple[int | None, list[tuple[int, int]]]:
        """The oracle: when the last second is used up, None if the clock stands; and when it stood."""
        budget = min(self.limit, self.limit if self.closes is None else self.closes) + self.extra
        stood, begun = [], None
        for at, kind, _cause, seconds in self.events:
            if begun is not None and begun[1] and at >= sum(begun):
                stood.append((begun[0], sum(begun)))
                begun = None
            if kind is TimeKind.GIVEN:
                budget += seconds
            elif kind is TimeKind.PAUSED:
                begun = (at, seconds)
            elif begun is not None:
                stood.append((begun[0], at))
                begun = None
        if begun is not None:
            if not begun[1]:
                return None, [*stood, (begun[0], 10**9)]
            stood.append((begun[0], sum(begun)))
        horizon = budget + sum(end - since for since, end in stood) + 1
        goes = np.ones(horizon, dtype=bool)
        for since, end in stood:
            goes[since:end] = False
        used = np.flatnonzero(goes)
        over = 0 if budget == 0 else int(used[budget - 1]) + 1
        return over, stood


def stands(stood: list[tuple[int, int]], at: int) -> bool:
    return any(since <= at < end for since, end in stood)


def test_r01_r02_r05_the_deadline_agrees_with_an_oracle_that_counts_every_second():
    chance = Random(20260302)
    seen = {"paused": 0, "over": 0, "breaks": 0, "capped": 0}
    for _ in range(HISTORIES):
        told = Told(chance)
        timeline = told.timeline(chance)
        timing = timeline.timing
        over, stood = told.uses_up()
        if over is None:
            seen["paused"] += 1
            far = timing.paused_at + timedelta(days=300)
            assert timing.is_paused(far)
            assert not timing.is_over(far)
            assert not timing.accepts_answers(far)
            assert timing.remaining(far) == timing.remaining(timing.paused_at)
            continue
        seen["over"] += 1
        seen["breaks"] += any(cause is Cause.BREAK for _, _, cause, _ in told.events)
        seen["capped"] += told.closes is not None and told.closes < told.limit
        assert int(timing.deadline.timestamp()) - told.started == over, told.events
        for off in range(-5, 6):
            at = over + off
            now = datetime.fromtimestamp(told.started + at, UTC)
            if not told.events or at >= told.events[-1][0]:
                assert timing.is_over(now) == (at >= over)
                assert timing.accepts_answers(now + NETWORK_GRACE) == (off <= 0)
                assert timing.accepts_answers(now) == (not stands(stood, at))
                expected = AttemptState.TIMED_OUT if at >= over else None
                shown = state_at(AttemptState.IN_PROGRESS, timing, now)
                assert shown is (expected or (AttemptState.PAUSED if stands(stood, at) else AttemptState.IN_PROGRESS))
    assert min(seen.values()) > HISTORIES // 100, seen


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def paused(minutes: float, *, rest: int = 0) -> TimeEvent:
    cause = Cause.BREAK if rest else Cause.INVIGILATOR
    return TimeEvent(kind=TimeKind.PAUSED, at=at(minutes), cause=cause, seconds=60 * rest)


def resumed(minutes: float) -> TimeEvent:
    return TimeEvent(kind=TimeKind.RESUMED, at=at(minutes), cause=Cause.INVIGILATOR)


def ninety(*events: TimeEvent, **others) -> Timeline:
    return Timeline(started_at=NINE, minutes=90, events=events, **others)


@pytest.mark.parametrize(
    ("timeline", "minutes"),
    [
        pytest.param(ninety(), 90, id="nothing happened"),
        pytest.param(ninety(extra_minutes=30), 120, id="extra minutes come on top"),
        pytest.param(ninety(closes_at=at(60)), 60, id="the window closes first"),
        pytest.param(ninety(closes_at=at(60), extra_minutes=23), 83, id="extra minutes also after the window"),
        pytest.param(ninety(closes_at=at(200)), 90, id="the window closes later"),
        pytest.param(ninety(closes_at=at(-5)), 0, id="the window was closed"),
        pytest.param(ninety(paused(10), resumed(40)), 120, id="the clock stood for half an hour"),
        pytest.param(ninety(paused(10), resumed(40), closes_at=at(60)), 90, id="a pause also after the window"),
        pytest.param(ninety(paused(10, rest=15), resumed(15)), 95, id="a break that ended early"),
        pytest.param(ninety(paused(10, rest=15)), 105, id="a break that ends by itself"),
        pytest.param(ninety(paused(10, rest=15), resumed(70)), 105, id="an end noted long after a break"),
        pytest.param(ninety(paused(10, rest=15), paused(20), resumed(30)), 110, id="paused out of a break"),
        pytest.param(ninety(paused(10), resumed(5)), 90, id="the server's clock was set back meanwhile"),
        pytest.param(
            ninety(TimeEvent(kind=TimeKind.GIVEN, at=at(20), cause=Cause.OUTAGE, seconds=420)), 97, id="time given"
        ),
    ],
)
def test_what_happened_moves_the_deadline(timeline, minutes):
    assert timeline.timing.deadline == at(minutes)


def test_r05_the_time_left_does_not_move_while_the_clock_stands():
    timing = ninety(paused(76 + 53 / 60)).timing

    assert timing.remaining(at(80)) == timing.remaining(at(80) + timedelta(hours=2)) == timedelta(minutes=13, seconds=7)
    assert ninety(paused(76 + 53 / 60), resumed(196)).timing.remaining(at(196)) == timedelta(minutes=13, seconds=7)


def test_a_break_ends_by_itself_and_the_clock_goes_on():
    timing = ninety(paused(10, rest=15)).timing

    assert [timing.is_paused(at(minutes)) for minutes in (10, 24.9, 25)] == [True, True, False]
    assert timing.remaining(at(12)) == timedelta(minutes=80) == timing.remaining(at(25))
    assert state_at(AttemptState.PAUSED, timing, at(26)) is AttemptState.IN_PROGRESS
    assert state_at(AttemptState.PAUSED, timing, at(105)) is AttemptState.TIMED_OUT


@pytest.mark.parametrize(
    ("events", "cause"),
    [
        ((), None),
        ((paused(10, rest=15),), Cause.BREAK),
        ((paused(10, rest=15), resumed(14)), None),
        ((paused(10, rest=15), TimeEvent(kind=TimeKind.GIVEN, at=at(12), cause=Cause.OUTAGE, seconds=60)), Cause.BREAK),
        ((paused(10, rest=15), resumed(14), paused(14)), Cause.INVIGILATOR),
        ((TimeEvent(kind=TimeKind.PAUSED, at=at(10), cause=Cause.INVIGILATOR, seconds=600),), Cause.INVIGILATOR),
    ],
)
def test_why_the_clock_stands_is_what_stopped_it_last(events, cause):
    assert ninety(*events).stands_for is cause


def test_breaks_that_were_used_are_counted_to_the_second():
    timeline = ninety(paused(10, rest=15), resumed(14), paused(20), resumed(30), paused(50, rest=11))

    assert timeline.rested(at(52)) == timedelta(minutes=6)
    assert timeline.rested(at(80)) == timedelta(minutes=15)


@given(st.integers(-26, 26), st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- hypothesis adds the zone
def test_r15_the_zone_in_which_a_moment_is_told_does_not_matter(half_hours, started_at):
    from datetime import timezone

    there = timezone(timedelta(hours=half_hours / 2))
    here = Timeline(started_at=started_at, minutes=90, events=[paused(0), resumed(5)])

    assert (
        Timeline(
            started_at=started_at.astimezone(there),
            minutes=90,
            events=[
                TimeEvent(kind=event.kind, at=event.at.astimezone(there), cause=event.cause) for event in here.events
            ],
        ).timing.deadline
        == here.timing.deadline
    )
