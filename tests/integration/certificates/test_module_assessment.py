"""No certificate follows from modules alone: not from scores, not from exemptions; only with full admission."""

import pytest

from tests.integration.certificates.test_issuing import (  # noqa: F401 -- the same way through the examinations
    case_study,
    certificates_of,
    theory,
)
from tests.integration.exam.conftest import database_url  # noqa: F401
from tests.integration.exam.conftest import exam_room as furnished_room  # noqa: F401
from tests.support import modules
from tests.support.marking import releases


@pytest.fixture
def exam_room(app, furnished_room):  # noqa: F811
    """The room of a scheme in whose version a degree alone admits to module assessment."""
    from kernel import clock
    from storage.transaction import transaction

    with app.app_context(), transaction():
        modules.put_in_force(clock.now())
    return furnished_room


@pytest.fixture
def passed(app, theory, case_study, candidate, registrar, run_jobs):  # noqa: F811
    """Everything is sat, passed and released, on an admission to modules."""
    releases(registrar, theory)
    releases(registrar, case_study)
    run_jobs()
    return candidate


def issues(app, person):
    """Issue as if somebody had asked for it, past the jobs."""
    from certificates.services.issuing import issue_if_qualified
    from kernel import clock
    from storage.transaction import transaction

    with app.app_context(), transaction():
        return issue_if_qualified(person.id, "csm-national", 3, now=clock.now())


def test_everything_passed_in_modules_issues_no_certificate_and_the_pages_say_what_is_missing(app, passed):
    assert certificates_of(app, passed) == ()
    assert issues(app, passed) is None

    results = passed.get("/results?lang=en").text
    assert "every module is passed and valid" in results
    assert "what is missing is admission to the full qualification" in results
    assert "Be admitted to the full qualification" in results
    assert "Your certificate is made" not in results
    assert "仅凭模块考核不颁发证书：尚缺完整认证的申报批准" in passed.get("/results?lang=zh").text
    path = passed.get("/path?lang=en").text
    assert "Every module is passed; no certificate follows from modules alone" in path
    assert "What is missing for the full qualification" in path
    assert "your certificate is being made" not in path
    levels = passed.get("/admission?lang=en").text
    assert "You are admitted to module assessment" in levels
    assert "The shortest ways" in levels or "full admission is possible from" in levels


def test_a_pass_and_an_exemption_issue_none_either(app, theory, candidate, registrar, run_jobs):  # noqa: F811
    from eligibility.queries import applications as filed
    from eligibility.queries import exemptions as freed
    from eligibility.services import exemptions
    from kernel import clock
    from kernel.actor import PLATFORM
    from storage.transaction import transaction

    releases(registrar, theory)
    actor = registrar.actor
    with app.app_context(), transaction():
        application = filed.application(filed.approved(candidate.id, "csm-national", 3).id)
        exemption_id = exemptions.propose(
            application, "case_study", basis="竞赛一等奖", reason="等同", actor=PLATFORM, now=clock.now()
        )
    with app.app_context(), transaction():
        exemptions.decide(freed.exemption(exemption_id), confirm=True, reason="已核对", actor=actor, now=clock.now())
    run_jobs()

    assert certificates_of(app, candidate) == ()
    assert issues(app, candidate) is None


def test_full_admission_brings_the_certificate_from_what_was_passed(app, passed, run_jobs):
    from eligibility.models.applications import Application
    from eligibility.services.applications import apply, decide
    from eligibility.services.evidence import record_evidence
    from kernel import clock
    from kernel.actor import PLATFORM
    from storage.database import db
    from storage.transaction import transaction
    from tests.support.papers import hand_in_everything

    actor = passed.actor
    with app.app_context(), transaction():
        work = {"start": "2015-08-01", "end": None, "occupation": "same"}
        record_evidence(passed.id, "employment", work, now=clock.now())
        hand_in_everything(passed.id, clock.now())
    assert "apply for the full qualification" in passed.get("/path?lang=en").text
    with app.app_context(), transaction():
        second = apply(actor, "csm-national", 3, now=clock.now())
    run_jobs()
    assert certificates_of(app, passed) == ()

    with app.app_context(), transaction():
        row = db.session.get_one(Application, second)
        decide(row, approve=True, reason="核对无误", actor=PLATFORM, now=clock.now())
    run_jobs()

    (held,) = certificates_of(app, passed)
    assert {part.code for part in held.components} == {"theory", "case_study"}
