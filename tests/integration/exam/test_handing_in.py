"""Starting, handing in, and what time does by itself."""

import json
import re
from datetime import timedelta

import pytest

from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of


@pytest.fixture
def heard(monkeypatch):
    """The attempts of which others heard that they were handed in."""
    from exam.domain.events import AttemptHandedIn
    from kernel import event

    told = []
    monkeypatch.setitem(event._listeners, AttemptHandedIn, [told.append])
    return told


@pytest.fixture
def sweep(app, the_clock):
    from exam.services.handing_in import close_overdue
    from storage.transaction import transaction

    def run():
        with app.app_context(), transaction():
            return close_overdue(now=the_clock.now)

    return run


def test_nobody_starts_before_the_time_or_too_late_or_without_saying_so(exam_room, candidate, the_clock):
    exam_room.holds(candidate, starts_in=timedelta(hours=3, minutes=1))
    attempts = f"/attempts/of/{exam_room.entries[candidate.id]}"

    assert "You can start from" in candidate.post(f"{attempts}?lang=en", {"ready": "y"}).text
    the_clock.moves_on(minutes=31)
    assert candidate.post(f"{attempts}?lang=en", {}).status_code == 422
    the_clock.moves_on(seconds=1)
    assert "The latest start was at" in candidate.post(f"{attempts}?lang=en", {"ready": "y"}).text
    assert "cannot start" in candidate.get(f"/entries/{exam_room.entries[candidate.id]}?lang=en").text


def test_one_may_start_at_the_very_last_moment(exam_room, candidate, the_clock):
    exam_room.holds(candidate)
    the_clock.moves_on(minutes=30)

    assert state_of(candidate, exam_room.starts(candidate))["remaining_ms"] == 90 * 60 * 1000


def test_nobody_starts_anothers_entry(exam_room, candidate, other_candidate):
    exam_room.holds(candidate)

    entry = exam_room.entries[candidate.id]
    assert other_candidate.get(f"/entries/{entry}").status_code == 404
    assert other_candidate.post(f"/attempts/of/{entry}", {"ready": "y"}).status_code == 404


def test_r04_starting_again_continues_the_same_attempt_with_the_same_clock(exam_room, candidate, the_clock):
    exam_room.holds(candidate)
    first = exam_room.starts(candidate)
    deadline = state_of(candidate, first)["deadline"]

    the_clock.moves_on(minutes=5)
    again = {exam_room.starts(candidate) for _ in range(5)}

    assert again == {first}
    assert state_of(candidate, first)["deadline"] == deadline
    assert candidate.get(f"/entries/{exam_room.entries[candidate.id]}").location.endswith(f"/attempts/{first}")


def test_extra_time_is_part_of_the_deadline(app, exam_room, candidate, the_clock):
    from exam.models.sittings import Entry
    from exam.services.entering import grant_extra_time
    from kernel.actor import PLATFORM
    from storage.database import db
    from storage.transaction import transaction

    exam_room.holds(candidate)
    with app.app_context(), transaction():
        row = db.session.get_one(Entry, exam_room.entries[candidate.id])
        grant_extra_time(row, 30, actor=PLATFORM, now=the_clock.now)

    assert "120 minutes" in candidate.get(f"/entries/{exam_room.entries[candidate.id]}?lang=en").text
    assert state_of(candidate, exam_room.starts(candidate))["remaining_ms"] == 120 * 60 * 1000


def test_r23_handing_in_carries_what_was_not_yet_saved(exam_room, candidate, work_of, heard):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1, "1", choice("A")))

    answer = hands_in(candidate, attempt, entry(1, "1", choice("A")), entry(2, "2", choice("D")))

    assert answer.json == {"receipt": f"/attempts/{attempt}/receipt"}
    work = work_of(attempt)
    assert work.answers == {"1": choice("A"), "2": choice("D")}
    assert (work.state, work.is_final, [event.attempt_id for event in heard]) == ("handed_in", True, [attempt])
    assert "2 of 60 questions" in candidate.get(f"/attempts/{attempt}/receipt?lang=en").text


def test_handing_in_again_gives_the_same_receipt_and_tells_nobody_twice(
    exam_room, candidate, work_of, heard, the_clock
):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    first = hands_in(candidate, attempt, entry(1))
    ended = work_of(attempt).ended_at

    the_clock.moves_on(minutes=3)
    again = hands_in(candidate, attempt, entry(1))
    more = hands_in(candidate, attempt, entry(2))

    assert (again.status_code, again.json) == (200, first.json)
    assert (more.status_code, more.json["code"]) == (409, "handed_in")
    assert work_of(attempt).ended_at == ended
    assert len(heard) == 1


@pytest.mark.parametrize(
    "body", [pytest.param([], id="empty"), pytest.param([entry(7, "2", choice("B"))], id="partial")]
)
def test_r36_handing_in_within_the_grace_leaves_what_is_not_in_the_request_untouched(
    exam_room, candidate, work_of, the_clock, body
):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1, "1", choice("C")), entry(2, "41", choice("A", "B")))
    deadline = state_of(candidate, attempt)["deadline"]
    the_clock.moves_on(minutes=90, seconds=30)

    assert hands_in(candidate, attempt, *body).status_code == 200

    work = work_of(attempt)
    assert {slot: work.answers[slot] for slot in ("1", "41")} == {"1": choice("C"), "41": choice("A", "B")}
    assert ("2" in work.answers) == bool(body)
    assert (work.state, work.ended_at.isoformat()) == ("timed_out", deadline)


def test_r30_a_reader_after_the_end_sees_what_the_sweep_will_write(
    exam_room, candidate, work_of, the_clock, sweep, heard
):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1))
    deadline = state_of(candidate, attempt)["deadline"]

    the_clock.moves_on(minutes=90)
    assert (work_of(attempt).state, work_of(attempt).is_final) == ("timed_out", False)
    assert sweep() == 0, "answers may still be under way"
    the_clock.moves_on(hours=24)
    before = work_of(attempt)
    assert (sweep(), sweep()) == (1, 0)

    assert work_of(attempt) == before
    assert (before.state, before.is_final, before.ended_at.isoformat()) == ("timed_out", True, deadline)
    assert [(event.attempt_id, event.at.isoformat()) for event in heard] == [(attempt, deadline)]
    candidate.signs_in()
    assert hands_in(candidate, attempt).json == {"receipt": f"/attempts/{attempt}/receipt"}
    assert "handed in by itself" in candidate.get(f"/attempts/{attempt}/receipt?lang=en").text


def test_r34_an_attempt_that_cannot_be_closed_stops_no_other(
    exam_room, candidate, other_candidate, sweep, the_clock, monkeypatch
):
    from exam.domain.events import AttemptHandedIn
    from kernel import event

    exam_room.holds(candidate, other_candidate)
    poisoned, sound = exam_room.starts(candidate), exam_room.starts(other_candidate)

    def choke(told):
        if told.attempt_id == poisoned:
            raise RuntimeError("poisoned")

    monkeypatch.setitem(event._listeners, AttemptHandedIn, [choke])
    monkeypatch.setattr(event, "_deliver", lambda listener, told: listener(told))
    the_clock.moves_on(hours=3)

    assert sweep() == 1
    assert other_candidate.get(f"/attempts/{sound}/receipt").status_code == 200


def test_r26_extra_time_granted_afterwards_changes_no_finished_attempt(app, exam_room, candidate, work_of, the_clock):
    from exam.models.attempts import Attempt
    from exam.models.sittings import Entry
    from exam.services.entering import grant_extra_time
    from kernel.actor import PLATFORM
    from storage.database import db
    from storage.transaction import transaction

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    hands_in(candidate, attempt, entry(1))

    def row():
        with app.app_context():
            return {c.name: getattr(db.session.get_one(Attempt, attempt), c.name) for c in Attempt.__table__.columns}

    before = row()
    with app.app_context(), transaction():
        grant_extra_time(
            db.session.get_one(Entry, exam_room.entries[candidate.id]), 60, actor=PLATFORM, now=the_clock.now
        )

    assert row() == before
    assert work_of(attempt).state == "handed_in"


def test_a01_the_paper_shows_every_question_and_no_key(app, exam_room, candidate):
    import re

    from exam.queries.attempts import attempt_row
    from question_bank.models import Version
    from storage.database import db

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    page = candidate.get(f"/attempts/{attempt}")
    paper = json.loads(re.search(r'id="paper">(.*?)</script>', page.text, re.DOTALL)[1])

    assert [question["slot"] for question in paper["questions"]] == [str(number) for number in range(1, 61)]
    shown = "slot kind section marks stem options prompts partial group"
    assert set(paper["questions"][0]) == set(shown.split())
    assert page.headers["Cache-Control"] == "no-store"
    with app.app_context():
        row = attempt_row(attempt)
        secrets = [row.form.seed]
        for slot in row.form.layout.slots:
            version = db.session.get_one(Version, slot.version_id)
            secrets += [str(slot.version_id), str(version.question_id), version.as_question.rationale.zh]
    told = page.text + json.dumps(dict(page.headers)) + json.dumps(state_of(candidate, attempt))
    assert [secret for secret in secrets if secret in told] == []


def test_the_options_stand_in_the_order_of_the_form(app, exam_room, candidate):
    import re

    from exam.queries.attempts import attempt_row
    from question_bank.queries import presented
    from web.markdown import inline_html

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    text = candidate.get(f"/attempts/{attempt}").text
    paper = json.loads(re.search(r'id="paper">(.*?)</script>', text, re.DOTALL)[1])

    with app.app_context():
        slots = attempt_row(attempt).form.layout.slots
        shown = presented([slot.version_id for slot in slots])
        for question, slot in zip(paper["questions"], slots, strict=True):
            expected = [str(inline_html(shown[slot.version_id].options[index].en)) for index in slot.order]
            assert [option["en"] for option in question["options"]] == expected
            assert [option["letter"] for option in question["options"]] == list(slot.letters)


def test_the_invigilator_sees_who_writes_and_when_they_last_saved(exam_room, candidate, other_candidate, invigilator):
    exam_room.holds(candidate, other_candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1), entry(2, "2"))

    page = invigilator.get(f"/sittings/{exam_room.sitting_id}/desk?lang=en").text
    page = " ".join(re.sub(r"<[^>]+>", "", page).split())

    assert "王小明" in page
    assert "李丽" in page
    assert "2 / 60" in page
    assert "12:00:00" in page
    assert invigilator.get("/sittings").status_code == 200
    assert invigilator.get(f"/sittings/{exam_room.sitting_id}").status_code == 404


@pytest.mark.parametrize(
    ("late_by", "is_taken"),
    [
        pytest.param({"seconds": 59, "milliseconds": 999}, True, id="a millisecond before the end of the grace"),
        pytest.param({"seconds": 60}, True, id="at the end of the grace"),
        pytest.param({"seconds": 60, "milliseconds": 1}, False, id="a millisecond after the grace"),
    ],
)
def test_a_page_that_was_reloaded_without_a_network_has_the_grace_as_well(
    exam_room, candidate, the_clock, late_by, is_taken
):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1))
    the_clock.moves_on(minutes=90, **late_by)

    claimed = claims(candidate, attempt, "page-two-0002").json
    assert (claimed["state"], claimed["writer"] == "page-two-0002") == ("timed_out", is_taken)
    answer = hands_in(candidate, attempt, entry(2, "2", choice("B")), writer="page-two-0002")
    assert answer.status_code == (200 if is_taken else 409)
    assert ("2" in state_of(candidate, attempt)["answers"]) is is_taken
