"""An administrator invites somebody to work here: a letter, a password of their own, and the rooms of their role."""

import re
from pathlib import Path

import pytest

from accounts import queries


def invitation(**changes):
    return {
        "name": "沈安然",
        "name_latin": "",
        "email": "shen@example.org",
        "roles": ["accommodations_officer"],
        **changes,
    }


def letter(app):
    return "".join(path.read_text() for path in (Path(app.config["DATA_DIR"]) / "mail").rglob("*") if path.is_file())


def test_whoever_is_invited_chooses_a_password_and_finds_their_desk(app, administrator, visitor, run_jobs):
    assert administrator.post("/people", invitation()).status_code == 302
    run_jobs()
    [token] = set(re.findall(r"/invitations/([A-Za-z0-9_-]+)", letter(app)))

    visitor.get(f"/invitations/{token}")
    visitor.post(f"/invitations/{token}/acceptance", {"password": "a long enough password"})

    assert visitor.get("/desk/accommodations").status_code == 200
    assert visitor.get("/people").status_code == 403


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"roles": []}, "Choose at least one role"),
        ({"roles": ["emperor"]}, "emperor"),
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"name": "\u200b"}, "Enter the name"),
    ],
    ids=["no role", "no such role", "no address", "no name"],
)
def test_an_invitation_that_cannot_be_sent_says_why(administrator, changes, why):
    answer = administrator.post("/people?lang=en", invitation(**changes))

    assert answer.status_code == 422
    assert why in answer.text


def test_nobody_is_invited_twice(app, administrator):
    administrator.post("/people", invitation())

    again = administrator.post("/people?lang=en", invitation(name="另一个人"))

    assert again.status_code == 422
    assert "already an account" in again.text
    with app.app_context():
        assert queries.find_person("shen@example.org").name == "沈安然"


@pytest.mark.parametrize("who", ["candidate", "registrar", "accommodations_officer", "centre_manager"])
def test_only_administrators_invite(app, request, who):
    person = request.getfixturevalue(who)

    assert person.get("/people/new").status_code == 403
    assert person.post("/people", invitation()).status_code == 403
    with app.app_context():
        assert queries.find_person("shen@example.org") is None
