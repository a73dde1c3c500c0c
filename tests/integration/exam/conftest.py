"""The world of the exam room's tests: a database that has the scheme and the bank already."""

import pytest

from storage.transaction import transaction
from tests.support.at_once import MANY
from tests.support.databases import Databases
from tests.support.exam_room import ExamRoom, entry, hands_in, saves
from tests.support.exam_room import watch as watch_sitting
from tests.support.rehearsed import Rehearsed


@pytest.fixture
def database_url(databases: Databases, furnished_database: str) -> str:
    return databases.begin_with(furnished_database)


@pytest.fixture
def exam_room(app, the_clock) -> ExamRoom:
    return ExamRoom(app, the_clock)


@pytest.fixture
def invigilator(in_room, the_clock, invigilator):
    """Watches whatever sittings there are, and those that are planned later."""
    from exam.queries.sittings import all_sitting_rows

    in_room(lambda: [watch_sitting(sitting.id, the_clock.now) for sitting in all_sitting_rows()])
    return invigilator


@pytest.fixture
def rooms(in_room):
    """Two rooms with a seat each."""

    def keep():
        from exam.services.rooms import keep_room
        from kernel import clock
        from kernel.actor import PLATFORM

        facts = {"address": "", "seats": 1, "step_free": False, "actor": PLATFORM, "now": clock.now()}
        return [keep_room(None, name=name, **facts) for name in ("机房 201", "机房 202")]

    return in_room(keep)


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


@pytest.fixture
def watch(app, exam_room, the_clock, invigilator):
    """What the invigilator does with the time of people: `watch("pause", candidate)`; for how many it was done."""

    def change(what, *people, minutes=0, cause="invigilator", reason="停电"):
        from accounts.queries import actor_of
        from exam.domain.timeline import Cause, TimeChange
        from exam.queries.sittings import sitting_row
        from exam.services.timekeeping import change_time

        with app.app_context(), transaction():
            return change_time(
                sitting_row(exam_room.sitting_id),
                [exam_room.entries[person.id] for person in people],
                TimeChange(what),
                cause=Cause(cause),
                reason=reason,
                minutes=minutes,
                actor=actor_of(invigilator.id),
                now=the_clock.now,
            )

    return change


@pytest.fixture
def rests(app, the_clock):
    """`rests("take_break", candidate, attempt)` and `rests("end_break", …)`."""

    def rest(what, person, attempt):
        from accounts.queries import actor_of
        from exam.queries.attempts import attempt_row
        from exam.services import timekeeping

        with app.app_context(), transaction():
            getattr(timekeeping, what)(attempt_row(attempt), actor=actor_of(person.id), now=the_clock.now)

    return rest


@pytest.fixture
def tabs(candidate):
    """Many windows of one browser."""
    return [candidate.another_tab() for _ in range(MANY)]


@pytest.fixture
def work_of(app, the_clock):
    from exam.queries import attempts as sat

    def read(attempt_id):
        with app.app_context(), transaction(read_only=True):
            return sat.work(attempt_id, the_clock.now)

    return read


@pytest.fixture
def rehearsed(app, the_clock) -> Rehearsed:
    return Rehearsed(app, the_clock)


@pytest.fixture
def taken(rehearsed):
    """One hands in, one runs out of time, one does not come."""
    rehearsed.goes_to(1)
    browsers = [rehearsed.browser(place) for place in (0, 1)]
    attempts = [rehearsed.starts(browser, place) for place, browser in enumerate(browsers)]
    for browser, attempt in zip(browsers, attempts, strict=True):
        assert saves(browser, attempt, entry(1)).json["durable"] == 1
    assert hands_in(browsers[0], attempts[0]).status_code == 200
    return attempts


@pytest.fixture
def unused_bank(in_room) -> None:
    """The questions as they were before any paper was made with them."""
    from sqlalchemy import update

    from question_bank.domain.lifecycle import State
    from question_bank.models import Version
    from storage.database import db

    in_room(lambda: db.session.execute(update(Version).values(state=State.APPROVED)))
