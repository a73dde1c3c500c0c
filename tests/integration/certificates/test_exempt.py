"""A certificate of somebody who was exempt from a component says so, and shows no score for it."""

from datetime import timedelta
from subprocess import run

import pytest

from storage.transaction import transaction
from tests.integration.certificates.test_issuing import certificates_of, theory  # noqa: F401 -- the same world
from tests.integration.exam.conftest import database_url, exam_room  # noqa: F401 -- the same world
from tests.support.exemptions import exempt
from tests.support.marking import releases


def test_a_pass_and_an_exemption_bring_a_certificate_that_says_exempt(
    app,
    theory,  # noqa: F811 -- the fixture, not the import
    candidate,
    registrar,
    run_jobs,
    tmp_path,
):
    from certificates.queries import document
    from eligibility.queries import applications as filed
    from eligibility.queries import exemptions as freed
    from eligibility.services import exemptions
    from kernel import clock
    from kernel.actor import PLATFORM
    from storage.files import files

    releases(registrar, theory)
    run_jobs()
    assert certificates_of(app, candidate) == ()
    actor = registrar.actor
    with app.app_context(), transaction():
        application = filed.application(filed.approved(candidate.id, "csm-national", 3).id)
        exemption_id = exemptions.propose(
            application, "case_study", basis="竞赛一等奖", reason="等同", actor=PLATFORM, now=clock.now()
        )
    with app.app_context(), transaction():
        exemptions.decide(freed.exemption(exemption_id), confirm=True, reason="已核对", actor=actor, now=clock.now())
    run_jobs()

    (held,) = certificates_of(app, candidate)
    assert [(part.code, part.score is None) for part in held.components] == [("theory", False), ("case_study", True)]
    with app.app_context():
        sealed = tmp_path / "certificate.pdf"
        sealed.write_bytes(files.read(document(held.id).file_key))
    printed = run(["pdftotext", "-layout", sealed, "-"], capture_output=True, check=True, text=True).stdout
    assert "免考" in printed
    assert "Exempt" in printed


@pytest.fixture
def certified(app, theory, candidate, registrar, run_jobs, the_clock):  # noqa: F811 -- the fixture, not the import
    """The candidate's certificate, which rests on an exemption; the id of the exemption with it."""
    releases(registrar, theory)
    with app.app_context(), transaction():
        exemption_id = exempt(candidate.id, "case_study", the_clock.now)
    run_jobs()
    (held,) = certificates_of(app, candidate)
    return held, exemption_id


def revokes(app, exemption_id, now):
    from eligibility.queries.exemptions import exemption
    from eligibility.services import revocations
    from kernel.actor import PLATFORM

    with app.app_context(), transaction():
        row = exemption(exemption_id)
        revocations.contest(row, reason="查无此证", actor=PLATFORM, now=now)
        revocations.answer(row, revoke=True, reason="已核实", actor=PLATFORM, now=now)


def told(app, person):
    from messages.services import notices_of

    with app.app_context():
        return [notice for notice in notices_of(person.id) if "exemption under certificate" in notice.subject_en]


def test_a_certificate_whose_exemption_is_revoked_stays_and_every_registrar_is_told(
    app, certified, candidate, registrar, the_clock
):
    from certificates.domain.standing import Standing
    from kernel.actor import Role
    from tests.support.people import Somebody

    held, exemption_id = certified
    colleague = Somebody(app, "孙考务", Role.REGISTRAR)
    later = the_clock.now + timedelta(days=30)

    revokes(app, exemption_id, later)

    (still,) = certificates_of(app, candidate)
    assert still.standing(later) is Standing.VALID
    for person in (registrar, colleague):
        (notice,) = told(app, person)
        assert held.number in notice.subject_zh
        assert notice.link == f"/certificates/{held.id}"
    assert told(app, candidate) == []


def test_a_certificate_that_rests_on_another_exemption_makes_no_notice(
    app, certified, candidate, registrar, run_jobs, the_clock
):
    held, exemption_id = certified
    revokes(app, exemption_id, the_clock.now + timedelta(days=30))
    with app.app_context(), transaction():
        again = exempt(candidate.id, "case_study", the_clock.now + timedelta(days=31))

    revokes(app, again, the_clock.now + timedelta(days=32))

    assert [notice.link for notice in told(app, registrar)] == [f"/certificates/{held.id}"], "told once, of the first"
