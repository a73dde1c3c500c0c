"""A certificate of somebody who was exempt from a component says so, and shows no score for it."""

from subprocess import run

from tests.integration.certificates.test_issuing import certificates_of, theory  # noqa: F401 -- the same world
from tests.integration.exam.conftest import database_url, exam_room  # noqa: F401 -- the same world
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
    from storage.transaction import transaction

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
