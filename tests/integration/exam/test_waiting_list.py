"""Seats, the waiting list, giving up and moving: in fair order, never more people than seats, everybody told."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from kernel.actor import Role
from tests.support.exam_room import admit, enter, entry_of, places, plan_sitting
from tests.support.people import Somebody


@pytest.fixture
def three(app, in_room, the_clock):
    people = [Somebody(app, name, Role.CANDIDATE) for name in ("甲", "乙", "丙")]
    in_room(lambda: [admit(person.id, the_clock.now) for person in people])
    return people


@pytest.fixture
def small(in_room, the_clock, three):
    """A sitting with one seat, which the first has; the second and the third wait."""
    sitting_id = in_room(lambda: plan_sitting(the_clock.now, capacity=1, starts_in=timedelta(days=3)))
    for person in three:
        assert person.post(f"/sittings/{sitting_id}/entries").status_code == 302
    return sitting_id


def subjects(in_room, person):
    from messages.services import notices_of

    return in_room(lambda: [notice.subject_en for notice in notices_of(person.id)])


def test_whoever_waits_longest_moves_up_when_somebody_withdraws_and_is_told(in_room, the_clock, three, small):
    from exam.queries.attempts import form_for
    from exam.services.preparing import prepare_forms

    first, second, third = three
    in_room(lambda: prepare_forms(small, now=the_clock.now))
    assert "number 2 on the waiting list" in third.get(f"/entries/{entry_of(in_room, small, third).id}?lang=en").text

    assert first.post(f"/entries/{entry_of(in_room, small, first).id}/withdrawal").status_code == 302

    assert places(in_room, small) == [("withdrawn", 1), ("seated", 1), ("waiting", None)]
    assert subjects(in_room, second).count("You have moved up from the waiting list") == 1
    assert subjects(in_room, first).count("Withdrawn from a sitting") == 1
    assert in_room(lambda: form_for(entry_of(in_room, small, second))).entry_id == entry_of(in_room, small, second).id
    assert "number 1 on the waiting list" in third.get(f"/entries/{entry_of(in_room, small, third).id}?lang=en").text


def test_whoever_waits_reads_their_place_in_the_line_among_their_exams(three, small):
    pages = [person.get("/exams?lang=en") for person in three]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "waiting list, number 1" in pages[1].text
    assert "waiting list, number 2" in pages[2].text


def test_withdrawing_twice_frees_one_seat(in_room, three, small):
    address = f"/entries/{entry_of(in_room, small, three[0]).id}/withdrawal"

    assert three[0].post(address).status_code == 302
    again = three[0].post(f"{address}?lang=en")

    assert again.status_code == 409
    assert "withdrawn already" in again.text
    assert places(in_room, small) == [("withdrawn", 1), ("seated", 1), ("waiting", None)]


def test_whoever_comes_back_stands_at_the_end_of_the_line(in_room, three, small):
    first = three[0]
    first.post(f"/entries/{entry_of(in_room, small, first).id}/withdrawal")

    assert first.post(f"/sittings/{small}/entries").status_code == 302

    assert places(in_room, small) == [("withdrawn", 1), ("seated", 1), ("waiting", None), ("waiting", None)]
    assert "number 2 on the waiting list" in first.get(f"/entries/{entry_of(in_room, small, first).id}?lang=en").text


def test_more_seats_let_the_next_in_line_move_up_and_fewer_than_taken_are_refused(in_room, registrar, three, small):
    assert registrar.post(f"/sittings/{small}/capacity", {"capacity": "3"}).status_code == 302

    assert places(in_room, small) == [("seated", 1), ("seated", 2), ("seated", 3)]
    assert subjects(in_room, three[2]).count("You have moved up from the waiting list") == 1
    refused = registrar.post(f"/sittings/{small}/capacity?lang=en", {"capacity": "2"})
    assert refused.status_code == 409
    assert "Seats up to number 3 are taken" in refused.text
    assert registrar.post(f"/sittings/{small}/capacity", {"capacity": "0"}).status_code == 422


def test_candidates_withdraw_until_the_time_stated_and_registrars_afterwards(in_room, registrar, candidate, the_clock):
    now = the_clock.now
    sitting_id = in_room(lambda: plan_sitting(now, starts_in=timedelta(days=3), withdraw_until=now + timedelta(days=1)))
    in_room(lambda: admit(candidate.id, now))
    [entry_id] = in_room(lambda: enter(sitting_id, [candidate.id], now))
    the_clock.moves_on(days=1, seconds=1)
    for person in (candidate, registrar):
        person.signs_in()

    refused = candidate.post(f"/entries/{entry_id}/withdrawal?lang=en")
    assert refused.status_code == 409
    assert "Withdrawal was possible until 3 March 2026, 09:00 (UTC+08:00)" in refused.text
    assert registrar.post(f"/desk/entries/{entry_id}/withdrawal", {"reason": ""}).status_code == 422
    assert registrar.post(f"/desk/entries/{entry_id}/withdrawal", {"reason": "本人来电"}).status_code == 302

    assert places(in_room, sitting_id) == [("withdrawn", 1)]
    from messages.services import notices_of

    told = in_room(lambda: notices_of(candidate.id)[0])
    assert "本人来电" in told.body_zh
    assert "本人来电" in told.body_en


def test_nobody_moves_up_once_the_door_is_open(in_room, registrar, the_clock, three, small):
    the_clock.moves_on(days=2, hours=23, minutes=40)
    for person in (registrar, three[1]):
        person.signs_in()

    registrar.post(f"/desk/entries/{entry_of(in_room, small, three[0]).id}/withdrawal", {"reason": "病假"})

    assert places(in_room, small) == [("withdrawn", 1), ("waiting", None), ("waiting", None)]
    page = three[1].get(f"/entries/{entry_of(in_room, small, three[1]).id}?lang=en").text
    assert "The waiting list is closed" in page


def test_whoever_has_started_cannot_withdraw_and_whoever_withdrew_cannot_start(
    in_room, exam_room, candidate, registrar
):
    exam_room.holds(candidate)
    exam_room.starts(candidate)
    entry_id = exam_room.entries[candidate.id]

    refused = registrar.post(f"/desk/entries/{entry_id}/withdrawal?lang=en", {"reason": "x"})

    assert refused.status_code == 409
    assert "examination was started" in refused.text


def test_a_seat_given_up_is_no_way_into_the_examination(in_room, three, small, the_clock):
    from exam.services.preparing import prepare_forms

    in_room(lambda: prepare_forms(small, now=the_clock.now))
    entry_id = entry_of(in_room, small, three[0]).id
    three[0].post(f"/entries/{entry_id}/withdrawal")
    waiting = entry_of(in_room, small, three[2]).id
    the_clock.moves_on(days=3)

    for person, entry in ((three[0], entry_id), (three[2], waiting)):
        person.signs_in()
        assert person.post(f"/attempts/of/{entry}", {"ready": "y"}).status_code == 409


def test_a_candidate_moves_to_another_sitting_and_the_seat_goes_to_the_next(in_room, the_clock, three, small):
    first, second, _ = three
    later = in_room(lambda: plan_sitting(the_clock.now, starts_in=timedelta(days=6), place="机房 303"))
    entry_id = entry_of(in_room, small, first).id
    (before,) = Calendar.from_ical(first.get(f"/entries/{entry_id}/calendar.ics").data).walk("VEVENT")

    answer = first.post(f"/entries/{entry_id}/moves", {"goal": str(later)})

    assert answer.status_code == 302
    (after,) = Calendar.from_ical(first.get(f"{answer.location}/calendar.ics").data).walk("VEVENT")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LOCATION"] == "机房 303"
    assert after["STATUS"] == "CONFIRMED"
    assert places(in_room, small) == [("withdrawn", 1), ("seated", 1), ("waiting", None)]
    assert places(in_room, later) == [("seated", 1)]
    assert subjects(in_room, first).count("Moved to another sitting") == 1
    assert subjects(in_room, second).count("You have moved up from the waiting list") == 1


@pytest.mark.parametrize("goal", ["full", "another component", "not published", "nonsense"])
def test_a_move_that_cannot_be_leaves_everything_as_it_is(in_room, the_clock, three, small, candidate, goal):
    now = the_clock.now
    in_room(lambda: admit(candidate.id, now))
    full = in_room(lambda: plan_sitting(now, capacity=1, starts_in=timedelta(days=6)))
    in_room(lambda: enter(full, [candidate.id], now))
    goals = {
        "full": full,
        "another component": in_room(lambda: plan_sitting(now, "case_study", starts_in=timedelta(days=6))),
        "not published": in_room(lambda: plan_sitting(now, starts_in=timedelta(days=6), publish=False)),
        "nonsense": "'; --",
    }
    entry_id = entry_of(in_room, small, three[0]).id

    assert three[0].post(f"/entries/{entry_id}/moves", {"goal": str(goals[goal])}).status_code in {302, 409}

    assert places(in_room, small) == [("seated", 1), ("waiting", None), ("waiting", None)]
    assert entry_of(in_room, small, three[0]).id == entry_id


def test_nobody_gives_up_or_moves_the_seat_of_somebody_else(in_room, invigilator, centre_manager, three, small):
    entry_id = entry_of(in_room, small, three[0]).id

    for person in (three[1], invigilator, centre_manager):
        assert person.post(f"/entries/{entry_id}/withdrawal").status_code == 404
        assert person.post(f"/entries/{entry_id}/moves", {"goal": "x"}).status_code == 404
    for person in (three[0], invigilator, centre_manager):
        assert person.post(f"/desk/entries/{entry_id}/withdrawal", {"reason": "x"}).status_code == 404
        assert person.post(f"/sittings/{small}/capacity", {"capacity": "9"}).status_code == 404
    for person in (three[0], three[1], centre_manager):
        assert person.get(f"/desk/entries/{entry_id}").status_code == 404
    assert "甲" in invigilator.get(f"/desk/entries/{entry_id}").text
    assert places(in_room, small)[0] == ("seated", 1)
