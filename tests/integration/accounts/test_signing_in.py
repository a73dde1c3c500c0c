"""People get in with the right password, and out everywhere."""

import re

from sqlalchemy import select

from accounts.models import SignedInSession
from storage.database import db
from tests.support.people import PASSWORD, Somebody


def test_the_right_password_opens_the_account_page(candidate):
    assert candidate.name in candidate.get("/account").text


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(candidate, visitor):
    unknown = visitor.post("/sessions", {"email": "nobody@example.org", "password": PASSWORD})
    wrong = visitor.post("/sessions", {"email": candidate.email, "password": "not this one at all"})

    assert (unknown.status_code, wrong.status_code) == (422, 422)
    assert said_to(unknown.text, "nobody@example.org") == said_to(wrong.text, candidate.email)


def said_to(page: str, address: str) -> str:
    """The page without the address that was typed and without the tokens, which tell the second they were made."""
    return re.sub(r"(csrf-token\" content|csrf_token\"[^>]* value)=\"[^\"]+\"", "", page.replace(address, ""))


def test_signing_out_ends_the_session_even_for_a_copied_cookie(app, candidate):
    cookie = candidate.client.get_cookie("session")
    candidate.post("/sign-out")

    thief = app.test_client()
    thief.set_cookie("session", cookie.value)

    assert thief.get("/account").status_code == 302


def test_a50_signing_in_gives_a_new_session_id(candidate):
    before = candidate.client.get_cookie("session").value
    candidate.post("/sign-out")
    candidate.signs_in()

    assert candidate.client.get_cookie("session").value != before


def test_another_device_can_be_signed_out(app, candidate):
    elsewhere = Somebody.__new__(Somebody)
    elsewhere.__dict__.update(candidate.__dict__, client=app.test_client(), _token=None)
    elsewhere.signs_in()
    page = elsewhere.get("/account").text
    address = page.split('action="/sessions/')[1].split('"')[0]

    elsewhere.post(f"/sessions/{address}")

    assert candidate.get("/account").status_code == 302
    assert elsewhere.get("/account").status_code == 200


def test_nobody_can_end_a_session_of_somebody_else(app, candidate, other_candidate):
    with app.app_context():
        theirs = db.session.scalar(select(SignedInSession.id).where(SignedInSession.person_id == candidate.id))

    refused = other_candidate.post(f"/sessions/{theirs}/end")

    assert refused.status_code == 404
    assert candidate.get("/account").status_code == 200


def test_a_page_of_somebody_sends_a_stranger_to_sign_in_and_back(visitor):
    answer = visitor.get("/account")

    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account"


def test_a38_signing_in_leads_only_to_pages_of_this_site(app):
    for wish in (
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/x",
        "javascript:alert(1)",
    ):
        person = Somebody(app, "重定向", email=f"{abs(hash(wish))}@example.org", sign_in=False)
        answer = person.post("/sessions", {"email": person.email, "password": PASSWORD, "next": wish})
        assert answer.location == "/", wish


def test_a51_a_post_without_token_is_refused_and_changes_nothing(candidate):
    answer = candidate.client.post("/sign-out")

    assert answer.status_code == 400
    assert candidate.get("/account").status_code == 200


def test_a30_a_person_whose_account_is_shut_is_out_at_once(administrator, candidate):
    administrator.post(f"/people/{candidate.id}/disable")

    assert candidate.get("/account").status_code == 302
    assert candidate.signs_in().status_code == 422


def test_changed_roles_hold_from_the_next_page_on(administrator, registrar):
    administrator.post(f"/people/{registrar.id}/roles", {"roles": ["candidate"]})
    registrar.signs_in()

    assert registrar.get("/audit").status_code == 403


def test_all_roles_can_be_taken_with_nothing_ticked(administrator, registrar):
    answer = administrator.post(f"/people/{registrar.id}/roles", headers={"X-CSRFToken": administrator.token})

    assert answer.status_code == 302
    assert registrar.get("/sittings").status_code == 302


def test_nobody_gives_roles_to_themselves(administrator):
    answer = administrator.post(f"/people/{administrator.id}/roles", {"roles": ["examiner", "administrator"]})

    assert answer.status_code == 409
