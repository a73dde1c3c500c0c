"""The first page says what to do next; visitors see what this is; notices are one's own."""

import pytest

from kernel import clock
from kernel.words import Words
from messages.services import notices_of, notify, unread_count
from storage.transaction import transaction


@pytest.fixture
def a_notice(app, candidate):
    with app.app_context(), transaction():
        notify(
            person_id=candidate.id, subject=Words("成绩已公布", "Your result is out"), body=Words("请查看。", "Look."),
            link="/results", now=clock.now(),
        )  # fmt: skip
        return notices_of(candidate.id)[0].id


def test_a_visitor_can_sign_in_register_and_check_a_certificate(visitor):
    page = visitor.get("/").text

    for address in ("/sign-in", "/registration", "/verify"):
        assert f'href="{address}"' in page


def test_a_new_candidate_is_told_to_wait_for_a_scheme_or_to_show_evidence(app, candidate):
    from schemes.services import loading

    assert "尚无施行中的认证方案" in candidate.get("/").text
    with app.app_context(), transaction():
        loading.load(loading.shipped_files()[0], now=clock.now())

    assert '/application"' in candidate.get("/").text


@pytest.mark.parametrize(
    "role",
    ["author", "examiner", "registrar", "invigilator", "accommodations_officer", "centre_manager", "administrator"],
)
def test_a_home_with_nothing_to_do_says_so(request, role):
    person = request.getfixturevalue(role)

    for language in ("zh", "en"):
        assert person.get(f"/?lang={language}").status_code == 200


def test_somebody_without_a_role_is_told_whom_to_ask(app):
    from tests.support.people import Somebody

    assert "系统管理员" in Somebody(app, "无角色").get("/").text


def test_opening_a_notice_marks_it_read_and_leads_to_what_it_is_about(app, candidate, a_notice):
    assert "成绩已公布" in candidate.get("/").text

    answer = candidate.post(f"/notices/{a_notice}/opening")

    assert answer.location == "/results"
    assert "成绩已公布" not in candidate.get("/").text
    assert "成绩已公布" in candidate.get("/notices").text


def test_all_notices_can_be_marked_read_at_once(app, candidate, a_notice):
    candidate.post("/notices/readings")

    with app.app_context():
        assert unread_count(candidate.id) == 0


def test_nobody_opens_a_notice_of_somebody_else(app, candidate, other_candidate, a_notice):
    assert other_candidate.post(f"/notices/{a_notice}/opening").status_code == 404
    with app.app_context():
        assert unread_count(candidate.id) == 1


def test_an_administrator_sees_a_job_that_was_given_up_and_queues_it_again(app, administrator, registrar):
    from jobs.models import Job, JobState
    from jobs.services import TRIES, enqueue, run
    from storage.database import db

    with app.app_context():
        with transaction():
            job_id = enqueue("issue_certificate", now=clock.now(), candidate_id="x", scheme_version_id="x", level=3)
        for _try in range(TRIES):
            run(job_id)
        assert db.session.get(Job, job_id, populate_existing=True).state is JobState.FAILED
        db.session.rollback()

    assert f"/jobs/{job_id}/retry" in administrator.get("/").text
    assert registrar.post(f"/jobs/{job_id}/retry").status_code == 404
    administrator.post(f"/jobs/{job_id}/retry")

    with app.app_context():
        assert db.session.get(Job, job_id, populate_existing=True).state is JobState.QUEUED
