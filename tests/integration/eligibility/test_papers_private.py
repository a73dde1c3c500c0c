"""Papers are seen by their owner and, on the record, by registrars; nobody else finds them, on the disk neither."""

import json
from io import BytesIO

import pytest
from sqlalchemy import text

from accounts.queries import identity_of
from eligibility.queries import applications as filed
from eligibility.services import applications
from eligibility.services import papers as services
from eligibility.services.evidence import record_evidence
from kernel import clock
from kernel.errors import NotFound, NotPermitted
from storage.database import db
from storage.sealing import Keys, sealer
from storage.transaction import transaction
from tests.support.pictures import a_paper, a_pdf, jpeg
from tests.support.sending import audited, known, paper_of, uploads

HOSTILE_NAMES = [
    pytest.param('"><img src=x onerror=1>.pdf', id="markup"),
    pytest.param("\u202efdp.exe", id="written backwards"),
    pytest.param("a\r\nSet-Cookie: x=1.pdf", id="a line of a header"),
    pytest.param("证" * 300 + ".pdf", id="300 signs"),
    pytest.param("../../../etc/passwd", id="a path"),
    pytest.param("con.pdf", id="a device"),
    pytest.param("", id="nothing"),
]


@pytest.fixture
def degree(app, candidate):
    """A piece of evidence of the candidate."""
    with app.app_context(), transaction():
        data = {"degree": "bachelor", "field": "same", "awarded": "2015-07-01"}
        return record_evidence(candidate.id, "education", data, place="Example University", now=clock.now())


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a32_a_name_that_wants_to_hurt_is_shown_and_sent_harmlessly(app, candidate, registrar, name):
    actor = candidate.actor
    with app.app_context(), transaction():
        stream = BytesIO(jpeg(a_paper((60, 80))))
        paper = services.keep_paper(actor, "identity", name=name, stream=stream, now=clock.now())

    assert "<img src=x" not in candidate.get(f"/papers/{paper.id}").text
    assert "<img src=x" not in registrar.get(f"/desk/papers/{paper.id}").text
    headers = candidate.get(f"/papers/{paper.id}/file").headers
    assert "x=1" not in str(headers.getlist("Set-Cookie"))
    assert "/" not in headers["Content-Disposition"]
    assert headers["Content-Disposition"].isprintable()
    assert 0 < len(paper.name) <= 200
    assert paper.name.isprintable()


@pytest.mark.parametrize("range_asked", ["bytes=0-9", "bytes=0-0,2-2,4-4", "bytes=-1", "bytes=0-" + ",0-" * 1000, "x"])
def test_a47_a_part_of_a_file_is_never_sent_by_itself(candidate, range_asked):
    pdf = a_pdf()
    paper = paper_of(uploads(candidate, pdf))

    answer = candidate.get(f"/papers/{paper}/file", headers={"Range": range_asked})

    assert (answer.status_code, answer.data) == (200, pdf)


def test_a47_nobody_but_the_owner_and_registrars_finds_a_paper(
    app, candidate, other_candidate, examiner, invigilator, centre_manager, administrator, visitor
):
    paper = paper_of(uploads(candidate, jpeg(a_paper())))

    for person in (other_candidate, examiner, invigilator, centre_manager, administrator):
        for page in (f"/papers/{paper}", f"/papers/{paper}/picture", f"/papers/{paper}/file"):
            assert person.get(page).status_code == 404
        assert person.post(f"/papers/{paper}/rotation").status_code == 404
        assert person.get(f"/desk/papers/{paper}").status_code == 404
        actor = person.actor
        with app.app_context(), transaction(), pytest.raises(NotFound):
            services.read_paper(known(app, candidate)[0].id, actor=actor, now=clock.now())
    assert visitor.get(f"/papers/{paper}/file").status_code == 302
    assert candidate.get(f"/desk/papers/{paper}").status_code == 404


def test_a47_a_paper_for_somebody_elses_evidence_finds_no_evidence(app, candidate, other_candidate, degree):
    assert uploads(other_candidate, a_pdf(), "degree", evidence=degree).status_code == 404
    assert uploads(candidate, a_pdf(), "employment", evidence=degree).status_code == 404
    assert uploads(candidate, a_pdf(), "degree").status_code == 404
    assert uploads(candidate, a_pdf(), "degree", evidence="1").status_code == 404
    assert uploads(candidate, a_pdf(), "passport").status_code == 404
    assert known(app, candidate) == known(app, other_candidate) == ()


def test_every_look_of_a_registrar_is_on_record_before_anything_is_shown_and_ones_own_is_not(app, candidate, registrar):
    paper = paper_of(uploads(candidate, jpeg(a_paper())))

    candidate.get(f"/papers/{paper}/picture")
    registrar.get(f"/desk/papers/{paper}")
    assert audited(app, "read_paper") == []
    registrar.get(f"/papers/{paper}/picture")
    registrar.get(f"/papers/{paper}/file")

    entry = (str(registrar.id), f"paper:{paper}", {"kind": "identity", "person": str(candidate.id)})
    assert audited(app, "read_paper") == [entry, entry]


def test_papers_lie_sealed_on_the_disk_and_their_keys_sealed_in_the_database(app, candidate, data_dir):
    pdf = a_pdf()
    uploads(candidate, pdf)

    stored = [path.read_bytes() for path in (data_dir / "files").rglob("*") if path.is_file()]
    assert len(stored) == 2, "the file and its first page"
    assert not any(b"%PDF" in content or b"JFIF" in content or pdf[100:200] in content for content in stored)
    with app.app_context(), transaction(read_only=True):
        row = db.session.execute(text("SELECT * FROM eligibility_paper")).one()._mapping
        assert len(row["sealed_key"]) > 32


def test_a_new_sealing_key_opens_the_same_files(app, candidate):
    before = dict(vars(sealer))
    old, new, lookup = (bytes([number]) * 32 for number in (1, 2, 3))
    try:
        sealer.use(Keys((old,), lookup))
        pdf = a_pdf()
        paper = paper_of(uploads(candidate, pdf))
        sealer.use(Keys((new, old), lookup))
        done = app.test_cli_runner().invoke(args=["keys", "rotate"])
        assert json.loads(done.stdout)["sealed"] == 2
        sealer.use(Keys((new,), lookup))
        assert candidate.get(f"/papers/{paper}/file").data == pdf
        assert candidate.get(f"/papers/{paper}/picture").status_code == 200
    finally:
        vars(sealer).update(before)


def test_a14_fields_that_nobody_asked_for_set_nothing(app, candidate, other_candidate):
    foreign = {"candidate_id": str(other_candidate.id), "media_type": "text/html", "size": "1", "file_key": "../../x"}
    assert uploads(candidate, jpeg(a_paper()), **foreign).status_code == 400
    assert known(app, candidate) == ()

    uploads(candidate, jpeg(a_paper()))
    (paper,) = known(app, candidate)
    assert (paper.candidate_id, paper.media_type, paper.size > 1) == (candidate.id, "image/jpeg", True)
    assert known(app, other_candidate) == ()
    assert uploads(candidate, jpeg(a_paper()), turn="7").status_code == 422


def test_only_candidates_hand_papers_in(app, examiner, registrar):
    for person in (examiner, registrar):
        assert uploads(person, a_pdf()).status_code == 403
        actor = person.actor
        with app.app_context(), transaction(), pytest.raises(NotPermitted):
            services.keep_paper(actor, "identity", name="a.pdf", stream=BytesIO(a_pdf()), now=clock.now())


def test_once_an_application_is_approved_the_candidate_no_longer_changes_the_number(app, graduate, registrar):
    number = {"kind": "resident_card", "number": "11010519491231002X"}
    graduate.post("/account/identity-numbers", number)
    with app.app_context(), transaction():
        application = applications.apply(graduate.actor, "csm-national", 3, now=clock.now())
    assert not recorded_identity(app, graduate).confirmed
    actor = registrar.actor
    with app.app_context(), transaction():
        found = filed.application(application)
        applications.decide(found, approve=True, reason="Seen.", actor=actor, now=clock.now())

    assert recorded_identity(app, graduate).confirmed
    assert graduate.post("/account/identity-numbers", number | {"number": "110101199003071233"}).status_code == 422


def recorded_identity(app, person):
    with app.app_context(), transaction(read_only=True):
        return identity_of(person.id)
