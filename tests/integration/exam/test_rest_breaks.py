"""Rest breaks: the clock stands for as long as was granted, and goes on by itself."""

from datetime import date, datetime, timedelta

import pytest

from storage.transaction import transaction
from tests.support.accommodations import is_granted
from tests.support.clocks import agrees, codes, minutes_left, row_of
from tests.support.exam_room import entry, hands_in, saves, state_of


@pytest.fixture
def rested(app, exam_room, candidate, the_clock):
    """The attempt of somebody who was granted a quarter of an hour of rest."""
    with app.app_context(), transaction():
        is_granted(candidate.id, the_clock.now, starts_on=date(2026, 3, 2), break_minutes=15)
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


def test_a_break_stops_the_clock_until_it_is_used_up(app, candidate, rested, rests, the_clock):
    from kernel.errors import Refused

    the_clock.moves_on(minutes=10)
    rests("take_break", candidate, rested)
    assert saves(candidate, rested, entry(1)).json["code"] == "paused"
    the_clock.moves_on(minutes=6)
    assert (state_of(candidate, rested)["state"], minutes_left(candidate, rested)) == ("paused", 80)
    rests("end_break", candidate, rested)
    the_clock.moves_on(minutes=1)
    assert minutes_left(candidate, rested) == 79

    rests("take_break", candidate, rested)
    the_clock.moves_on(minutes=9)
    assert (state_of(candidate, rested)["state"], minutes_left(candidate, rested)) == ("in_progress", 79)
    assert saves(candidate, rested, entry(1)).status_code == 200
    assert agrees(app, rested)
    with pytest.raises(Refused) as refused:
        rests("take_break", candidate, rested)
    assert codes(refused) == ["no_break_left"]
    assert row_of(app, rested)["state"] == "paused"


def test_a_break_that_is_used_up_is_written_down_by_whoever_comes_first(app, candidate, rested, rests, the_clock):
    from exam.services import handing_in, timekeeping

    rests("take_break", candidate, rested)
    the_clock.moves_on(minutes=15)
    with app.app_context(), transaction():
        timekeeping.end_breaks(now=the_clock.now)
    assert row_of(app, rested)["state"] == "in_progress"
    assert agrees(app, rested)
    the_clock.moves_on(minutes=92)
    with app.app_context(), transaction():
        assert handing_in.close_overdue(now=the_clock.now) == 1
    assert row_of(app, rested)["ended_at"] == the_clock.now - timedelta(minutes=2)


def test_r30_a_reader_after_a_break_and_the_end_sees_what_will_be_written(app, candidate, rested, rests, the_clock):
    from exam.queries.attempts import work

    rests("take_break", candidate, rested)
    due = datetime.fromisoformat(state_of(candidate, rested)["deadline"])
    the_clock.moves_on(hours=3)

    with app.app_context():
        seen = work(rested, the_clock.now)
    assert (seen.state, seen.ended_at, seen.is_final) == ("timed_out", due, True)
    assert hands_in(candidate, rested).json == {"receipt": f"/attempts/{rested}/receipt"}
    with app.app_context():
        assert work(rested, the_clock.now) == seen


def test_who_rests_can_be_stopped_and_keeps_the_rest_of_the_break(candidate, rested, rests, watch, the_clock):
    rests("take_break", candidate, rested)
    the_clock.moves_on(minutes=5)
    watch("pause", candidate)
    the_clock.moves_on(hours=1)
    watch("resume", candidate)
    rests("take_break", candidate, rested)
    the_clock.moves_on(minutes=10)

    assert (state_of(candidate, rested)["state"], minutes_left(candidate, rested)) == ("in_progress", 90)


def test_nobody_rests_without_a_grant_nor_goes_on_when_an_invigilator_has_stopped_them(
    exam_room, candidate, rests, watch
):
    from kernel.errors import Refused

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    with pytest.raises(Refused) as refused:
        rests("take_break", candidate, attempt)
    assert codes(refused) == ["no_break_left"]
    watch("pause", candidate)
    for wish in ("take_break", "end_break"):
        with pytest.raises(Refused) as refused:
            rests(wish, candidate, attempt)
        assert codes(refused) == ["paused"]
