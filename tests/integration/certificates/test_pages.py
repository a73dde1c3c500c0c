"""What holders and registrars see and do with certificates, and what nobody else does."""

import pytest

from certificates import queries
from certificates.domain.standing import Standing
from kernel import clock
from kernel.actor import Role
from tests.support.people import Somebody

ACTIVITY = {"done_on": "2026-05-10", "hours": "6.5", "credits": "6", "description": "客户投诉处理研讨会"}


@pytest.fixture
def later(certificate, candidate, the_clock):
    """Some months after the certificate was issued; the holder signs in again, whoever comes next for the first time."""
    the_clock.moves_on(days=100)
    candidate.signs_in()
    return certificate


def test_a_holder_sees_their_certificate_and_what_it_needs(candidate, certificate):
    listed = candidate.get("/certificates?lang=en").text
    page = candidate.get(certificate.url).text

    assert certificate.number in listed
    assert certificate.number in page
    assert "Credits: 0 of 30" in listed
    assert "30 more are needed by" in page
    assert "Theory examination" in page


def test_a_candidate_without_certificates_is_told_when_one_will_come(candidate, scheme):
    assert "尚无证书" in candidate.get("/certificates").text


def test_the_holder_downloads_the_very_file_that_was_sealed(candidate, certificate):
    answer = candidate.get(f"{certificate.url}/document")

    assert answer.data == certificate.pdf
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="certificate-{certificate.number}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "/document", "/activities/new"])
def test_a_certificate_of_somebody_else_looks_as_if_it_did_not_exist(other_candidate, examiner, certificate, path):
    assert other_candidate.get(certificate.url + path).status_code == 404
    assert examiner.get(certificate.url + path).status_code == 404


def test_nobody_files_an_activity_for_somebody_else(later, registrar, other_candidate):
    assert other_candidate.post(f"{later.url}/activities", ACTIVITY).status_code == 404
    assert registrar.post(f"{later.url}/activities", ACTIVITY).status_code == 404


def test_credits_move_when_a_registrar_approves(app, candidate, later, registrar):
    assert candidate.post(f"{later.url}/activities", ACTIVITY).status_code == 302
    assert balance(app, later) == 0

    queue = registrar.get("/activities?lang=en").text
    assert "客户投诉处理研讨会" in queue
    answer = registrar.post(f"/activities/{activity_id(app, later)}/approval")

    assert answer.status_code == 302
    assert balance(app, later) == 6
    page = candidate.get(f"{later.url}?lang=en").text
    assert "Approved" in page
    assert "24 more are needed" in page


def test_a_declined_activity_brings_nothing_and_tells_why(app, candidate, later, registrar):
    candidate.post(f"{later.url}/activities", ACTIVITY)
    activity = activity_id(app, later)

    assert registrar.post(f"/activities/{activity}/refusal", {"reason": ""}).status_code == 422
    assert registrar.post(f"/activities/{activity}/refusal", {"reason": "与本职业无关"}).status_code == 302

    assert balance(app, later) == 0
    assert "与本职业无关" in candidate.get(later.url).text


def test_a62_an_activity_is_approved_once(app, candidate, later, registrar):
    candidate.post(f"{later.url}/activities", ACTIVITY)
    activity = activity_id(app, later)

    assert registrar.post(f"/activities/{activity}/approval").status_code == 302
    assert registrar.post(f"/activities/{activity}/approval").status_code == 409
    assert registrar.post(f"/activities/{activity}/refusal", {"reason": "x"}).status_code == 409
    assert balance(app, later) == 6


IMPOSSIBLE = (
    {"credits": "-1"},
    {"credits": "0"},
    {"credits": "2.5"},
    {"credits": "NaN"},
    {"credits": "1000000000"},
    {"hours": "NaN"},
    {"hours": "-3"},
    {"hours": "1e308"},
    {"done_on": "2026-13-40"},
    {"done_on": "2026-12-31"},
    {"done_on": "2025-01-01"},
    {"description": " "},
    {"description": "长" * 501},
)


def test_a_registrar_does_not_decide_about_their_own_certificate(app, gives, the_clock):
    both = Somebody(app, "郑双职", Role.CANDIDATE, Role.REGISTRAR)
    own = gives(both)
    the_clock.moves_on(days=100)
    both.signs_in()
    assert both.post(f"{own.url}/activities", ACTIVITY).status_code == 302

    assert both.post(f"/activities/{activity_id(app, own)}/approval").status_code == 409
    assert both.post(f"{own.url}/decisions", {"move": "suspend", "reason": "x"}).status_code in {409, 422}
    assert balance(app, own) == 0


def test_a62_an_activity_that_cannot_be_is_refused_and_nothing_typed_is_lost(app, candidate, later):
    for wrong in IMPOSSIBLE:
        answer = candidate.post(f"{later.url}/activities", ACTIVITY | wrong)

        assert answer.status_code == 422, wrong
        assert "error-summary" in answer.text
        assert "description" in wrong or "客户投诉处理研讨会" in answer.text
    with app.app_context():
        assert not queries.activities_of(later.id)


def test_r46_the_same_activity_is_not_counted_twice(candidate, later):
    candidate.post(f"{later.url}/activities", ACTIVITY)

    again = candidate.post(f"{later.url}/activities?lang=en", ACTIVITY)

    assert again.status_code == 422
    assert "You have already filed this activity" in again.text


@pytest.mark.parametrize("who", ["candidate", "examiner", "centre_manager", "invigilator"])
def test_a22_only_a_registrar_keeps_the_register(request, who, candidate, app, later):
    person = request.getfixturevalue(who)
    candidate.post(f"{later.url}/activities", ACTIVITY)
    activity = activity_id(app, later)

    assert person.get("/certificates/register").status_code == 403
    assert person.get("/activities").status_code == 403
    assert person.get(f"/activities/{activity}").status_code == 404
    assert person.post(f"/activities/{activity}/approval").status_code == 404
    assert person.post(f"{later.url}/decisions", {"move": "revoke", "reason": "x"}).status_code == 404
    assert balance(app, later) == 0


def test_the_register_is_searched_by_number_and_by_name(registrar, gives, candidate, other_candidate):
    one, other = gives(candidate), gives(other_candidate)

    by_number = registrar.get("/certificates/register", query_string={"q": one.number.lower()}).text
    by_name = registrar.get("/certificates/register", query_string={"q": "李"}).text
    nothing = registrar.get("/certificates/register", query_string={"q": "' OR 1=1 --"}).text

    assert one.number in by_number
    assert other.number not in by_number
    assert other.number in by_name
    assert one.number not in by_name
    assert "没有找到" in nothing


def test_a_registrar_revokes_with_a_reason_that_only_the_holder_hears(app, registrar, candidate, visitor, certificate):
    form = registrar.get(f"{certificate.url}/decisions/new?move=revoke&lang=en").text
    assert "This cannot be undone" in form
    assert registrar.post(f"{certificate.url}/decisions", {"move": "revoke", "reason": " "}).status_code == 422

    registrar.post(f"{certificate.url}/decisions", {"move": "revoke", "reason": "冒名顶替"})

    assert standing(app, certificate) is Standing.REVOKED
    assert "冒名顶替" in registrar.get(certificate.url).text
    assert "冒名顶替" not in visitor.get(f"/verify/{certificate.number}").text
    with app.app_context():
        from messages.services import notices_of

        assert "冒名顶替" in notices_of(candidate.id)[0].body_zh


def test_a_suspension_can_be_lifted_a_revocation_cannot(app, registrar, certificate):
    decide = f"{certificate.url}/decisions"
    registrar.post(decide, {"move": "suspend", "reason": "核查中"})
    assert standing(app, certificate) is Standing.SUSPENDED
    registrar.post(decide, {"move": "reinstate", "reason": "核查完毕"})
    assert standing(app, certificate) is Standing.VALID
    registrar.post(decide, {"move": "revoke", "reason": "查实"})

    assert registrar.post(decide, {"move": "reinstate", "reason": "x"}).status_code == 409
    assert registrar.get(f"{certificate.url}/decisions/new?move=suspend").status_code == 409
    assert registrar.post(decide, {"move": "erase", "reason": "x"}).status_code == 404
    assert standing(app, certificate) is Standing.REVOKED


def test_a_revocation_is_in_the_audit_log_and_counts_as_evidence(app, registrar, certificate, candidate):
    registrar.post(f"{certificate.url}/decisions", {"move": "revoke", "reason": "查实"})

    with app.app_context():
        import accounts.queries
        import eligibility.queries.evidence

        actions = [entry.action for entry in accounts.queries.audit_entries()]
        (item,) = eligibility.queries.evidence.evidence_items_of(candidate.id)
    assert "certificate.revoke" in actions
    assert item.data["revoked"] == "2026-03-02"


def test_no_activity_is_filed_for_a_revoked_certificate(later, registrar, candidate):
    registrar.post(f"{later.url}/decisions", {"move": "revoke", "reason": "查实"})

    answer = candidate.post(f"{later.url}/activities?lang=en", ACTIVITY)

    assert answer.status_code == 422
    assert "only while the certificate is in force" in answer.text


def activity_id(app, certificate):
    with app.app_context():
        return queries.activities_of(certificate.id)[0].id


def balance(app, certificate):
    with app.app_context():
        return queries.credits_of(certificate.id).have


def standing(app, certificate):
    with app.app_context():
        return queries.certificate(certificate.id).facts.standing(clock.now())
