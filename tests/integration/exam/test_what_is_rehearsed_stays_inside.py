"""Nothing of a rehearsal leaves the exam room: a test for each way out."""

import pytest
from sqlalchemy import delete, func, select

from kernel.errors import NotFound, Refused
from tests.support.exam_room import admit, enter, entry, saves
from tests.support.people import PASSWORD
from tests.support.rehearsed import FAR_AHEAD, Rehearsed


def test_a_rehearsal_stands_in_no_list_of_sittings(rehearsed, in_room, the_clock, invigilator):
    from exam.queries import bookings
    from exam.queries import entries as entered
    from exam.queries import sittings as planned
    from storage.database import db

    def lists():
        now, then = the_clock.now, the_clock.now + 2 * FAR_AHEAD
        return (
            [row.id for row in db.session.scalars(planned.sittings())],
            [row.id for row in planned.all_sitting_rows()],
            [row.id for row in planned.all_sitting_rows(invigilator.id)],
            [row.id for row in planned.sittings_to_come(now)],
            [row.id for row in bookings.between(now, then)],
            [row.sitting_id for row in entered.entries_to_come(now)],
        )

    listed = in_room(lists)
    assert [ids for ids in listed if rehearsed.sitting in ids] == []
    assert sum(rehearsed.original in ids for ids in listed) >= 4
    with pytest.raises(NotFound):
        in_room(lambda: planned.sitting(rehearsed.sitting))


def test_it_takes_no_room_and_nobody_who_watches(app, the_clock, in_room, invigilator):
    from exam.queries import bookings
    from exam.queries.sittings import sitting_row
    from exam.services.rooms import keep_room
    from kernel.actor import PLATFORM

    facts = {"address": "", "seats": 20, "step_free": True}
    room = in_room(lambda: keep_room(None, name="机房 201", **facts, actor=PLATFORM, now=the_clock.now))
    rehearsed = Rehearsed(app, the_clock, room_ids=[room])

    def clashes():
        real, row = sitting_row(rehearsed.original), bookings.room_row(room)
        assert len(sitting_row(rehearsed.sitting).rooms) == len(sitting_row(rehearsed.sitting).invigilations) == 1
        return (
            bookings.clash_of_room(real, row),
            bookings.clash_of_invigilator(real, invigilator.id),
            bookings.uses_of(row),
        )

    assert in_room(clashes)[:2] == (None, None)
    assert [row.id for row in in_room(clashes)[2]] == [rehearsed.original]


def test_what_is_handed_in_or_runs_out_of_time_is_never_marked(rehearsed, taken, in_room, the_clock, run_jobs):
    from exam.queries import attempts as sat
    from grading.models import Score
    from grading.services.scoring import mark_left_over
    from storage.database import db

    rehearsed.goes_to(200)
    rehearsed.is_swept()
    states = in_room(lambda: [sat.attempt_row(attempt).state.value for attempt in taken])
    assert states == ["handed_in", "timed_out"]
    the_clock.moves_on(days=40, hours=5)
    in_room(lambda: mark_left_over(now=the_clock.now))
    run_jobs()

    assert in_room(lambda: db.session.scalar(select(func.count()).select_from(Score))) == 0


def test_the_sweep_of_real_sittings_leaves_it_alone_and_that_of_a_rehearsal_the_real_ones(
    rehearsed, taken, in_room, the_clock
):
    from exam.domain.attempt import AttemptState
    from exam.queries import attempts as sat
    from exam.queries import entries as entered

    later = the_clock.now + 2 * FAR_AHEAD
    assert in_room(
        lambda: (sat.overdue_attempts(later), entered.absent_entries(later), sat.number_in_progress(the_clock.now))
    ) == ([], [], 0)
    assert in_room(lambda: sat.overdue_attempts(later, rehearsed.sitting)) == taken[1:]
    assert in_room(lambda: sat.closed_attempts(the_clock.now, later)) == {}

    def rests():
        row = sat.attempt_row(taken[1])
        row.state, row.paused_at, row.resumes_at = AttemptState.PAUSED, the_clock.now, the_clock.now

    in_room(rests)
    assert in_room(lambda: (sat.ended_breaks(later), sat.ended_breaks(later, rehearsed.sitting))) == ([], taken[1:])


def test_no_papers_are_made_for_it_by_themselves(rehearsed, in_room, the_clock):
    from exam.models.papers import Form
    from exam.services.preparing import JOB, prepare_due_forms
    from jobs.services import is_under_way
    from storage.database import db

    in_room(lambda: db.session.execute(delete(Form).where(Form.sitting_id == rehearsed.sitting)))
    in_room(lambda: prepare_due_forms(now=rehearsed.starts_at))
    assert not in_room(lambda: is_under_way(JOB, sitting_id=str(rehearsed.sitting)))


def test_it_is_in_no_figure(rehearsed, visitor):
    def figures():
        lines = visitor.get("/metrics").text.splitlines()
        return [line for line in lines if line.startswith(("saves_total", "attempts_in_progress"))]

    before = figures()
    rehearsed.goes_to(1)
    browser = rehearsed.browser(0)
    attempt = rehearsed.starts(browser, 0)
    assert saves(browser, attempt, entry(1)).status_code == 200
    assert saves(browser, attempt, entry(1, value={"chosen": ["B"], "flagged": False})).status_code == 409
    assert figures() == before


def test_who_did_not_come_is_not_written_to(rehearsed, taken, in_room):
    from exam.queries.entries import entry_row
    from messages.models import Notice
    from storage.database import db

    rehearsed.goes_to(60)
    rehearsed.is_swept()
    assert in_room(lambda: entry_row(rehearsed.entries[2]).absent_since) is not None
    assert (
        in_room(
            lambda: db.session.scalar(
                select(func.count()).select_from(Notice).where(Notice.person_id.in_(rehearsed.people))
            )
        )
        == 0
    )


def test_no_question_is_taken_into_use_and_none_is_reported(unused_bank, rehearsed, taken, in_room, app):
    from question_bank.models import Version
    from storage.database import db

    states = in_room(lambda: {state.value for state in db.session.scalars(select(Version.state).distinct())})
    assert states == {"approved"}
    browser = rehearsed.browser(1)
    said = browser.post(f"/api/attempts/{taken[1]}/problems", json={"slot": "1", "text": "没有正确选项"})
    assert (said.status_code, said.json["code"]) == (409, "only_rehearsed")


def test_its_receipts_vouch_for_nothing(taken, in_room):
    from exam.queries import attempts as sat

    number = in_room(lambda: sat.attempt_row(taken[0]).number)
    assert in_room(lambda: sat.find_numbered(number)) is None


def test_simulated_people_stand_on_no_list(rehearsed, registrar, administrator, in_room):
    from accounts import queries
    from kernel.actor import Role
    from storage.database import db

    def found():
        email = queries.person(rehearsed.people[0]).email
        listed = db.session.scalars(queries.everybody("模拟")).all(), queries.people_in_role(Role.CANDIDATE)
        return queries.find_person(email), *map(len, listed), queries.people_count()

    assert in_room(found) == (None, 0, 0, 2)
    assert administrator.get(f"/people/{rehearsed.people[0]}").status_code == 404
    assert registrar.get(f"/desk/people/{rehearsed.people[0]}/identity").status_code == 404


def test_nobody_signs_in_as_one_of_them(rehearsed, in_room, the_clock, candidate):
    from accounts.queries import person_row
    from accounts.services import passwords, signing_in, simulating

    def with_a_password():
        person = person_row(rehearsed.people[0])
        person.password_hash = passwords.hashed(PASSWORD)
        return person.email

    email = in_room(with_a_password)
    with pytest.raises(Refused):
        in_room(lambda: signing_in.sign_in(email=email, password=PASSWORD, address="", device="", now=the_clock.now))
    with pytest.raises(NotFound):
        in_room(lambda: simulating.sign_in_simulated(candidate.id, now=the_clock.now))


def test_nobody_real_gets_into_it(rehearsed, candidate, registrar, in_room, the_clock):
    """Neither by entering nor by a move; and nobody plans it, or moves anybody out of it."""
    from exam.queries import entries as entered
    from exam.services import leaving

    in_room(lambda: admit(candidate.id, the_clock.now))
    assert candidate.post(f"/sittings/{rehearsed.sitting}/entries").status_code == 404
    mine = in_room(lambda: enter(rehearsed.original, [candidate.id], the_clock.now)[0])
    assert in_room(lambda: leaving.goals(entered.entry_row(mine), the_clock.now)) == []
    assert candidate.post(f"/entries/{mine}/moves", {"goal": str(rehearsed.sitting)}).status_code == 302
    assert in_room(lambda: entered.entry_row(mine).state.value) == "seated"
    me = candidate.actor
    with pytest.raises(NotFound):
        in_room(lambda: leaving.move(entered.entry_row(mine), rehearsed.sitting, actor=me, now=the_clock.now))
    assert str(rehearsed.sitting) not in candidate.get("/exams").text
    wishes = {
        "publication": {},
        "cancellation": {},
        "forms": {},
        "capacity": {"capacity": "9"},
        "time-and-place": {"starts_at": "2027-01-01T09:00", "place": "x"},
        "rooms": {"rooms": str(rehearsed.sitting)},
        "invigilators": {"person": str(candidate.id)},
        "seats": {"order": "by_chance"},
        "door-rule": {"needed": "y"},
        "safeguards": {},
    }
    refused = {wish: registrar.post(f"/sittings/{rehearsed.sitting}/{wish}", said) for wish, said in wishes.items()}
    assert {wish: answer.status_code for wish, answer in refused.items()} == dict.fromkeys(wishes, 404)
    theirs = f"/desk/entries/{rehearsed.entries[0]}"
    assert registrar.post(f"{theirs}/withdrawal", {"reason": "x"}).status_code == 404
    assert registrar.post(f"{theirs}/moves", {"goal": str(rehearsed.original)}).status_code == 404
    assert registrar.get(f"/results/sittings/{rehearsed.sitting}").status_code == 404


def test_a_rehearsal_is_not_rehearsed_and_no_sitting_twice_at_once(rehearsed, in_room, the_clock):
    from exam.queries.sittings import sitting_row
    from exam.services import rehearsing
    from kernel.actor import PLATFORM

    def begin(sitting_id, candidates=1):
        chosen = {"candidates": candidates, "speed": None, "seed": "1"}
        return in_room(lambda: rehearsing.begin(sitting_row(sitting_id), **chosen, actor=PLATFORM, now=the_clock.now))

    with pytest.raises(NotFound):
        begin(rehearsed.sitting)
    for candidates, code in ((1, "rehearsed_already"), (51, "rehearsal_out_of_range"), (0, "rehearsal_out_of_range")):
        with pytest.raises(Refused) as refused:
            begin(rehearsed.original, candidates)
        assert [each.code for each in refused.value.refusals] == [code]
