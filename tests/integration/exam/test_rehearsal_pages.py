"""The registrar has a sitting rehearsed on a page, follows it, reads what came of it, and takes it away."""

import threading

import pytest

from tests.support.exam_room import plan_sitting, watch
from tests.support.rehearsed import FAR_AHEAD, Rehearsed

MOMENTS = (1, 12, 20)
"""Before anybody starts, and while clocks stand."""
CHOSEN = {"candidates": "2", "pace": "at_once"}


@pytest.fixture
def sitting(in_room, the_clock):
    return in_room(lambda: plan_sitting(the_clock.now, starts_in=FAR_AHEAD, capacity=4))


@pytest.fixture
def copy_of(in_room):
    from exam.queries.rehearsals import rehearsal_of

    return lambda sitting: in_room(lambda: rehearsal_of(sitting).sitting_id)


@pytest.fixture
def held(registrar, sitting, run_jobs):
    """A rehearsal that is over."""
    assert registrar.post(f"/sittings/{sitting}/rehearsal", CHOSEN).status_code == 302
    run_jobs()
    for thread in threading.enumerate():
        if thread.name == "aside":
            thread.join(60)
    return sitting


def test_it_is_chosen_held_read_and_removed(registrar, held, copy_of, invigilator):
    page = registrar.get(f"/sittings/{held}/rehearsal?lang=en")

    assert "Everything was as it should be" in page.text
    assert "asked to start too early" in page.text
    assert "一切正常" in registrar.get(f"/sittings/{held}/rehearsal?lang=zh").text
    assert registrar.get(f"/sittings/{held}/rehearsal/progress").json["under_way"] is False
    assert "已有一次排练" in registrar.post(f"/sittings/{held}/rehearsal", CHOSEN).text
    copy = copy_of(held)
    removed = registrar.post(f"/sittings/{held}/rehearsal/removal")
    assert removed.status_code == 302
    assert "Removed the rehearsal of a sitting" in registrar.get("/audit?lang=en").text
    assert registrar.get(f"/sittings/{copy}").status_code == 404
    assert "Hold a rehearsal" in registrar.get(f"/sittings/{held}/rehearsal?lang=en").text
    assert registrar.post(f"/sittings/{held}/rehearsal/removal").status_code == 404


def test_every_page_of_it_says_so_and_none_of_them_plans(registrar, invigilator, held, copy_of, in_room, the_clock):
    in_room(lambda: watch(held, the_clock.now))
    copy = copy_of(held)
    said = 'id="rehearsal"'
    pages = [f"/sittings/{copy}{page}" for page in ("", "/desk", "/door", "/incidents", "/fairness", "/cases")]
    entry = registrar.get(f"/sittings/{copy}/desk").text.split('data-entry="', 1)[1][:36]
    shown = {page: registrar.get(page).text for page in (*pages, f"/desk/entries/{entry}")}

    assert {page for page, text in shown.items() if said not in text} == set()
    writing = (
        "capacity",
        "time-and-place",
        "cancellation",
        "rooms",
        "invigilators",
        "door-rule",
        "withdrawal",
        "moves",
    )
    assert {
        (page, what) for page, text in shown.items() for what in writing if f"/{what}" in text.split("<main")[1]
    } == set()
    assert said not in registrar.get(f"/sittings/{held}/desk").text
    assert f"/sittings/{copy}/desk" in invigilator.get(f"/sittings/{held}/desk").text


def test_what_was_chosen_wrongly_is_told_and_one_that_was_broken_off_can_be_removed(
    registrar, candidate, sitting, the_clock
):
    assert registrar.post(f"/sittings/{sitting}/rehearsal", {**CHOSEN, "candidates": "0"}).status_code == 422
    assert registrar.post(f"/sittings/{sitting}/rehearsal", {**CHOSEN, "candidates": "5"}).status_code == 409
    assert candidate.post(f"/sittings/{sitting}/rehearsal", CHOSEN).status_code == 404
    assert registrar.post(f"/sittings/{sitting}/rehearsal", CHOSEN).status_code == 302
    assert registrar.get(f"/sittings/{sitting}/rehearsal/progress").json == {
        "made": 0,
        "wanted": 100,
        "under_way": True,
    }
    assert registrar.post(f"/sittings/{sitting}/rehearsal/removal").status_code == 409
    the_clock.moves_on(minutes=3)

    assert "broken off" in registrar.get(f"/sittings/{sitting}/rehearsal?lang=en").text
    assert registrar.post(f"/sittings/{sitting}/rehearsal/removal").status_code == 302


def test_one_that_is_held_is_stopped_and_what_was_done_is_reported(registrar, sitting, copy_of, app):
    from exam.services.performing import perform

    registrar.post(f"/sittings/{sitting}/rehearsal", CHOSEN)
    stop = f"/sittings/{sitting}/rehearsal/stop"
    seen = []

    def follows(done, _of):
        seen.append(done)
        if done == 12:
            assert registrar.post(stop).status_code == 302
            assert "It is being stopped" in registrar.get(f"/sittings/{sitting}/rehearsal?lang=en").text

    with app.app_context():
        found = perform(copy_of(sitting), says=follows)

    assert (found["stopped"], found["good"]) == (True, True), found
    assert found["handed_in"] + found["timed_out"] == found["starts"]
    assert "stopped before its time" in registrar.get(f"/sittings/{sitting}/rehearsal?lang=en").text
    assert registrar.post(stop).status_code == 409
    assert registrar.post(f"/sittings/{sitting}/rehearsal/removal").status_code == 302
    assert registrar.post(stop).status_code == 404


@pytest.mark.parametrize("moment", MOMENTS)
def test_at_every_moment_it_can_be_stopped_and_nobody_is_left_standing(app, the_clock, moment):
    from exam.services.performing import perform

    asked, rehearsed = threading.Event(), Rehearsed(app, the_clock)
    with app.app_context():
        found = perform(rehearsed.sitting, asked=asked, says=lambda done, _of: done == moment and asked.set())

    assert (found["stopped"], found["good"]) == (True, True), found


def test_a_job_that_comes_again_lets_be_what_was_begun(app, in_room, sitting, registrar, copy_of, run_jobs):
    from exam.models.rehearsals import Rehearsal
    from storage.database import db

    registrar.post(f"/sittings/{sitting}/rehearsal", CHOSEN)
    copy = copy_of(sitting)

    def is_begun():
        db.session.get_one(Rehearsal, copy).moments_done = 3

    in_room(is_begun)
    assert run_jobs() == 1
    assert "aside" not in {thread.name for thread in threading.enumerate()}
    assert in_room(lambda: db.session.get_one(Rehearsal, copy).report) is None
