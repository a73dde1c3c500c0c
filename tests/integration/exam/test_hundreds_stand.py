"""The clocks of hundreds are stopped and go on again."""

import time
from datetime import timedelta

import pytest

from tests.support.many_seats import fill
from tests.support.people import PASSWORD, Visitor

DOES = {"cause": "outage", "reason": "停电", "minutes": "", "everybody": ""}
WAVES = 5


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


@pytest.fixture
def does(exam_room, invigilator):
    def do(change, person=invigilator, **wish):
        return person.post(f"/sittings/{exam_room.sitting_id}/time", DOES | {"change": change} | wish).status_code

    return do


@pytest.fixture
def filled(in_room, exam_room, attempt, the_clock):
    """So many others in the sitting who write; their entries."""

    def come(people):
        def others():
            from exam.queries.sittings import sitting_row

            fill(exam_room.sitting_id, people, 1, the_clock.now)
            own = set(exam_room.entries.values())
            return [str(one.id) for one in sitting_row(exam_room.sitting_id).seated if one.id not in own]

        return in_room(others)

    return come


def left(person, sitting_id):
    rows = person.get(f"/api/sittings/{sitting_id}/desk").json["rows"]
    return {row["entry"]: timedelta(milliseconds=row["remaining_ms"]) for row in rows}


def test_r49_five_hundred_are_stopped_and_go_on_in_waves_after_the_platform_was_put_together_anew(
    app, exam_room, invigilator, filled, does, the_clock, another_platform
):
    people = filled(500)
    the_clock.moves_on(minutes=10)
    begun = time.process_time()
    assert does("pause", entry=people) == 302
    took = time.process_time() - begun
    elsewhere = Visitor(another_platform())
    assert elsewhere.post("/sessions", {"email": invigilator.email, "password": PASSWORD}).status_code == 302
    elsewhere._token = None

    for wave in range(WAVES):
        the_clock.moves_on(minutes=3)
        assert does("resume", elsewhere, entry=people[wave::WAVES]) == 302
    the_clock.moves_on(minutes=4)

    found = left(invigilator, exam_room.sitting_id)
    for number, one in enumerate(people):
        stood = 3 * (number % WAVES + 1)
        assert found[one] == timedelta(minutes=90 - 10 - (3 * WAVES + 4 - stood)), number
    assert took < 2.0
