"""A certificate whose name cannot be printed: seen by the registrars, and made once the name is corrected."""

import pytest

from tests.integration.certificates.test_issuing import case_study, certificates_of, theory  # noqa: F401 -- the same world
from tests.integration.exam.conftest import database_url, exam_room  # noqa: F401 -- the same world
from tests.support.marking import releases
from tests.support.people import Somebody


@pytest.fixture
def candidate(app, the_clock):
    from kernel.actor import Role

    return Somebody(app, "李😀", Role.CANDIDATE)


@pytest.fixture
def held_up(theory, case_study, registrar, run_jobs):  # noqa: F811 -- the fixtures, not the imports
    releases(registrar, theory)
    releases(registrar, case_study)
    run_jobs()


def failed_jobs(app):
    from jobs.services import failed_jobs as given_up

    with app.app_context():
        return given_up()


def test_a_name_that_cannot_be_printed_holds_the_certificate_up_where_registrars_see_it(
    app, held_up, candidate, registrar
):
    assert certificates_of(app, candidate) == ()
    assert failed_jobs(app) == []
    assert "Certificates held up" in registrar.get("/?lang=en").text
    register = registrar.get("/certificates/register?lang=en").text
    assert "1 certificate is due and cannot be printed" in register
    assert f"/desk/people/{candidate.id}/name" in register
    assert "cannot be made yet" in candidate.get("/notices?lang=en").text


def test_correcting_the_name_brings_the_certificate_by_itself(app, held_up, candidate, registrar, run_jobs):
    answer = registrar.post(
        f"/desk/people/{candidate.id}/name",
        {"name": "李笑", "name_latin": "Li Xiao", "reason": "身份证", "next": "/certificates/register"},
    )
    assert (answer.status_code, answer.location) == (302, "/certificates/register")
    run_jobs()

    assert [held.holder for held in certificates_of(app, candidate)] == ["李笑"]
    assert "cannot be printed" not in registrar.get("/certificates/register?lang=en").text


def test_trying_again_without_a_change_holds_it_up_again_once(app, held_up, candidate, registrar, run_jobs):
    from certificates import queries

    with app.app_context():
        (held,) = queries.held_up()
    assert registrar.post(f"/certificates/held-up/{held.id}/retry").status_code == 302
    run_jobs()

    with app.app_context():
        assert [row.id for row in queries.held_up()] == [held.id]
    assert candidate.get("/notices?lang=en").text.count("cannot be made yet") == 1
    assert candidate.post(f"/certificates/held-up/{held.id}/retry").status_code == 404


def test_a_name_is_corrected_only_by_somebody_else_with_a_reason(candidate, registrar, examiner):
    address = f"/desk/people/{candidate.id}/name"

    assert registrar.post(address, {"name": "李笑", "reason": ""}).status_code == 422
    assert registrar.post(address, {"name": "  ", "reason": "身份证"}).status_code == 422
    assert registrar.post(f"/desk/people/{registrar.id}/name", {"name": "李笑", "reason": "x"}).status_code == 422
    assert candidate.post(address, {"name": "李笑", "reason": "x"}).status_code == 404
    assert examiner.get(address).status_code == 404
    assert "李😀" in registrar.get(address).text
