"""Making papers from the shipped bank: fair, different, rebuilt from their seeds, made once."""

import json
from collections import Counter

import pytest

from tests.support.exam_room import admit, enter, plan_sitting
from tests.support.paper_checker import faults_of


@pytest.fixture
def sitting_id(in_room, the_clock):
    return in_room(lambda: plan_sitting(the_clock.now))


def test_a_hundred_papers_of_the_shipped_bank_satisfy_the_independent_checker(app, in_room, sitting_id):
    result = app.test_cli_runner().invoke(args=["exam", "assemble", str(sitting_id), "--forms", "100"])
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)

    def papers_and_bank():
        from exam.queries.attempts import forms_of

        forms = forms_of(sitting_id)
        return [form.content for form in forms], forms[0].pool.items

    papers, bank = in_room(papers_and_bank)
    assert len(papers) == 100
    assert faults_of(papers, bank) == []
    assert (report["forms"], report["equal_pairs"], report["made"]) == (100, 0, 100)
    assert report["exposure"][0]["papers"] <= 1.15 * report["least_exposed"]
    assert [len(row) for row in report["overlap"]] == list(range(100))
    assert max(shared for row in report["overlap"] for shared in row) == report["most_shared"]
    assert {band["measure"] for band in report["bands"]} == {"score", "border_score", "information", "reading"}
    assert report["forced"] == []
    assert all(cell["available"] >= cell["needed"] for cell in report["cells"])
    assert {row["function"]: row["least"] for row in report["functions"]}["overview"] == report["functions"][0]["most"]


def test_the_seed_and_the_pinned_pool_rebuild_every_paper_though_the_bank_has_changed(in_room, sitting_id, the_clock):
    from exam.queries.attempts import forms_of
    from exam.queries.sittings import sitting_row
    from exam.services.assembling import rebuilt
    from exam.services.preparing import prepare_forms
    from kernel.actor import PLATFORM
    from question_bank.domain.lifecycle import Move
    from question_bank.models import Version
    from question_bank.services.reviewing import note
    from storage.database import db

    in_room(lambda: prepare_forms(sitting_id, now=the_clock.now, spares=3))

    def retire_what_was_asked():
        asked = forms_of(sitting_id)[0].layout.slots[0].version_id
        note(db.session.get_one(Version, asked), Move.RETIRE, actor=PLATFORM, reason="test", now=the_clock.now)

    in_room(retire_what_was_asked)
    in_room(lambda: prepare_forms(sitting_id, now=the_clock.now, spares=5))

    def check():
        sitting = sitting_row(sitting_id)
        forms = forms_of(sitting_id)
        assert [form.number for form in forms] == [1, 2, 3, 4, 5]
        assert len({form.seed for form in forms}) == 5
        assert forms[0].pool.sha256 != forms[-1].pool.sha256
        assert rebuilt(forms, sitting) == [form.layout for form in forms]

    in_room(check)


def test_papers_are_made_once_for_each_entry_and_some_to_spare(
    in_room, sitting_id, candidate, other_candidate, the_clock
):
    from exam.queries.attempts import forms_of
    from exam.services.preparing import prepare_forms

    people = [candidate.id, other_candidate.id]
    in_room(lambda: [admit(person, the_clock.now) for person in people])
    entries = in_room(lambda: enter(sitting_id, people, the_clock.now))

    made = [in_room(lambda: prepare_forms(sitting_id, now=the_clock.now)) for _ in range(3)]

    served = Counter(in_room(lambda: [form.entry_id for form in forms_of(sitting_id)]))
    assert made == [4, 0, 0]
    assert served == {entries[0]: 1, entries[1]: 1, None: 2}


def test_how_far_the_papers_are_is_counted_without_reading_one(
    in_room, sitting_id, candidate, other_candidate, the_clock
):
    from exam.models.papers import Form
    from exam.queries.sittings import sitting_row
    from exam.services.preparing import prepare_forms, progress
    from storage.database import db

    def counted():
        found = progress(sitting_row(sitting_id))
        assert not any(isinstance(row, Form) for row in db.session)
        return found.made, found.wanted

    people = [candidate.id, other_candidate.id]
    in_room(lambda: [admit(person, the_clock.now) for person in people])
    assert in_room(counted) == (0, 2)
    in_room(lambda: enter(sitting_id, people, the_clock.now))
    assert in_room(counted) == (0, 4)
    in_room(lambda: prepare_forms(sitting_id, now=the_clock.now, at_once=3))
    assert in_room(counted) == (3, 4)
    in_room(lambda: prepare_forms(sitting_id, now=the_clock.now))
    assert in_room(counted) == (4, 4)


def test_what_stands_on_papers_is_in_use_and_the_rest_of_the_bank_is_not(app, unused_bank, in_room, sitting_id):
    from exam.queries.attempts import forms_of
    from question_bank.models import Version
    from storage.database import db

    app.test_cli_runner().invoke(args=["exam", "assemble", str(sitting_id), "--forms", "1"])

    def pinned_and_in_use():
        pinned = {version for form in forms_of(sitting_id) for version in form.layout.versions}
        return pinned, {row.id for row in db.session.query(Version).filter_by(state="in_use")}

    pinned, in_use = in_room(pinned_and_in_use)
    assert pinned == in_use != set()


def test_an_hour_before_the_door_the_sweep_makes_the_papers(in_room, app, sitting_id, candidate, the_clock):
    from exam.queries.attempts import forms_of
    from jobs.services import sweep

    in_room(lambda: admit(candidate.id, the_clock.now))
    in_room(lambda: enter(sitting_id, [candidate.id], the_clock.now))
    with app.app_context():
        sweep(the_clock.now)
        assert in_room(lambda: forms_of(sitting_id)) == []
        sweep(the_clock.moves_on(hours=1, minutes=31))

    assert len(in_room(lambda: forms_of(sitting_id))) == 3


def test_a_case_study_pins_one_of_the_cases(in_room, candidate, the_clock):
    from exam.queries.attempts import forms_of
    from exam.queries.sittings import sitting_row
    from exam.services.assembling import rebuilt
    from exam.services.preparing import prepare_forms
    from question_bank.queries import case_pool

    sitting_id = in_room(lambda: plan_sitting(the_clock.now, "case_study"))
    in_room(lambda: prepare_forms(sitting_id, now=the_clock.now, spares=12))

    def check():
        forms = forms_of(sitting_id)
        cases = {item.version_id for item in case_pool("csm-national", 3)}
        pinned = {form.layout.case_version_id for form in forms}
        assert pinned <= cases
        assert len(pinned) > 1
        assert rebuilt(forms, sitting_row(sitting_id)) == [form.layout for form in forms]

    in_room(check)


def test_an_unknown_sitting_is_an_error_on_standard_error(app):
    result = app.test_cli_runner().invoke(args=["exam", "assemble", "00000000-0000-4000-8000-000000000000"])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr


def test_sittings_are_listed_for_operators(app, sitting_id):
    listed = json.loads(app.test_cli_runner().invoke(args=["exam", "sittings"]).stdout)

    assert [(row["id"], row["component"], row["state"]) for row in listed] == [(str(sitting_id), "theory", "open")]


def test_a_paper_declared_void_shows_so_instead_of_sending_its_reader_in_circles(app, exam_room, candidate):
    from exam.domain.attempt import AttemptMove
    from exam.queries.attempts import attempt_row
    from storage.transaction import transaction

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    with app.app_context(), transaction():
        attempt_row(attempt).move(AttemptMove.VOID)

    receipt = candidate.get(candidate.get(f"/attempts/{attempt}").location)

    assert receipt.status_code == 200
    assert "declared void" in candidate.get(f"/attempts/{attempt}/receipt?lang=en").text


def test_a_paper_is_shown_whole_when_what_was_remembered_is_forgotten_meanwhile(exam_room, candidate, monkeypatch):
    from exam.views import paper

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    before = candidate.get(f"/attempts/{attempt}")
    paper._remembered.popitem()
    paper._of_form.cache_clear()
    monkeypatch.setattr(paper, "VERSIONS_REMEMBERED", 0)

    after = candidate.get(f"/attempts/{attempt}")

    assert (before.status_code, after.status_code) == (200, 200)


def test_whoever_waits_in_the_lobby_finds_the_paper_put_together(exam_room, candidate, monkeypatch):
    from exam.views import paper

    exam_room.holds(candidate)
    entry = exam_room.entries[candidate.id]
    assert candidate.get(f"/api/entries/{entry}/lobby").status_code == 200

    monkeypatch.setattr(paper, "_question", lambda *_, **__: pytest.fail("put together at the start"))

    assert '"questions":[{' in candidate.post(f"/attempts/of/{entry}", {"ready": "y"}).text


def test_nothing_is_put_together_before_the_door_opens(exam_room, candidate, monkeypatch, the_clock):
    from exam.views import paper

    exam_room.holds(candidate)
    the_clock.moves_on(hours=-2)
    monkeypatch.setattr(paper, "_question", lambda *_, **__: pytest.fail("put together before it is time"))

    assert candidate.get(f"/entries/{exam_room.entries[candidate.id]}").status_code == 200
