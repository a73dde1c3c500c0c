"""The invigilator's form for the time of candidates, and what the candidate's page hears of it."""

import re

import pytest

from tests.support.exam_room import entry, saves, state_of

DOES = {"change": "pause", "cause": "outage", "reason": "停电", "minutes": "", "everybody": "y"}


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


@pytest.fixture
def does(exam_room, invigilator):
    def do(**wish):
        return invigilator.post(f"/sittings/{exam_room.sitting_id}/time", DOES | wish)

    return do


def pulse(person, attempt):
    return person.get(f"/api/attempts/{attempt}/pulse")


def test_the_page_hears_that_its_clock_stands_and_the_paper_is_not_shown(
    exam_room, candidate, attempt, does, invigilator
):
    assert pulse(candidate, attempt).json["state"] == "in_progress"
    done = does()
    assert (done.status_code, done.location) == (302, f"/sittings/{exam_room.sitting_id}/desk")
    assert "计时暂停" in invigilator.get(done.location).text

    heard = pulse(candidate, attempt).json
    assert (heard["state"], heard["remaining_ms"], heard["is_break"]) == ("paused", 90 * 60_000, False)
    assert heard.keys() - {"announcement"} < state_of(candidate, attempt).keys()
    page = candidate.get(f"/attempts/{attempt}").text
    assert "计时已暂停" in page
    assert 'id="paper"' not in page

    does(change="resume")
    assert 'id="paper"' in candidate.get(f"/attempts/{attempt}").text


def test_a_clock_that_was_stopped_stands_whatever_is_in_the_field_for_minutes(candidate, attempt, does, the_clock):
    does(minutes="10")
    assert pulse(candidate, attempt).json["is_break"] is False
    assert candidate.post(f"/api/attempts/{attempt}/breaks/end", json={}).json["code"] == "paused"
    the_clock.moves_on(minutes=11)

    assert (pulse(candidate, attempt).json["state"], state_of(candidate, attempt)["remaining_ms"]) == (
        "paused",
        90 * 60_000,
    )


def test_only_those_who_are_chosen_are_concerned(exam_room, candidate, other_candidate, does):
    exam_room.holds(candidate, other_candidate)
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}

    does(everybody="", entry=str(exam_room.entries[candidate.id]))

    assert [pulse(*paper[::1]).json["state"] for paper in papers.items()] == ["paused", "in_progress"]


def test_minutes_that_are_given_are_on_every_surface(candidate, attempt, does):
    does(change="give", minutes="12")

    due = state_of(candidate, attempt)
    assert due["remaining_ms"] == pulse(candidate, attempt).json["remaining_ms"] == 102 * 60_000
    assert f'"deadline":"{due["deadline"]}"' in candidate.get(f"/attempts/{attempt}").text
    assert saves(candidate, attempt, entry(1)).json["remaining_ms"] == 102 * 60_000


@pytest.mark.parametrize(
    ("wish", "status", "words"),
    [
        pytest.param({"reason": ""}, 422, "理由", id="without a reason"),
        pytest.param({"change": "explode"}, 422, "操作", id="something else"),
        pytest.param({"change": "give"}, 409, "请填写1至240分钟", id="no minutes"),
        pytest.param({"change": "give", "minutes": "241"}, 422, "补时分钟数", id="too many minutes"),
        pytest.param({"change": "resume"}, 409, "均不适用", id="it goes already"),
        pytest.param({"everybody": ""}, 409, "均不适用", id="nobody chosen"),
        pytest.param({"everybody": "", "entry": "x" * 36}, 409, "均不适用", id="nobody who is here"),
        pytest.param({"deadline": "2030-01-01"}, 400, "", id="what nobody asked for"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(candidate, attempt, does, wish, status, words):
    answer = does(**wish)

    assert answer.status_code == status
    assert words in re.sub(r"<[^>]+>", " ", answer.text)
    assert state_of(candidate, attempt)["state"] == "in_progress"


def test_a22_candidates_change_nobodys_time(exam_room, candidate, other_candidate, attempt):
    assert candidate.post(f"/sittings/{exam_room.sitting_id}/time", DOES).status_code in {403, 404}
    for wish in ("breaks", "breaks/end"):
        assert other_candidate.post(f"/api/attempts/{attempt}/{wish}", json={}).status_code == 404
        assert candidate.post(f"/api/attempts/{attempt}/{wish}", json={"minutes": 5}).status_code == 400
    assert candidate.post(f"/api/attempts/{attempt}/breaks", json={}).json["code"] == "no_break_left"
    assert pulse(other_candidate, attempt).status_code == 404
    assert state_of(candidate, attempt)["state"] == "in_progress"


def test_the_pulse_asks_who_is_there(exam_room, candidate, attempt, visitor):
    assert pulse(visitor, attempt).json["code"] == "sign_in"
    candidate.post("/sign-out", {})
    assert pulse(candidate, attempt).json["code"] == "sign_in"
