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
        ({"roles": ["author", "centre_manager"]}, "whoever writes questions must not sit papers"),
        ({"roles": ["candidate", "author"]}, "whoever writes questions must not sit papers"),
    ],
    ids=["no role", "no such role", "no address", "no name", "author and trainer", "author and candidate"],
)
def test_an_invitation_that_cannot_be_sent_says_why(administrator, changes, why):
    answer = administrator.post("/people?lang=en", invitation(**changes))

    assert answer.status_code == 422
    assert why in answer.text


def test_nobody_is_given_roles_that_must_not_meet(app, administrator, candidate):
    shown = administrator.post(f"/people/{candidate.id}/roles?lang=en", {"roles": ["candidate", "author"]})

    assert shown.status_code == 422
    assert "A question author cannot be a candidate or a centre manager too" in shown.text
    with app.app_context():
        assert queries.person_row(candidate.id).roles == ["candidate"]
    assert administrator.post(f"/people/{candidate.id}/roles", {"roles": ["author", "examiner"]}).status_code == 302


def test_the_command_refuses_roles_that_must_not_meet(app):
    told = app.test_cli_runner().invoke(
        args=["accounts", "register", "--email", "a@example.org", "--name", "某甲", "--role", "author",
              "--role", "candidate", "--password", "a long enough password"]
    )  # fmt: skip

    assert (told.exit_code, told.stdout) == (1, "")
    assert "must not sit papers" in told.stderr


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
