"""All clocks of a room or a sitting are stopped: also those of people who start, or would go on, meanwhile."""

import pytest

from tests.support.clocks import agrees, minutes_left
from tests.support.exam_room import entry, hands_in, saves, state_of
from tests.support.people import Somebody

DOES = {"change": "pause", "cause": "outage", "reason": "停电", "minutes": "", "everybody": "y"}


@pytest.fixture
def does(exam_room, invigilator):
    def do(**wish):
        return invigilator.post(f"/sittings/{exam_room.sitting_id}/time", DOES | wish)

    return do


def test_who_starts_while_all_stand_starts_with_a_clock_that_stands(
    app, exam_room, candidate, other_candidate, does, the_clock
):
    exam_room.holds(candidate, other_candidate)
    running = exam_room.starts(candidate)
    the_clock.moves_on(minutes=5)
    assert does().status_code == 302
    the_clock.moves_on(minutes=3)

    late = exam_room.starts(other_candidate)

    assert [state_of(candidate, running)["state"], state_of(other_candidate, late)["state"]] == ["paused"] * 2
    assert saves(other_candidate, late, entry(1)).json["code"] == "paused"
    the_clock.moves_on(minutes=10)
    assert does(change="resume").status_code == 302
    assert (minutes_left(candidate, running), minutes_left(other_candidate, late)) == (85, 90)
    assert saves(other_candidate, late, entry(1)).status_code == 200
    assert agrees(app, running)
    assert agrees(app, late)


def test_who_has_not_started_starts_as_usual_once_all_go_on(exam_room, candidate, does):
    exam_room.holds(candidate)
    assert does().status_code == 302
    assert does().status_code == 409
    assert does(change="resume").status_code == 302
    assert does(change="resume").status_code == 409

    assert state_of(candidate, exam_room.starts(candidate))["state"] == "in_progress"


def test_one_room_stands_and_the_other_goes_on(app, exam_room, candidate, other_candidate, rooms, does, invigilator):
    exam_room.holds(candidate, other_candidate, room_ids=rooms)
    papers = {candidate: exam_room.starts(candidate)}
    assert "机房 202" in invigilator.get(f"/sittings/{exam_room.sitting_id}/desk").text

    assert does(everybody="", room=str(rooms[1])).status_code == 302

    papers[other_candidate] = exam_room.starts(other_candidate)
    assert [state_of(*one)["state"] for one in papers.items()] == ["in_progress", "paused"]
    assert does(everybody="", room=str(rooms[1]), change="resume").status_code == 302
    assert [state_of(*one)["state"] for one in papers.items()] == ["in_progress"] * 2
    assert does(everybody="", room="x").status_code == 409


def test_nobody_goes_on_alone_in_a_room_that_stands(app, exam_room, candidate, other_candidate, does, watch, rests):
    exam_room.holds(candidate, other_candidate)
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}
    assert watch("pause", candidate) == 1
    does()

    alone = does(everybody="", change="resume", entry=str(exam_room.entries[candidate.id]))

    assert alone.status_code == 409
    assert "整个考场的计时已暂停" in alone.text
    assert {state_of(*one)["state"] for one in papers.items()} == {"paused"}
    does(change="resume")
    assert [state_of(*one)["state"] for one in papers.items()] == ["paused", "in_progress"]
    assert watch("resume", candidate) == 1


def test_a_rest_break_does_not_end_in_a_room_that_stands(app, exam_room, in_room, candidate, does, rests, the_clock):
    from tests.support.accommodations import is_granted

    today = the_clock.now.date()
    in_room(lambda: is_granted(candidate.id, the_clock.now, starts_on=today, break_minutes=10))
    exam_room.holds(candidate)
    paper = exam_room.starts(candidate)
    rests("take_break", candidate, paper)
    the_clock.moves_on(minutes=2)
    does()
    the_clock.moves_on(minutes=30)

    assert state_of(candidate, paper)["state"] == "paused"
    assert candidate.post(f"/api/attempts/{paper}/breaks/end", json={}).json["code"] == "paused"
    does(change="resume")
    assert minutes_left(candidate, paper) == 90
    assert state_of(candidate, paper)["break_minutes"] == 8
    assert state_of(candidate, paper)["state"] == "paused", "they are away, and go on with their break"
    assert candidate.post(f"/api/attempts/{paper}/breaks/end", json={}).json["state"] == "in_progress"
    assert agrees(app, paper)


def test_letting_all_go_on_ends_no_break_where_nobody_was_stopped(
    exam_room, in_room, candidate, other_candidate, does, rests, the_clock
):
    from tests.support.accommodations import is_granted

    today = the_clock.now.date()
    in_room(lambda: is_granted(candidate.id, the_clock.now, starts_on=today, break_minutes=10))
    exam_room.holds(candidate, other_candidate)
    paper = exam_room.starts(candidate)
    rests("take_break", candidate, paper)

    assert does(change="resume").status_code == 409
    assert state_of(candidate, paper)["state"] == "paused"


def test_who_was_stopped_twice_goes_on_when_both_are_over(
    app, exam_room, candidate, other_candidate, rooms, does, the_clock
):
    exam_room.holds(candidate, other_candidate, room_ids=rooms)
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}
    flooded = {"everybody": "", "room": str(rooms[0])}

    def states():
        return [state_of(*one)["state"] for one in papers.items()]

    assert [does(**flooded).status_code, does().status_code, states()] == [302, 302, ["paused", "paused"]]
    the_clock.moves_on(minutes=5)
    assert [does(change="resume").status_code, states()] == [302, ["paused", "in_progress"]]
    refused = does(change="resume")
    assert (refused.status_code, "let them go on as they were stopped" in refused.text or "暂停" in refused.text) == (
        409,
        True,
    )
    the_clock.moves_on(minutes=5)
    assert [does(**flooded, change="resume").status_code, states()] == [302, ["in_progress"] * 2]
    assert [minutes_left(*one) for one in papers.items()] == [90, 85]
    assert all(agrees(app, paper) for paper in papers.values())


def test_nobody_is_too_late_or_absent_for_a_start_at_which_all_stood(
    app, exam_room, candidate, other_candidate, does, the_clock
):
    from exam.services.sweeping import sweep
    from storage.transaction import transaction

    def sweeps():
        with app.app_context(), transaction():
            sweep(now=the_clock.now)
        return "You were not there" in other_candidate.get("/notices?lang=en").text

    exam_room.holds(candidate, other_candidate)
    exam_room.starts(candidate)
    does()
    the_clock.moves_on(minutes=40)
    assert not sweeps()
    paused = exam_room.starts(other_candidate)
    assert state_of(other_candidate, paused)["state"] == "paused"


def test_after_a_stop_the_last_start_is_as_much_later(app, exam_room, candidate, other_candidate, does, the_clock):
    exam_room.holds(candidate, other_candidate)
    exam_room.starts(candidate)
    does()
    the_clock.moves_on(minutes=40)
    does(change="resume")
    the_clock.moves_on(minutes=20)

    lobby = f"/entries/{exam_room.entries[other_candidate.id]}"
    assert other_candidate.get(f"/api{lobby}/lobby").json["remaining_ms"] > 0
    exam_room.starts(other_candidate)


def test_nobody_leaves_as_long_as_others_may_still_come(exam_room, candidate, other_candidate, does, the_clock):
    exam_room.holds(candidate, other_candidate, hand_in_after=30)
    paper = exam_room.starts(candidate)
    the_clock.moves_on(minutes=5)
    does()
    the_clock.moves_on(minutes=40)
    does(change="resume")
    the_clock.moves_on(minutes=24)

    assert (hands_in(candidate, paper).status_code, hands_in(candidate, paper, entry(1)).status_code) == (409, 409)
    assert "13:10" in other_candidate.get(f"/entries/{exam_room.entries[other_candidate.id]}").text
    the_clock.moves_on(minutes=1)
    assert hands_in(candidate, paper).status_code == 200


def test_who_starts_after_a_stop_has_as_long_as_who_was_there_before(
    app, exam_room, candidate, other_candidate, does, the_clock
):
    from schemes.domain.scheme import Window

    exam_room.holds(candidate, other_candidate, window=Window.CAPS_END)
    papers = {candidate: exam_room.starts(candidate)}
    does()
    the_clock.moves_on(minutes=20)
    does(change="resume")
    papers[other_candidate] = exam_room.starts(other_candidate)
    does()
    the_clock.moves_on(minutes=5)
    does(change="resume")
    the_clock.moves_on(minutes=1)

    assert [minutes_left(*one) for one in papers.items()] == [89, 89]
    assert all(agrees(app, paper) for paper in papers.values())


def test_starting_and_stopping_at_the_same_moment_leaves_nobody_running(app, exam_room, candidate, in_room, the_clock):
    """However the two meet, the clock of who starts stands: it was stopped before, or is stopped now."""
    from exam.models.attempts import Attempt
    from exam.queries.starts import entry_to_start
    from exam.services.starting import start
    from exam.services.timekeeping import Whole
    from kernel.actor import PLATFORM, Role
    from storage.database import db
    from storage.transaction import transaction
    from tests.support.at_once import at_once

    people = [Somebody(app, f"候选{number}", Role.CANDIDATE, sign_in=False) for number in range(6)]
    exam_room.holds(*people)

    def act(number):
        from exam.domain.timeline import Cause, TimeChange
        from exam.queries.sittings import sitting_row
        from exam.services.timekeeping import change_time

        with app.app_context(), transaction():
            if number:
                start(entry_to_start(exam_room.entries[people[number - 1].id]), now=the_clock.now)
                return True
            sitting = sitting_row(exam_room.sitting_id)
            change_time(
                sitting,
                [one.id for one in sitting.seated],
                TimeChange.PAUSE,
                cause=Cause.OUTAGE,
                reason="停电",
                whole=Whole(),
                actor=PLATFORM,
                now=the_clock.now,
            )
            return True

    assert all(at_once(act, 7))
    with app.app_context():
        assert {attempt.state for attempt in db.session.query(Attempt)} == {"paused"}
