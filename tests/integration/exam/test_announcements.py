"""Announcements: said to a sitting, heard by the papers with their next word, seen by the candidates one by one."""

import pytest

from tests.support.exam_room import plan_sitting


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


@pytest.fixture
def says(attempt, exam_room, invigilator):
    def say(zh="请安静", en="Quiet, please"):
        answer = invigilator.post(f"/sittings/{exam_room.sitting_id}/announcements", {"zh": zh, "en": en})
        assert answer.status_code == 302
        return invigilator.get(f"/api/sittings/{exam_room.sitting_id}/desk").json["announcements"]

    return say


def newest(person, attempt):
    return person.get(f"/api/attempts/{attempt}/pulse").json["announcement"]


def unseen(person, attempt):
    answer = person.get(f"/api/attempts/{attempt}/announcements")
    return [(one["zh"], one["en"]) for one in answer.json["announcements"]]


def test_the_paper_hears_it_and_the_desk_counts_who_has_seen_it(candidate, attempt, says):
    assert newest(candidate, attempt) == 0
    [said] = says()
    assert said["seen"] == 0
    assert newest(candidate, attempt) == said["number"]
    assert unseen(candidate, attempt) == [("请安静", "Quiet, please")]

    for _ in range(2):
        answer = candidate.post(f"/api/attempts/{attempt}/announcements", json={"number": said["number"]})
        assert answer.json == {"announcements": []}

    assert [one["seen"] for one in says("还有一事", "")] == [0, 1]
    assert unseen(candidate, attempt) == [("还有一事", "还有一事")]


@pytest.mark.parametrize("words", [{"zh": " ", "en": ""}, {"zh": "长" * 501}])
def test_nothing_and_too_much_are_not_said(candidate, attempt, says, words):
    assert says(**words) == []
    assert newest(candidate, attempt) == 0


def test_what_was_said_before_somebody_started_is_in_their_lobby_and_folded_on_their_paper(
    exam_room, candidate, other_candidate, invigilator, the_clock
):
    """Whoever waits at the door has to hear that the room starts late, and may look it up later."""
    exam_room.holds(candidate, other_candidate)
    lobby = f"/entries/{exam_room.entries[other_candidate.id]}"
    edition = other_candidate.get(f"/api{lobby}/lobby").json["edition"]
    the_clock.moves_on(minutes=1)
    invigilator.post(f"/sittings/{exam_room.sitting_id}/announcements", {"zh": "请安静", "en": ""})
    assert "请安静" in other_candidate.get(lobby).text
    assert other_candidate.get(f"/api{lobby}/lobby").json["edition"] != edition
    the_clock.moves_on(minutes=1)
    attempt = exam_room.starts(other_candidate)
    invigilator.post(f"/sittings/{exam_room.sitting_id}/announcements", {"zh": "还有一事", "en": ""})

    told = other_candidate.get(f"/api/attempts/{attempt}/announcements").json["announcements"]
    assert [(one["zh"], one["before_start"]) for one in told] == [("请安静", True), ("还有一事", False)]


def test_what_was_said_before_the_door_opened_is_over(exam_room, candidate, invigilator, the_clock):
    exam_room.holds(candidate)
    the_clock.moves_on(hours=-1)
    invigilator.post(f"/sittings/{exam_room.sitting_id}/announcements", {"zh": "试音", "en": ""})
    the_clock.moves_on(hours=1)

    assert unseen(candidate, exam_room.starts(candidate)) == []


def test_a22_nobody_announces_or_sees_for_others(app, exam_room, candidate, other_candidate, attempt, says, the_clock):
    from exam.queries.sittings import sitting_row
    from exam.services.announcing import announce
    from kernel.actor import PLATFORM
    from kernel.words import Words
    from storage.transaction import transaction

    [said] = says()
    here = f"/api/attempts/{attempt}/announcements"
    assert candidate.post(f"/sittings/{exam_room.sitting_id}/announcements", {"zh": "下课"}).status_code == 404
    assert other_candidate.get(here).status_code == 404
    assert other_candidate.post(here, json={"number": said["number"]}).status_code == 404
    with app.app_context(), transaction():
        elsewhere = announce(
            sitting_row(plan_sitting(the_clock.now)), Words("别处", ""), actor=PLATFORM, now=the_clock.now
        )
    assert candidate.post(here, json={"number": elsewhere}).status_code == 404
    for wrong in ({"number": 0}, {"number": "1"}, {"number": 1, "attempt_id": "x"}, {}):
        assert candidate.post(here, json=wrong).status_code == 400
    assert newest(candidate, attempt) == said["number"]
