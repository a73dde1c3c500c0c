"""Whoever is assigned to one room of a sitting sees and does at the desk what concerns that room, and nothing else."""

from uuid import UUID

import pytest

from exam.domain.desk import code_of
from tests.support.exam_room import state_of
from tests.support.formulas import cells_of

DOES = {"change": "note", "cause": "invigilator", "reason": "巡视", "minutes": "", "everybody": "", "room": ""}
SAYS = {"kind": "technical", "text": "显示器坏", "happened_at": "", "follows": ""}


@pytest.fixture
def sitting(exam_room, registrar, invigilator, rooms, candidate, other_candidate):
    """One candidate in each of two rooms; the invigilator is assigned to the first."""
    held = f"/sittings/{exam_room.holds(candidate, other_candidate, room_ids=rooms, watched=False)}"
    sent = {"person": str(invigilator.id), "room": str(rooms[0])}
    assert registrar.post(f"{held}/invigilators", sent).status_code == 302
    return held


@pytest.fixture
def here(sitting, exam_room, candidate):
    return str(exam_room.entries[candidate.id])


@pytest.fixture
def there(sitting, exam_room, other_candidate):
    return str(exam_room.entries[other_candidate.id])


def lines(person, sitting):
    return [row["entry"] for row in person.get(f"/api{sitting}/desk").json["rows"]]


def test_the_desk_shows_the_room_and_the_registrar_sees_all(
    sitting, here, there, invigilator, registrar, candidate, other_candidate
):
    assert (lines(invigilator, sitting), lines(registrar, sitting)) == ([here], [here, there])
    page = invigilator.get(f"{sitting}/desk").text
    assert (candidate.name in page, other_candidate.name in page) == (True, False)
    assert "机房 201" in page
    assert "机房 202" not in page


def test_a23_what_belongs_to_the_other_room_is_not_found(sitting, here, there, invigilator):
    for page in (
        "/desk/entries/{}",
        "/desk/entries/{}/portrait",
        "/entries/{}/ticket.pdf",
        "/desk/entries/{}/answer-files",
    ):
        assert [invigilator.get(page.format(entry)).status_code for entry in (here, there)] == [200, 404], page


def test_whoever_is_needed_everywhere_sees_both_rooms(sitting, here, there, invigilator, registrar):
    registrar.post(f"{sitting}/invigilators", {"person": str(invigilator.id), "room": ""})

    assert lines(invigilator, sitting) == [here, there]
    assert invigilator.get(f"/desk/entries/{there}/portrait").status_code == 200


def test_everybody_is_everybody_in_the_room(sitting, exam_room, rooms, invigilator, candidate, other_candidate, there):
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}

    assert invigilator.post(f"{sitting}/time", DOES | {"change": "pause", "everybody": "y"}).status_code == 302

    assert [state_of(*one)["state"] for one in papers.items()] == ["paused", "in_progress"]
    for wish in ({"entry": there}, {"room": str(rooms[1])}):
        assert invigilator.post(f"{sitting}/time", DOES | {"change": "pause"} | wish).status_code == 409
    assert state_of(other_candidate, papers[other_candidate])["state"] == "in_progress"
    report = {"attempt": str(papers[other_candidate]), "number": "1", "text": "看不清"}
    assert invigilator.post(f"{sitting}/problems", report).status_code == 302
    assert "请填写题号" in invigilator.get(f"{sitting}/desk").text


def test_the_door_lets_in_those_of_the_room(sitting, here, there, invigilator, other_candidate):
    door = f"{sitting}/door"
    for words in (code_of(UUID(there)), "2", other_candidate.name):
        assert other_candidate.name not in found_at(invigilator, door, words)
    assert invigilator.post(door, {"entry": there}).status_code == 409
    assert invigilator.post(door, {"entry": here}).status_code == 302
    assert "已准予入场1/1人" in invigilator.get(door).text


def found_at(person, door, words):
    """The page without the words themselves, which it repeats."""
    page = person.get(door, query_string={"ticket": words}).text
    return page.replace(f'value="{words}"', "")


def test_the_log_tells_of_the_room_and_of_everybody(sitting, here, there, invigilator, registrar):
    for entry, text in ((here, "本室一人"), (there, "别室一人"), ("", "消防演习")):
        assert registrar.post(f"{sitting}/incidents", SAYS | {"entry": entry, "text": text}).status_code == 302
    pages = [invigilator.get(f"{sitting}/incidents{kind}") for kind in ("", ".csv", ".xlsx")]
    texts = [pages[0].text, pages[1].data.decode(), str(cells_of(pages[2].data))]

    assert [("本室一人" in text, "别室一人" in text, "消防演习" in text) for text in texts] == [(True, False, True)] * 3
    assert invigilator.post(f"{sitting}/incidents", SAYS | {"entry": there}).status_code == 422
    assert invigilator.post(f"{sitting}/incidents", SAYS | {"entry": "", "follows": "2"}).status_code == 409
    assert invigilator.post(f"{sitting}/incidents", SAYS | {"entry": here, "follows": "1"}).status_code == 302
    assert [row["incident"] for row in invigilator.get(f"/api{sitting}/desk").json["rows"]] == [None]


def test_announcements_to_one_room_are_heard_in_it_alone(
    sitting, exam_room, rooms, invigilator, registrar, candidate, other_candidate
):
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}
    for person, to, words in (
        (registrar, "", "全体"), (registrar, str(rooms[1]), "第二室"), (invigilator, "", "第一室"),
        (invigilator, str(rooms[1]), "还是第一室"),
    ):  # fmt: skip
        person.post(f"{sitting}/announcements", {"to": to, "zh": words, "en": ""})

    heard = {
        person: [one["zh"] for one in person.get(f"/api/attempts/{paper}/announcements").json["announcements"]]
        for person, paper in papers.items()
    }
    assert heard == {candidate: ["全体", "第一室", "还是第一室"], other_candidate: ["全体", "第二室"]}
    told = [len(person.get(f"/api{sitting}/desk").json["announcements"]) for person in (invigilator, registrar)]
    assert told == [3, 4]
