"""Where clocks stood, whoever has not started may still come: every page says so, and nothing happens without them."""

from itertools import pairwise

import pytest

from kernel.actor import Role
from storage.transaction import transaction
from tests.support.exam_room import admit, enter, entry, entry_of, hands_in, plan_sitting, saves, state_of
from tests.support.people import Somebody

DOES = {"change": "pause", "cause": "outage", "reason": "停电", "minutes": "", "everybody": "y"}


@pytest.fixture
def does(exam_room, invigilator):
    def do(**wish):
        assert invigilator.post(f"/sittings/{exam_room.sitting_id}/time", DOES | wish).status_code == 302

    return do


@pytest.fixture
def lobby(exam_room, candidate, other_candidate, does, the_clock):
    """One has handed in; all stood for half an hour, and the other one has not started 40 minutes after the start."""
    exam_room.holds(candidate, other_candidate)
    paper = exam_room.starts(candidate)
    assert saves(candidate, paper, entry(1)).status_code == 200
    assert hands_in(candidate, paper).status_code == 200
    does()
    the_clock.moves_on(minutes=30)
    does(change="resume")
    the_clock.moves_on(minutes=10)
    return f"/entries/{exam_room.entries[other_candidate.id]}"


def test_no_result_comes_out_before(exam_room, lobby, in_room, the_clock):
    from grading.queries.results import progress

    def still_to_come():
        return in_room(lambda: progress(exam_room.sitting_id, the_clock.now).still_to_come)

    assert still_to_come() == 1
    the_clock.moves_on(minutes=21)
    assert still_to_come() == 0


def test_their_pages_lead_to_the_examination(lobby, other_candidate):
    exams = other_candidate.get("/exams?lang=en").text

    assert "You were not there" not in exams
    assert lobby in exams
    assert "Go to the examination" in exams
    assert "13:00" in other_candidate.get(f"{lobby}?lang=en").text
    assert lobby in other_candidate.get("/").text


def test_the_lobby_shows_the_new_moments_by_itself(exam_room, candidate, does, the_clock):
    exam_room.holds(candidate)
    seen = []

    def looks():
        the_clock.moves_on(minutes=1)
        seen.append(candidate.get(f"/api/entries/{exam_room.entries[candidate.id]}/lobby").json["edition"])

    looks()
    does()
    for _ in range(2):
        looks()
    does(change="resume")
    for _ in range(2):
        looks()

    assert [before == after for before, after in pairwise(seen)] == [False, True, False, True]
    assert seen[0] != seen[-1]


def test_their_entry_is_one_that_they_can_still_use(lobby, in_room, other_candidate, the_clock):
    from exam.queries.entries import unused_entries

    examined = ("csm-national", 3, "theory")
    assert len(in_room(lambda: unused_entries(other_candidate.id, examined, the_clock.now))) == 1
    the_clock.moves_on(minutes=21)
    assert in_room(lambda: unused_entries(other_candidate.id, examined, the_clock.now)) == []


def test_who_watches_can_be_relieved_as_long_as_somebody_writes(app, exam_room, candidate, registrar, does, the_clock):
    held = f"/sittings/{exam_room.holds(candidate)}"
    does()
    the_clock.moves_on(minutes=100)
    does(change="resume")
    exam_room.starts(candidate)
    the_clock.moves_on(minutes=35)
    relief = Somebody(app, "接班", Role.INVIGILATOR)

    assert registrar.post(f"{held}/invigilators", {"person": str(relief.id), "room": ""}).status_code == 302
    assert "under way" in relief.get(f"{held}/desk?lang=en").text


def test_where_nobody_lets_the_clocks_go_on_a_registrar_can_take_them_out(
    exam_room, candidate, other_candidate, registrar, does, in_room, the_clock
):
    exam_room.holds(candidate, other_candidate)
    exam_room.starts(candidate)
    does()
    the_clock.moves_on(hours=3)

    registrar.post(f"/desk/entries/{exam_room.entries[other_candidate.id]}/withdrawal", {"reason": "停电，改期"})

    assert entry_of(in_room, exam_room.sitting_id, other_candidate) is None


def test_who_gets_a_seat_where_all_stand_starts_with_a_clock_that_stands(
    app, exam_room, candidate, other_candidate, does, the_clock
):
    from exam.services.preparing import prepare_forms

    with app.app_context(), transaction():
        for person in (candidate, other_candidate):
            admit(person.id, the_clock.now)
        sitting = exam_room.sitting_id = plan_sitting(the_clock.now)
        first = enter(sitting, [candidate.id], the_clock.now)
    does()
    with app.app_context(), transaction():
        later = enter(sitting, [other_candidate.id], the_clock.now)
        prepare_forms(sitting, now=the_clock.now)
    exam_room.entries = dict(zip((candidate.id, other_candidate.id), (*first, *later), strict=True))
    the_clock.moves_on(hours=3)

    assert {state_of(person, exam_room.starts(person))["state"] for person in (candidate, other_candidate)} == {
        "paused"
    }
