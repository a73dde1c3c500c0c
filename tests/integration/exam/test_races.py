"""Many at once, on real databases: every wish takes effect exactly once, and everybody hears the same."""

from datetime import date

import pytest

from kernel.actor import Role
from tests.support.accommodations import is_granted
from tests.support.at_once import MANY, at_once
from tests.support.clocks import minutes_left
from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of
from tests.support.people import Somebody
from tests.support.pictures import a_pdf
from tests.support.uploads import announces, finishes, sends, uploads


def count(app, table, attempt_id=None):
    from sqlalchemy import func, select

    from storage.database import db

    with app.app_context():
        query = select(func.count()).select_from(table)
        return db.session.scalar(query if attempt_id is None else query.where(table.attempt_id == attempt_id))


def with_spare_papers(app, number):
    """As many and no others."""
    from sqlalchemy import delete, select

    from exam.models.papers import Form
    from storage.database import db
    from storage.transaction import transaction

    with app.app_context(), transaction():
        spare = select(Form.id).where(Form.entry_id.is_(None)).order_by(Form.number).limit(number)
        left = list(db.session.scalars(spare))
        assert len(left) == number
        db.session.execute(delete(Form).where(Form.id.not_in(left)))


@pytest.fixture
def measures(app, candidate, the_clock):
    """Somebody was granted measures, so that starting has to read more; returns by how many minutes."""
    from storage.transaction import transaction

    with app.app_context(), transaction():
        is_granted(candidate.id, the_clock.now, starts_on=date(2026, 3, 2), extra_minutes=30)
    return 30


@pytest.mark.parametrize("granted", ["nothing", "measures"])
@pytest.mark.parametrize("papers", ["its own", "a spare one"])
def test_r38_twenty_starts_at_once_make_one_attempt(app, exam_room, candidate, tabs, request, granted, papers):
    from exam.models.attempts import Attempt

    if granted != "nothing":
        request.getfixturevalue(granted)
    exam_room.holds(candidate)
    if papers != "its own":
        with_spare_papers(app, 1)
    address = f"/attempts/of/{exam_room.entries[candidate.id]}"

    answers = at_once(lambda number: tabs[number].post(address, {"ready": "y"}))

    assert {answer.status_code for answer in answers} <= {201, 302}
    assert len({answer.location for answer in answers}) == 1
    assert count(app, Attempt) == 1


@pytest.mark.parametrize("granted", ["nothing", "measures"])
def test_minutes_given_between_looking_and_starting_are_there(app, exam_room, candidate, watch, request, granted):
    from exam.queries.starts import entry_to_start
    from exam.services import starting
    from storage.transaction import transaction

    on_top = 0 if granted == "nothing" else request.getfixturevalue(granted)
    exam_room.holds(candidate)
    with app.app_context():
        seen = entry_to_start(exam_room.entries[candidate.id])
    watch("give", candidate, minutes=12)
    with app.app_context(), transaction():
        attempt = starting.start(seen, now=exam_room.the_clock.now).id

    assert minutes_left(candidate, attempt) == 90 + 12 + on_top


@pytest.mark.parametrize("papers", ["its own", "a spare one"])
def test_whoever_withdraws_between_looking_and_starting_has_not_started(app, exam_room, candidate, papers):
    from sqlalchemy import select

    from exam.models.attempts import Attempt
    from exam.models.papers import Form
    from exam.queries.entries import entry_row
    from exam.queries.starts import entry_to_start
    from exam.services import leaving, starting
    from kernel.actor import PLATFORM
    from kernel.errors import Refused
    from storage.database import db
    from storage.transaction import transaction

    exam_room.holds(candidate)
    if papers != "its own":
        with_spare_papers(app, 1)
    now = exam_room.the_clock.now
    with app.app_context():
        seen = entry_to_start(exam_room.entries[candidate.id])
        with transaction():
            leaving.withdraw(entry_row(seen.id), by_staff=True, actor=PLATFORM, now=now)
    with app.app_context(), pytest.raises(Refused) as refused:
        starting.start(seen, now=now)

    assert "not_entered" in {refusal.code for refusal in refused.value.refusals}
    assert count(app, Attempt) == 0
    with app.app_context():
        assert not db.session.scalars(select(Form).where(Form.entry_id == seen.id)).all()


def test_two_without_a_paper_of_their_own_start_with_different_spare_ones(app, exam_room, candidate, other_candidate):
    from sqlalchemy import select

    from exam.models.attempts import Attempt
    from storage.database import db

    exam_room.holds(candidate, other_candidate)
    with_spare_papers(app, 2)
    people = (candidate, other_candidate)

    answers = at_once(
        lambda number: people[number].post(f"/attempts/of/{exam_room.entries[people[number].id]}", {"ready": "y"}),
        times=2,
    )

    assert [answer.status_code for answer in answers] == [201, 201]
    with app.app_context():
        attempts = db.session.scalars(select(Attempt)).all()
        assert {(a.form.entry_id, a.state.value) for a in attempts} == {
            (entry_id, "in_progress") for entry_id in exam_room.entries.values()
        }
        assert len({a.form_id for a in attempts}) == 2


def test_r38_twenty_hand_ins_at_once_are_told_to_others_once(exam_room, candidate, tabs, monkeypatch):
    from exam.domain.events import AttemptHandedIn
    from kernel import event

    told = []
    monkeypatch.setitem(event._listeners, AttemptHandedIn, [told.append])
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    answers = at_once(lambda number: hands_in(tabs[number], attempt, entry(1)))

    assert [answer.status_code for answer in answers] == [200] * MANY
    assert len({answer.json["receipt"] for answer in answers}) == 1
    assert len(told) == 1


def test_the_same_save_twenty_times_at_once_is_stored_once(app, exam_room, candidate, tabs):
    from exam.models.attempts import SavedAnswer

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    answers = at_once(lambda number: saves(tabs[number], attempt, entry(1), entry(2, "2")))

    assert [answer.json["durable"] for answer in answers] == [2] * MANY
    assert count(app, SavedAnswer, attempt) == 2


def test_of_twenty_contents_under_one_number_one_is_stored_and_nothing_of_the_others(exam_room, candidate, tabs):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    def contradict(number):
        """Each says something else under number 99, and something of its own beside it."""
        own = entry(number + 1, str(number + 1))
        return saves(tabs[number], attempt, own, entry(99, "60", choice("A", flagged=number % 2 == 0)))

    answers = at_once(contradict)

    stored = state_of(candidate, attempt)["answers"]
    accepted = {str(number + 1) for number, answer in enumerate(answers) if answer.status_code == 200}
    assert {answer.status_code for answer in answers} == {200, 409}
    assert stored.keys() == accepted | {"60"}
    assert len({int(slot) % 2 for slot in accepted}) == 1


def test_what_is_acknowledged_beside_a_hand_in_is_in_the_work_that_is_marked(
    app, exam_room, candidate, tabs, monkeypatch
):
    """Whoever hears of the hand-in sees every answer that was or will be acknowledged."""
    from exam.domain.events import AttemptHandedIn
    from exam.queries import attempts as sat
    from kernel import event

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    seen = []
    now = exam_room.the_clock.now
    monkeypatch.setitem(
        event._listeners, AttemptHandedIn, [lambda told: seen.append(sat.work(told.attempt_id, now).answers)]
    )
    monkeypatch.setattr(event, "_deliver", lambda listener, told: listener(told))

    def act(number):
        if number == MANY // 2:
            return hands_in(tabs[number], attempt)
        return saves(tabs[number], attempt, entry(number + 1, str(number + 1)))

    answers = at_once(act)

    acknowledged = {
        str(number + 1) for number, answer in enumerate(answers) if answer.status_code == 200 and number != MANY // 2
    }
    assert answers[MANY // 2].status_code == 200
    assert set(seen[0]) == acknowledged
    assert {answer.status_code for answer in answers} <= {200, 409}


def test_of_many_pages_that_claim_at_once_one_writes(exam_room, candidate, tabs):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    at_once(lambda number: claims(tabs[number], attempt, f"page-{number:04}"))

    answers = [saves(tab, attempt, entry(number + 1), writer=f"page-{number:04}") for number, tab in enumerate(tabs)]
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (MANY - 1)


def test_r38_a_sitting_cancelled_twenty_times_at_once_is_cancelled_and_told_once(app, candidate, the_clock):
    import accounts.queries
    from kernel.actor import Role
    from messages.services import notices_of
    from storage.transaction import transaction
    from tests.support.exam_room import admit, enter, plan_sitting
    from tests.support.people import Somebody

    with app.app_context(), transaction():
        sitting = plan_sitting(the_clock.now)
        admit(candidate.id, the_clock.now)
        enter(sitting, [candidate.id], the_clock.now)
        told_before = len(notices_of(candidate.id, 50))
    registrars = [Somebody(app, f"考务{number}", Role.REGISTRAR) for number in range(8)]
    for registrar in registrars:
        assert registrar.token

    answers = at_once(lambda number: registrars[number].post(f"/sittings/{sitting}/cancellation"), times=8)

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7
    with app.app_context():
        said = [entry for entry in accounts.queries.audit_entries() if entry.action == "exam.cancel_sitting"]
        assert len(said) == 1
        assert len(notices_of(candidate.id, 50)) == told_before + 1


def test_r09_ten_candidates_bring_the_same_bytes_at_once_and_each_has_a_file_of_their_own(exam_room, app, work_of):
    """Files are sealed one by one under random names, so nobody's stands in anybody's way."""
    people = [Somebody(app, f"考生{number}", Role.CANDIDATE) for number in range(10)]
    exam_room.holds(*people, component="case_study")
    attempts = [exam_room.starts(person) for person in people]
    content = a_pdf()

    answers = at_once(lambda number: uploads(people[number], attempts[number], content), len(people))

    assert [answer.status_code for answer in answers] == [200] * len(people)
    kept = [work_of(attempt).file for attempt in attempts]
    assert len({file.sha256 for file in kept}) == 1
    assert len({file.key for file in kept}) == len(people)


def test_a48_an_upload_finished_many_times_at_once_is_kept_once(exam_room, candidate, tabs, work_of):
    exam_room.holds(candidate, component="case_study")
    attempt, content = exam_room.starts(candidate), a_pdf()
    address = announces(candidate, attempt, content).json["url"]

    sent = at_once(lambda number: sends(tabs[number], address, 0, content), 5)
    finished = at_once(lambda number: finishes(tabs[number], address), 5)

    assert [answer.json for answer in sent] == [{"received": len(content)}] * 5
    assert [answer.status_code for answer in finished] == [200] * 5
    assert len(work_of(attempt).files) == 1
