"""Results become official for everybody of a sitting at once, and not a moment earlier."""

import pytest

from kernel.actor import Role
from tests.support.exam_room import hands_in
from tests.support.marking import releases, takes
from tests.support.people import Somebody


@pytest.fixture
def marked(candidate, examiner, case_studies):
    """A case study that is marked with full marks; returns its attempt."""
    attempts = case_studies(candidate)
    takes(examiner).signs(0)
    return attempts[candidate.id]


@pytest.fixture
def heard(monkeypatch):
    from grading.domain.events import ResultReleased
    from kernel import event

    told = []
    monkeypatch.setitem(event._listeners, ResultReleased, [told.append])
    return told


def test_r42_nothing_is_visible_before_the_release(candidate, marked):
    assert candidate.get(f"/results/{marked}").status_code == 404
    page = candidate.get("/results?lang=en").text
    assert "100.00" not in page
    assert "Not released yet" in page
    assert candidate.get("/results/sittings").status_code == 403


def test_a_release_tells_everybody_once_and_shows_the_result(exam_room, candidate, registrar, marked, heard, run_jobs):
    assert releases(registrar, exam_room.sitting_id).status_code == 302

    assert [(event.candidate_id, event.level) for event in heard] == [(candidate.id, 3)]
    detail = candidate.get(f"/results/{marked}?lang=en").text
    assert "the mean of all papers" not in detail
    assert "100.00" in detail
    assert "2028" in detail
    overview = candidate.get("/results?lang=en").text
    assert "Not qualified on 2 March 2026: Theory examination has no score yet." in overview
    assert "Resit" not in overview
    assert releases(registrar, exam_room.sitting_id).status_code == 409
    assert len(heard) == 1


def test_the_candidate_is_told_by_a_notice_without_the_score(app, exam_room, candidate, registrar, marked):
    from messages.services import notices_of

    releases(registrar, exam_room.sitting_id)

    with app.app_context():
        (notice, *_) = notices_of(candidate.id)
        assert notice.link == f"/results/{marked}"
        assert "100" not in notice.body_en + notice.body_zh


def test_others_do_not_see_a_released_result(exam_room, other_candidate, examiner, registrar, centre_manager, marked):
    releases(registrar, exam_room.sitting_id)

    for person in (other_candidate, examiner, registrar, centre_manager):
        assert person.get(f"/results/{marked}").status_code == 404


def test_a27_the_candidate_learns_nothing_about_the_examiner(
    app, exam_room, candidate, examiner, registrar, case_studies
):
    attempts = case_studies(candidate)
    sheet = takes(examiner)
    sheet.signs(0, **{f"comment-{sheet.criteria[0]}": "考评员的私下评语"})
    releases(registrar, exam_room.sitting_id)

    for page in ("/results", f"/results/{attempts[candidate.id]}"):
        text = candidate.get(page).text
        assert examiner.name not in text
        assert str(examiner.id) not in text
        assert "私下评语" not in text


def test_nothing_is_released_while_somebody_sits_or_is_unmarked(
    exam_room, candidate, other_candidate, examiner, registrar
):
    exam_room.holds(candidate, other_candidate)
    hands_in(candidate, exam_room.starts(candidate))
    exam_room.starts(other_candidate)

    page = registrar.get(f"/results/sittings/{exam_room.sitting_id}?lang=en")
    refused = releases(registrar, exam_room.sitting_id)

    assert "Still sitting or free to start: 1." in page.text
    assert refused.status_code == 409
    assert candidate.get("/results").text.count("100.00") == 0


def test_nothing_is_released_while_a_script_waits_for_its_marker(exam_room, candidate, registrar, case_studies):
    case_studies(candidate)

    assert releases(registrar, exam_room.sitting_id).status_code == 409
    assert "未评分" in registrar.get(f"/results/sittings/{exam_room.sitting_id}").text


def test_whoever_stayed_away_does_not_hold_up_the_others(exam_room, candidate, other_candidate, registrar, the_clock):
    exam_room.holds(candidate, other_candidate)
    hands_in(candidate, exam_room.starts(candidate))
    assert releases(registrar, exam_room.sitting_id).status_code == 409

    the_clock.moves_on(minutes=31)

    assert releases(registrar, exam_room.sitting_id).status_code == 302


def test_only_registrars_release(exam_room, candidate, examiner, centre_manager, marked):
    for person in (candidate, examiner, centre_manager):
        assert releases(person, exam_room.sitting_id).status_code == 404
        assert person.get("/results/sittings").status_code == 403


def test_a_registrar_does_not_release_a_sitting_they_sat(app, exam_room, examiner, registrar, case_studies):
    both = Somebody(app, "郑双职", Role.CANDIDATE, Role.REGISTRAR)
    case_studies(both)
    takes(examiner).signs(0)

    assert releases(both, exam_room.sitting_id).status_code == 409
    assert releases(registrar, exam_room.sitting_id).status_code == 302


def test_the_preview_counts_and_names_nobody(exam_room, candidate, registrar, marked):
    page = registrar.get(f"/results/sittings/{exam_room.sitting_id}?lang=en").text

    assert "Ready to be released" in page
    assert "100.00" in page
    assert candidate.name not in page
    assert str(exam_room.sitting_id) in registrar.get("/results/sittings").text


def test_every_privileged_step_is_in_the_audit_log(app, exam_room, registrar, marked):
    from accounts.queries import audit_entries

    releases(registrar, exam_room.sitting_id)

    with app.app_context():
        actions = [entry.action for entry in audit_entries()]
    assert [action for action in actions if action in {"take_script", "sign_off_script", "release_results"}] == [
        "take_script",
        "sign_off_script",
        "release_results",
    ]


def test_a_registrar_takes_a_forgotten_script_off_a_desk(
    exam_room, candidate, examiner, other_examiner, registrar, case_studies
):
    case_studies(candidate)
    sheet = takes(examiner)
    claim_id = sheet.address.split("/")[-1]
    assert sheet.number in registrar.get(f"/results/sittings/{exam_room.sitting_id}").text

    assert examiner.post(f"/results/scripts/{claim_id}/return").status_code == 404
    assert registrar.post(f"/results/scripts/{claim_id}/return").status_code == 302

    assert sheet.saves(0).status_code == 404
    assert takes(other_examiner).number == sheet.number


def test_both_components_passed_qualify(app, exam_room, candidate, examiner, registrar, asks, the_clock):
    from datetime import date

    from grading.models import Score
    from grading.queries.results import find_score, standing
    from storage.database import db

    exam_room.holds(candidate, component="case_study")
    attempt = exam_room.starts(candidate)
    hands_in(candidate, attempt)
    takes(examiner).signs(0)
    releases(registrar, exam_room.sitting_id)

    today = date(2026, 3, 2)
    found = asks(standing, candidate.id, "csm-national", 3, today)
    assert not found.qualified
    assert [component.valid for component in found.components] == [False, True]
    assert asks(find_score, attempt).component == "case_study"
    with app.app_context():
        assert db.session.query(Score).count() == 1
