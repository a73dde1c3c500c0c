"""The invigilator's desk: it shows how everybody stands, and what is done there holds at once."""

import time

import pytest

from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of
from tests.support.many_seats import fill

DOES = {"change": "note", "cause": "invigilator", "reason": "设备故障", "minutes": "", "everybody": ""}


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


@pytest.fixture
def does(exam_room, invigilator, candidate):
    def do(change, **wish):
        chosen = {"change": change, "entry": str(exam_room.entries[candidate.id])}
        return invigilator.post(f"/sittings/{exam_room.sitting_id}/time", DOES | chosen | wish)

    return do


@pytest.fixture
def line(exam_room, invigilator):
    """What the desk says of the first seat."""

    def look():
        answer = invigilator.get(f"/api/sittings/{exam_room.sitting_id}/desk")
        assert answer.status_code == 200, answer.text
        return answer.json["rows"][0]

    return look


def pulse(person, attempt):
    answer = person.get(f"/api/attempts/{attempt}/pulse")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_somebody_comes_to_the_door_writes_falls_silent_and_hands_in(exam_room, candidate, line, the_clock):
    exam_room.holds(candidate)
    assert line()["place"] == "not_here"
    candidate.get(f"/api/entries/{exam_room.entries[candidate.id]}/lobby")
    assert (line()["place"], line()["connection"]) == ("at_door", None)

    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1), entry(2, "2"), entry(3, "3"))
    assert (line()["place"], line()["connection"], line()["answered"]) == ("writing", "steady", 3)
    saves(candidate, attempt, entry(4, "2", choice()), entry(5, "3", choice("B")))
    assert line()["answered"] == 2

    for quiet, connection in ((6, "unsteady"), (6, "weak"), (6, "lost")):
        the_clock.moves_on(seconds=quiet)
        assert line()["connection"] == connection
    assert line()["place"] == "lost"
    pulse(candidate, attempt)
    assert (line()["place"], line()["connection"]) == ("writing", "steady")
    assert line()["remaining_ms"] == 90 * 60_000 - 18_000

    hands_in(candidate, attempt)
    assert (line()["place"], line()["connection"], line()["remaining_ms"]) == ("handed_in", None, None)


def test_a_slow_save_that_comes_after_its_successor_is_counted(candidate, attempt, line):
    saves(candidate, attempt, entry(2, "2"))
    assert line()["answered"] == 1
    saves(candidate, attempt, entry(1))
    saves(candidate, attempt, entry(3, "3"))

    assert line()["answered"] == 3


def test_what_was_written_down_about_somebody_is_on_top_until_it_is_answered(exam_room, candidate, invigilator, line):
    exam_room.holds(candidate)
    log = f"/sittings/{exam_room.sitting_id}/incidents"
    wish = {"kind": "technical", "entry": str(exam_room.entries[candidate.id]), "text": "蓝屏", "happened_at": ""}
    invigilator.post(log, wish | {"follows": ""})
    assert line()["incident_kind"] == "technical"

    invigilator.post(log, wish | {"text": "已换机", "follows": str(line()["incident"])})
    assert line()["incident"] is None


def test_another_device_takes_over_and_the_first_one_stops(exam_room, candidate, attempt, does, line):
    from tests.support.people import Visitor

    saves(candidate, attempt, entry(1))
    old = Visitor(exam_room.app)
    old._token = candidate.token
    old.client.set_cookie("session", candidate.client.get_cookie("session").value)

    assert does("move_device").status_code == 302
    assert saves(old, attempt, entry(2, "2")).json["code"] == "sign_in"
    assert old.get(f"/api/attempts/{attempt}/pulse").json["code"] == "sign_in"

    candidate.signs_in()
    assert saves(candidate, attempt, entry(2, "2"), writer="page-two-0002").json["code"] == "elsewhere"
    assert claims(candidate, attempt, "page-two-0002").json["answers"].keys() == {"1"}
    assert saves(candidate, attempt, entry(2, "2"), writer="page-two-0002").status_code == 200
    assert saves(candidate, attempt, entry(3, "3")).json["code"] == "elsewhere"


def test_an_examination_that_is_ended_keeps_what_was_saved_and_says_why(
    app, exam_room, candidate, attempt, does, the_clock, line
):
    saves(candidate, attempt, entry(1))
    the_clock.moves_on(minutes=10)
    does("pause")
    the_clock.moves_on(minutes=10)
    assert does("end").status_code == 409
    assert line()["place"] == "paused"

    assert does("end", confirmed="y", reason="作弊").status_code == 302

    assert saves(candidate, attempt, entry(2)).json["code"] == "handed_in"
    assert (line()["place"], line()["answered"]) == ("handed_in", 1)
    assert state_of(candidate, attempt)["state"] == "handed_in"
    with app.app_context():
        from exam.queries.attempts import attempt_row
        from exam.queries.incidents import incidents_of

        assert attempt_row(attempt).ended_at == the_clock.now
        assert [(one.kind, one.text) for one in incidents_of(exam_room.sitting_id)] == [("note", "作弊")]
    assert does("end", confirmed="y").status_code == 409


def test_everything_that_is_done_is_in_the_audit_log(app, exam_room, candidate, attempt, does, invigilator):
    from sqlalchemy import select

    from accounts.models import AuditEntry
    from storage.database import db

    done = ["release", "note", "move_device", "end"]
    for action in done:
        assert does(action, confirmed="y").status_code == 302, action

    with app.app_context():
        query = select(AuditEntry).where(AuditEntry.action.in_([f"exam.{action}" for action in done]))
        found = db.session.scalars(query.order_by(AuditEntry.number)).all()
        assert [one.action.removeprefix("exam.") for one in found] == done
        assert {(one.actor, one.detail["reason"]) for one in found} == {(str(invigilator.id), "设备故障")}
        assert {tuple(one.detail["entries"]) for one in found} == {(str(exam_room.entries[candidate.id]),)}


def test_a22_a_candidate_has_no_desk(exam_room, candidate, attempt):
    sitting, chosen = f"/sittings/{exam_room.sitting_id}", str(exam_room.entries[candidate.id])
    for action in ("release", "move_device", "end", "note"):
        assert candidate.post(f"{sitting}/time", DOES | {"change": action, "entry": chosen}).status_code == 404
    assert candidate.get(f"/api{sitting}/desk").status_code == 404
    assert state_of(candidate, attempt)["state"] == "in_progress"


def test_five_hundred_are_told_of_in_fifty_milliseconds(app, exam_room, candidate, attempt, invigilator, the_clock):
    from storage.transaction import transaction

    with app.app_context(), transaction():
        fill(exam_room.sitting_id, 500, 40, the_clock.now)
    address = f"/api/sittings/{exam_room.sitting_id}/desk"
    assert [row["answered"] for row in invigilator.get(address).json["rows"]] == [0] + 500 * [40]

    from exam.queries.in_view import InView
    from exam.queries.sittings import sitting_row
    from exam.views.desk import state_of_everybody

    spent = []
    with app.app_context():
        view = InView(sitting_row(exam_room.sitting_id), None)
        for _ in range(5):
            begun = time.process_time()
            told = app.json.dumps(state_of_everybody(view))
            spent.append(time.process_time() - begun)
    assert len(told) < 150_000
    assert min(spent) < 0.05


@pytest.mark.parametrize("change", ["end", "note", "move_device", "pause"])
def test_nothing_is_done_for_a_reason_of_blanks(candidate, attempt, does, change):
    before = state_of(candidate, attempt)

    assert does(change, confirmed="y", reason="  \u3000 ").status_code == 422
    assert state_of(candidate, attempt) == before


@pytest.mark.parametrize(("status", "kept"), [(200, "half done"), (409, "机房 101")])
def test_what_is_refused_leaves_nothing_though_the_page_says_why(
    app, exam_room, registrar, candidate, monkeypatch, status, kept
):
    """Whatever was written before somebody found out that it cannot be."""
    from exam.queries.sittings import sitting_row

    sitting = exam_room.holds(candidate)

    def half_done(sitting_id):
        sitting_row(sitting_id).place = "half done"
        return "Why not", status

    monkeypatch.setitem(app.view_functions, "exam.publish_sitting", half_done)
    assert registrar.post(f"/sittings/{sitting}/publication").status_code == status
    with app.app_context():
        assert sitting_row(sitting).place == kept
