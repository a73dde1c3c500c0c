"""Many people at one moment, on real databases: never more of them than seats, and nobody in two places."""

from datetime import timedelta
from random import Random

import pytest

from kernel.actor import Role
from tests.integration.exam.test_races import at_once
from tests.support.exam_room import admit, enter, entry_of, places, plan_sitting
from tests.support.people import Somebody, Visitor

CROWD = 20


@pytest.fixture
def crowd(app, in_room, the_clock):
    """Twenty admitted people, each with a browser."""
    people = [Somebody(app, f"考生{number:02}", Role.CANDIDATE) for number in range(CROWD)]
    in_room(lambda: [admit(person.id, the_clock.now) for person in people])
    for person in people:
        assert person.token
    return people


def test_twenty_at_once_get_the_five_seats_there_are_and_fifteen_places_in_line(in_room, the_clock, crowd):
    sitting_id = in_room(lambda: plan_sitting(the_clock.now, capacity=5))

    answers = at_once(lambda number: crowd[number].post(f"/sittings/{sitting_id}/entries"))

    assert [answer.status_code for answer in answers] == [302] * CROWD
    found = places(in_room, sitting_id)
    assert found == [("seated", seat) for seat in range(1, 6)] + [("waiting", None)] * 15


def test_of_twenty_clicks_of_one_person_one_counts(app, in_room, the_clock, candidate):
    sitting_id = in_room(lambda: plan_sitting(the_clock.now, capacity=5))
    in_room(lambda: admit(candidate.id, the_clock.now))
    assert candidate.token

    def click(_number):
        tab = Visitor(app)
        tab._token = candidate.token
        tab.client.set_cookie("session", candidate.client.get_cookie("session").value)
        return tab.post(f"/sittings/{sitting_id}/entries")

    answers = at_once(click)

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 19
    assert places(in_room, sitting_id) == [("seated", 1)]
    from messages.services import notices_of

    told = in_room(lambda: [notice.subject_en for notice in notices_of(candidate.id)])
    assert told.count("You have entered") == 1


def test_comings_and_goings_at_once_never_fill_more_seats_than_there_are(in_room, the_clock, crowd):
    sitting_id = in_room(lambda: plan_sitting(the_clock.now, capacity=5, starts_in=timedelta(days=3)))
    for person in crowd[:10]:
        person.post(f"/sittings/{sitting_id}/entries")
    entries = {person.id: entry_of(in_room, sitting_id, person).id for person in crowd[:10]}
    doers = [(person, f"/entries/{entries[person.id]}/withdrawal") for person in crowd[:4]]
    doers += [(person, f"/sittings/{sitting_id}/entries") for person in crowd[10:]]
    Random(4).shuffle(doers)

    answers = at_once(lambda number: doers[number][0].post(doers[number][1]), times=len(doers))

    assert {answer.status_code for answer in answers} == {302}
    found = places(in_room, sitting_id)
    seated = sorted(seat for state, seat in found if state == "seated")
    assert seated == [1, 2, 3, 4, 5]
    assert [state for state, _ in found[:10]] == ["withdrawn"] * 4 + ["seated"] * 5 + ["waiting"]
    assert [state for state, _ in found].count("waiting") == 11


def test_a21_a_full_sitting_refuses_the_move_and_keeps_the_seat_that_was_there(in_room, the_clock, crowd):
    """Two rooms, two free seats in one of them: of many who move there at once two arrive, the others stay."""
    now = the_clock.now
    here = in_room(lambda: plan_sitting(now, capacity=8, starts_in=timedelta(days=3)))
    there = in_room(lambda: plan_sitting(now, capacity=2, starts_in=timedelta(days=6)))
    movers = crowd[:8]
    entries = in_room(lambda: enter(here, [person.id for person in movers], now))

    at_once(lambda n: movers[n].post(f"/entries/{entries[n]}/moves", {"goal": str(there)}), times=8)

    assert sorted(state for state, _ in places(in_room, there)) == ["seated", "seated"]
    assert [state for state, _ in places(in_room, here)].count("seated") == 6
    assert sum(entry_of(in_room, there, person) is not None for person in movers) == 2
    assert all(
        (entry_of(in_room, here, person) is None) == (entry_of(in_room, there, person) is not None) for person in movers
    )
