"""People get in with the right password, and out everywhere."""

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
    assert unknown.text.replace("nobody@example.org", "") == wrong.text.replace(candidate.email, "")


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


def test_somebody_can_register_and_is_signed_in(visitor):
    answer = visitor.post(
        "/registrations",
        {"name": "郑新人", "name_latin": "Zheng Xinren", "email": "new@example.org", "password": "three plain words"},
    )

    assert answer.status_code == 302
    assert "郑新人" in visitor.get("/account").text


def test_a_short_password_and_a_bad_address_are_told_together_and_nothing_is_lost(visitor):
    page = visitor.post("/registrations", {"name": "郑新人", "email": "no address", "password": "short"})

    assert page.status_code == 422
    assert 'value="郑新人"' in page.text
    assert "至少 10 个字符" in page.text
    assert "name@example.org" in page.text


def test_one_address_registers_once(candidate, visitor):
    page = visitor.post(
        "/registrations", {"name": "别人", "email": candidate.email.upper(), "password": "three plain words"}
    )

    assert page.status_code == 422


def test_r38_one_address_registers_once_also_from_many_sides_at_once(app):
    from tests.integration.exam.test_races import at_once
    from tests.support.people import Visitor

    sides = [Visitor(app) for _ in range(6)]
    for side in sides:
        assert side.token
    form = {"name": "郑新人", "email": "race@example.org", "password": "three plain words"}

    answers = at_once(lambda number: sides[number].post("/registrations", form), times=6)

    assert sorted(answer.status_code for answer in answers) == [302] + [422] * 5


def test_a14_registering_cannot_choose_a_role(app, visitor):
    visitor.post(
        "/registrations",
        {"name": "贪心", "email": "greedy@example.org", "password": "three plain words", "roles": "administrator"},
    )

    assert visitor.get("/people").status_code == 403


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
