"""Whoever finds another place because a room was taken, renamed or given up hears of it; nothing else changes."""

from datetime import timedelta

import pytest

from tests.support.exam_room import admit, enter, plan_sitting

IN_TWO_DAYS = timedelta(days=2)
FACTS = {"name": "机房 201", "address": "", "seats": "1", "changeover_minutes": "30"}


@pytest.fixture
def sitting(in_room, invigilator, candidate, the_clock):
    def planned():
        admit(candidate.id, the_clock.now)
        made = plan_sitting(the_clock.now, starts_in=IN_TWO_DAYS)
        enter(made, [candidate.id], the_clock.now)
        return made

    return in_room(planned)


def told(*people):
    return ["机房 201" in person.get("/notices").text for person in people]


def test_who_has_entered_and_who_watches_hear_of_the_first_room_and_of_its_new_name(
    registrar, candidate, invigilator, sitting, rooms
):
    assert registrar.post(f"/sittings/{sitting}/rooms", {"rooms": [str(rooms[0])]}).status_code == 302
    assert told(candidate, invigilator) == [True, True]

    renamed = registrar.post(f"/rooms/{rooms[0]}", FACTS | {"name": "报告厅"})
    assert renamed.status_code == 302
    assert all("报告厅" in person.get("/notices").text for person in (candidate, invigilator))
    assert "报告厅" in registrar.get("/sittings").text


def test_what_does_not_concern_the_place_is_not_told(registrar, candidate, sitting, rooms):
    registrar.post(f"/sittings/{sitting}/rooms", {"rooms": [str(rooms[0])]})
    before = candidate.get("/notices").text.count("地点有变")

    assert registrar.post(f"/rooms/{rooms[0]}", FACTS | {"changeover_minutes": "45"}).status_code == 302
    assert registrar.post(f"/sittings/{sitting}/rooms", {"rooms": [str(rooms[1])]}).status_code == 302
    assert candidate.get("/notices").text.count("地点有变") == before == 1


def test_a_sitting_that_has_fewer_seats_than_its_rooms_keeps_as_many_fewer(in_room, registrar, rooms, sitting):
    from exam.queries.sittings import sitting_row
    from exam.services.planning import change_capacity
    from kernel import clock
    from kernel.actor import PLATFORM

    registrar.post(f"/rooms/{rooms[0]}", FACTS | {"seats": "5"})
    registrar.post(f"/sittings/{sitting}/rooms", {"rooms": [str(rooms[0])]})
    in_room(lambda: change_capacity(sitting_row(sitting), 3, actor=PLATFORM, now=clock.now()))

    registrar.post(f"/sittings/{sitting}/rooms", {"rooms": [str(rooms[1])]})
    assert in_room(lambda: sitting_row(sitting).capacity) == 4


def test_a_sitting_whose_door_would_be_open_is_not_planned_with_a_room(registrar, rooms):
    form = {
        "component": "csm-national|3|theory", "rooms": [str(rooms[0])], "place": "", "starts_at": "2026-03-02T09:20",
        "capacity": "25",
    }  # fmt: skip
    refused = registrar.post("/sittings?lang=en", form)

    assert (refused.status_code, "The door would be open already" in refused.text) == (422, True)
    assert "机房 201" not in registrar.get("/sittings").text


def test_closing_a_room_twice_leaves_it_closed(registrar, rooms):
    for _ in range(2):
        registrar.post(f"/rooms/{rooms[0]}/closing", {"closed": "y"})
    assert "已停用" in registrar.get("/rooms").text
    registrar.post(f"/rooms/{rooms[0]}/closing", {"closed": ""})
    assert "已停用" not in registrar.get("/rooms").text


def test_what_is_said_to_a_room_that_is_none_is_said_to_nobody(exam_room, candidate, invigilator):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    said = {"to": "x", "zh": "安静", "en": ""}

    assert invigilator.post(f"/sittings/{exam_room.sitting_id}/announcements", said).status_code == 404
    assert candidate.get(f"/api/attempts/{attempt}/announcements").json == {"announcements": []}
