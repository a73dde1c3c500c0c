"""The clocks of hundreds are stopped, go on and are given time, while everybody writes and speaks."""

import os
import time
from datetime import timedelta

import pytest

from tests.support.at_once import at_once
from tests.support.clocks import agrees
from tests.support.exam_room import entry, saves
from tests.support.many_seats import fill
from tests.support.people import PASSWORD, Visitor

DOES = {"cause": "outage", "reason": "停电", "minutes": "", "everybody": ""}
WAVES = 5
ROUNDS = int(os.environ.get("R16_ROUNDS", "6"))
"""How often everybody does everything; more of them for a long run."""


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


def test_r16_everything_for_everybody_at_once_deadlocks_nobody(
    app, exam_room, candidate, invigilator, attempt, filled, does, tabs, registrar
):
    from exam.services.handing_in import close_overdue
    from exam.services.timekeeping import end_breaks
    from kernel import clock
    from storage.transaction import transaction

    people = filled(60)
    before = deadlocks(app)
    desk = f"/api/sittings/{exam_room.sitting_id}/desk"
    seq = iter(range(1, 10_000))

    def writes(tab):
        return saves(tab, attempt, entry(next(seq))).status_code in {200, 409}

    def speaks(tab):
        return tab.get(f"/api/attempts/{attempt}/pulse").status_code == 200

    def looks(tab):
        return tab.get(desk).status_code == 200

    def sweeps(_tab):
        with app.app_context(), transaction():
            end_breaks(now=clock.now())
            return close_overdue(now=clock.now()) == 0

    def changes(what, **wish):
        return lambda tab: does(what, tab, **wish) in {302, 409}

    work = [
        *((tab, each) for tab, each in zip(tabs, (writes, speaks, writes, speaks, sweeps), strict=False)),
        (invigilator.another_tab(), changes("pause", everybody="y")),
        (invigilator.another_tab(), changes("resume", everybody="y")),
        (registrar.another_tab(), changes("give", everybody="y", minutes="1")),
        (registrar.another_tab(), changes("give", entry=list(reversed(people)), minutes="1")),
        (registrar.another_tab(), looks),
    ]

    def go(number):
        tab, do = work[number]
        return [do(tab) for _ in range(ROUNDS)]

    assert at_once(go, len(work)) == [[True] * ROUNDS] * len(work)
    assert deadlocks(app) == before
    assert agrees(app, attempt)


def deadlocks(app):
    """How many the database has had; SQLite has one writer and none."""
    from sqlalchemy import text

    from storage.database import db

    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return 0
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return db.session.scalar(text(query))
