"""The clock of attempts: stopped, going on, minutes given; on every surface and in every process."""

from datetime import timedelta

import pytest

from storage.transaction import transaction
from tests.integration.exam.test_races import at_once, count
from tests.support.clocks import agrees, codes, minutes_left, row_of
from tests.support.exam_room import entry, hands_in, saves, state_of


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    return exam_room.starts(candidate)


def test_r17_what_is_stopped_takes_no_answer_at_the_next_statement(app, candidate, attempt, watch):
    assert saves(candidate, attempt, entry(1)).status_code == 200
    assert watch("pause", candidate) == 1

    for answer in (saves(candidate, attempt, entry(2)), hands_in(candidate, attempt, entry(2))):
        assert (answer.status_code, answer.json["code"]) == (409, "paused")
    assert state_of(candidate, attempt)["next_seq"] == 2
    assert agrees(app, attempt)

    assert watch("resume", candidate) == 1
    assert saves(candidate, attempt, entry(2)).status_code == 200
    assert agrees(app, attempt)


def test_r05_two_hours_later_there_is_as_much_time_left(app, candidate, attempt, watch, the_clock, invigilator):
    from sqlalchemy import select

    from accounts.models import AuditEntry
    from storage.database import db

    the_clock.moves_on(minutes=76, seconds=53)
    watch("pause", candidate, cause="outage", reason="断网")
    the_clock.moves_on(hours=2)
    assert state_of(candidate, attempt)["state"] == "paused"
    assert minutes_left(candidate, attempt) == 13 + 7 / 60
    watch("resume", candidate, reason="已恢复")

    assert minutes_left(candidate, attempt) == 13 + 7 / 60
    with app.app_context():
        done = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("exam.time_"))).all()
        assert [(one.action, one.detail["reason"]) for one in done] == [
            ("exam.time_pause", "断网"), ("exam.time_resume", "已恢复"),
        ]  # fmt: skip
        assert {one.actor for one in done} == {str(invigilator.id)}


def test_r49_the_time_used_and_the_time_left_are_what_was_granted(
    app, exam_room, candidate, other_candidate, watch, the_clock
):
    exam_room.holds(candidate, other_candidate)
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}
    the_clock.moves_on(minutes=10)
    assert watch("pause", *papers) == 2
    the_clock.moves_on(minutes=7)
    assert watch("resume", candidate) == 1
    the_clock.moves_on(minutes=5)
    assert watch("resume", *papers) == 1
    assert watch("give", *papers, minutes=12, cause="outage") == 2
    the_clock.moves_on(minutes=20)

    assert minutes_left(candidate, papers[candidate]) == 90 + 12 - 10 - 5 - 20
    assert minutes_left(other_candidate, papers[other_candidate]) == 90 + 12 - 10 - 20
    assert all(agrees(app, attempt) for attempt in papers.values())


def test_a_stopped_clock_is_never_run_out(app, candidate, attempt, watch, the_clock):
    from exam.services.handing_in import close_overdue

    watch("pause", candidate)
    the_clock.moves_on(days=1)

    with app.app_context(), transaction():
        assert close_overdue(now=the_clock.now) == 0
    candidate.signs_in()
    assert minutes_left(candidate, attempt) == 90


@pytest.mark.parametrize(
    ("late_by", "given"),
    [
        pytest.param(timedelta(seconds=-1), True, id="a second before the end"),
        pytest.param(timedelta(seconds=1), True, id="within the grace"),
        pytest.param(timedelta(hours=1), False, id="long after the end"),
    ],
)
def test_r24_minutes_can_be_given_until_the_grace_is_over(app, candidate, attempt, watch, the_clock, late_by, given):
    from kernel.errors import Refused

    the_clock.moves_on(minutes=90)
    the_clock.moves_on(seconds=late_by.total_seconds())

    if given:
        assert watch("give", candidate, minutes=5) == 1
        assert saves(candidate, attempt, entry(1)).status_code == 200
        assert hands_in(candidate, attempt, entry(2)).status_code == 200
        return
    with pytest.raises(Refused) as refused:
        watch("give", candidate, minutes=5)
    assert codes(refused) == ["nothing_to_change"]
    assert hands_in(candidate, attempt, entry(1)).json["code"] == "late"


def test_r26_who_has_finished_stays_byte_for_byte_as_they_are(
    app, exam_room, candidate, other_candidate, watch, the_clock
):
    exam_room.holds(candidate, other_candidate)
    finished, running = exam_room.starts(candidate), exam_room.starts(other_candidate)
    hands_in(candidate, finished, entry(1))
    before = row_of(app, finished)

    assert watch("give", candidate, other_candidate, minutes=30) == 1
    assert watch("pause", candidate, other_candidate) == 1

    assert row_of(app, finished) == before
    assert minutes_left(other_candidate, running) == 120


def test_minutes_are_also_for_those_who_have_not_started(exam_room, candidate, other_candidate, watch):
    exam_room.holds(candidate, other_candidate)
    running = exam_room.starts(candidate)

    assert watch("give", candidate, other_candidate, minutes=15) == 2

    assert minutes_left(candidate, running) == 105
    assert minutes_left(other_candidate, exam_room.starts(other_candidate)) == 105


def test_r16_changes_for_everybody_at_once_end_well_for_all(app, exam_room, candidate, other_candidate, watch):
    from exam.models.attempts import TimeRecord
    from kernel.errors import Refused

    exam_room.holds(candidate, other_candidate)
    papers = {person: exam_room.starts(person) for person in (candidate, other_candidate)}

    def work(number):
        if number % 4 == 3:
            person = [candidate, other_candidate][number // 4 % 2]
            return saves(person, papers[person], entry(number)).status_code in {200, 409}
        try:
            people = (candidate, other_candidate) if number % 2 else (other_candidate, candidate)
            return watch(["pause", "resume", "give"][number % 4], *people, minutes=1 if number % 4 == 2 else 0)
        except Refused as refused:
            return [refusal.code for refusal in refused.refusals] == ["nothing_to_change"]

    assert all(at_once(work, 16))
    assert all(agrees(app, attempt) for attempt in papers.values())
    assert count(app, TimeRecord) >= 8
