"""The last moments of an examination: hand-ins, saves, minutes and the sweep at once come to one end for everybody."""

from uuid import UUID

import pytest

from kernel.actor import Role
from kernel.errors import DomainError
from tests.support.at_once import MANY, at_once
from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of
from tests.support.people import Somebody

ROOM = 6


@pytest.fixture
def sweep(app, the_clock):
    """What the job worker does, in a thread of its own."""

    def close(**later):
        from datetime import timedelta

        from exam.services.handing_in import close_overdue
        from storage.transaction import transaction

        with app.app_context(), transaction():
            return close_overdue(now=the_clock.now + timedelta(**later))

    return close


@pytest.fixture
def told(monkeypatch):
    from exam.domain.events import AttemptHandedIn
    from kernel import event

    heard = []
    monkeypatch.setitem(event._listeners, AttemptHandedIn, [heard.append])
    return heard


@pytest.fixture
def room(app):
    return [Somebody(app, f"考生{number}", Role.CANDIDATE) for number in range(ROOM)]


def rows(app, query):
    from sqlalchemy import text

    from storage.database import db

    with app.app_context():
        return db.session.execute(text(query)).all()


def test_r38_twenty_saves_after_the_hand_in_store_nothing_and_all_hear_the_same(app, exam_room, candidate, tabs):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1))
    assert hands_in(candidate, attempt, entry(2, "2")).status_code == 200
    before = rows(app, "SELECT * FROM exam_answer ORDER BY seq")

    refused = at_once(lambda number: saves(tabs[number], attempt, entry(number + 1, str(number + 1))))
    again = at_once(lambda number: hands_in(tabs[number], attempt, entry(1), entry(2, "2")))
    more = at_once(lambda number: hands_in(tabs[number], attempt, entry(number + 3, "3")))

    assert {(answer.status_code, answer.json["code"]) for answer in refused + more} == {(409, "handed_in")}
    assert {(answer.status_code, answer.json["receipt"]) for answer in again} == {(200, f"/attempts/{attempt}/receipt")}
    assert rows(app, "SELECT * FROM exam_answer ORDER BY seq") == before


def test_r27_minutes_hand_ins_readers_and_the_sweep_at_once_leave_one_end(
    app, exam_room, candidate, tabs, watch, sweep, told, the_clock
):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1))
    deadline = state_of(candidate, attempt)["deadline"]
    the_clock.moves_on(minutes=91, seconds=1)

    def give():
        try:
            return watch("give", candidate, minutes=5)
        except DomainError:
            return 0

    def act(number):
        match number % 4:
            case 0:
                return hands_in(tabs[number], attempt).status_code
            case 1:
                return 200 + sweep() * 0
            case 2:
                return 200 + give() * 0
            case _:
                return tabs[number].get(f"/attempts/{attempt}/receipt").status_code

    answers = at_once(act)

    assert set(answers) <= {200, 302, 404, 409}
    assert len(told) == 1
    ((state, found),) = rows(app, "SELECT state, id FROM exam_attempt")
    assert (state, UUID(str(found))) == ("timed_out", attempt)
    assert told[0].at.isoformat() == deadline
    assert len(rows(app, "SELECT * FROM exam_answer")) == 1


def test_r07_a_room_that_hands_in_around_the_end_loses_nothing_and_reads_its_receipts(
    app, exam_room, room, sweep, told, the_clock
):
    exam_room.holds(*room)
    attempts = [exam_room.starts(person) for person in room]
    for person, attempt in zip(room, attempts, strict=True):
        saves(person, attempt, entry(1))
    deadline = state_of(room[0], attempts[0])["deadline"]
    the_clock.moves_on(minutes=90, seconds=30)

    def act(number):
        """Everybody at the end of the grace; the sweep comes a little later than that, and yet at once."""
        if number == ROOM:
            return sweep(seconds=31)
        return hands_in(room[number], attempts[number], entry(2, "2", choice("B")))

    *answers, _ = at_once(act, times=ROOM + 1)
    the_clock.moves_on(hours=24)
    sweep()

    assert {answer.status_code for answer in answers} <= {200, 409}
    kept = {(str(UUID(str(row[0]))), row[1]) for row in rows(app, "SELECT attempt_id, seq FROM exam_answer")}
    acknowledged = {(str(a), 2) for a, answer in zip(attempts, answers, strict=True) if answer.status_code == 200}
    assert kept == {(str(attempt), 1) for attempt in attempts} | acknowledged
    assert sorted(event.attempt_id for event in told) == sorted(attempts)
    assert {event.at.isoformat() for event in told} == {deadline}
    for person, attempt in zip(room, attempts, strict=True):
        person.signs_in()
        assert person.get(f"/attempts/{attempt}/receipt").status_code == 200


def test_r28_a_second_tab_hears_how_it_stands_whatever_it_presses(exam_room, candidate, tabs):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    first, second = tabs[:2]
    saves(first, attempt, entry(1))
    assert claims(second, attempt, "page-two-0002").json["answers"].keys() == {"1"}

    pressed = at_once(lambda number: saves((first, second)[number % 2], attempt, entry(number + 2)), times=MANY)
    assert {(answer.status_code, answer.json["code"]) for answer in pressed} == {(409, "elsewhere")}
    assert state_of(first, attempt)["next_seq"] == 2

    assert hands_in(second, attempt, writer="page-two-0002").status_code == 200
    assert saves(first, attempt, entry(2)).json["code"] == "handed_in"
    assert first.get(f"/attempts/{attempt}").status_code in {200, 302}
    assert state_of(first, attempt)["state"] == "handed_in"
