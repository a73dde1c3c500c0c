"""Registering: the page tells nobody whether an address has an account; its owner hears of it by a letter."""

import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.exam.test_races import at_once
from tests.support.letters import letters, text_of
from tests.support.people import PASSWORD, Visitor

FORM = {"name": "郑新人", "name_latin": "Zheng Xinren", "email": "new@example.org", "password": "three plain words"}


@pytest.fixture
def letters_to(app, run_jobs):
    """The texts of the letters that somebody got until now."""

    def read(address):
        run_jobs()
        sent = letters(Path(app.config["MAIL_FILE_PATH"]))
        return [text_of(letter) for letter in sent if letter["To"] == address]

    return read


@pytest.fixture
def link_of(letters_to):
    def find(address):
        (link,) = [word for word in letters_to(address)[-1].split() if "/registrations/" in word]
        return urlsplit(link).path

    return find


def test_whoever_opens_the_link_in_the_letter_has_an_account_and_is_signed_in(visitor, link_of, candidate):
    visitor.post("/registrations", FORM)
    assert visitor.get("/account").status_code == 302

    link = link_of(FORM["email"])
    assert "郑新人" in visitor.get(link).text
    assert visitor.post(f"{link}/confirmation").status_code == 302

    visitor._token = None
    assert "郑新人" in visitor.get("/account").text
    visitor.post("/sign-out")
    assert visitor.post("/sessions", {"email": FORM["email"], "password": FORM["password"]}).status_code == 302
    assert visitor.get(link).status_code == 404
    assert visitor.post(f"{link}/confirmation").status_code == 404


def test_a54_a_known_and_an_unknown_address_get_the_same_answer_and_their_owners_letters(
    candidate, visitor, letters_to
):
    known = visitor.post("/registrations", {**FORM, "email": candidate.email.upper()})
    unknown = visitor.post("/registrations", FORM)

    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    assert "sign-in" in letters_to(candidate.email)[-1]
    assert "/registrations/" not in letters_to(candidate.email)[-1]
    assert "/registrations/" in letters_to(FORM["email"])[-1]
    assert candidate.signs_in().status_code == 302, "the password is the old one"


def test_a54_the_password_is_hashed_whether_or_not_the_address_is_known(candidate, visitor, monkeypatch):
    from accounts.services import passwords

    hashed = []
    plainly = passwords.hashed
    monkeypatch.setattr(passwords, "hashed", lambda password: hashed.append(password) or plainly(password))

    for address in (candidate.email, FORM["email"]):
        visitor.post("/registrations", {**FORM, "email": address})

    assert hashed == [FORM["password"]] * 2


def test_a54_nobody_can_sign_in_before_the_address_is_confirmed(visitor):
    visitor.post("/registrations", FORM)

    assert visitor.post("/sessions", {"email": FORM["email"], "password": FORM["password"]}).status_code == 422


def test_a_short_password_and_a_bad_address_are_told_together_and_nothing_is_lost(visitor):
    page = visitor.post("/registrations", {"name": "郑新人", "email": "no address", "password": "short"})

    assert page.status_code == 422
    assert 'value="郑新人"' in page.text
    assert "至少 10 个字符" in page.text
    assert "name@example.org" in page.text


def test_a_link_runs_out_and_the_wish_is_forgotten(app, the_clock, visitor, link_of):
    from sqlalchemy import func, select

    from accounts.models import Registration
    from jobs.services import sweep
    from storage.database import db

    visitor.post("/registrations", FORM)
    link = link_of(FORM["email"])
    the_clock.moves_on(days=2)

    assert visitor.get(link).status_code == 404
    the_clock.moves_on(seconds=1)
    with app.app_context():
        sweep(the_clock.now)
        assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_r38_one_address_gets_one_account_from_however_many_links_at_once(app, visitor, letters_to):
    for _ in range(3):
        visitor.post("/registrations", FORM)
    links = [urlsplit(word).path for text in letters_to(FORM["email"]) for word in text.split() if "/registr" in word]
    sides = [Visitor(app) for _ in links * 2]
    assert all(side.token for side in sides)

    answers = at_once(lambda number: sides[number].post(f"{links[number % 3]}/confirmation"), times=len(sides))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 302
    assert set(statuses[1:]) <= {404, 409}


def test_one_mailbox_gets_only_so_many_letters(visitor, letters_to):
    answers = [visitor.post("/registrations", FORM).status_code for _ in range(7)]

    assert answers == [302] * 5 + [429] * 2
    assert len(letters_to(FORM["email"])) == 5


def test_somebody_a_centre_has_invited_may_also_register_and_keeps_their_name(app, visitor, link_of, the_clock):
    from accounts.queries import find_person
    from accounts.services.registering import register
    from kernel.actor import Role
    from storage.transaction import transaction

    with app.app_context(), transaction():
        register(email=FORM["email"], name="郑学员", password=None, roles={Role.CANDIDATE}, now=the_clock.now)
    visitor.post("/registrations", FORM)
    link = link_of(FORM["email"])

    assert visitor.post(f"{link}/confirmation").status_code == 302
    with app.app_context():
        assert find_person(FORM["email"]).name == "郑学员"


def test_a14_registering_cannot_choose_a_role(visitor, link_of, letters_to):
    assert visitor.post("/registrations", {**FORM, "roles": "administrator"}).status_code == 400
    assert letters_to(FORM["email"]) == []

    visitor.post("/registrations", FORM)
    link = link_of(FORM["email"])
    assert visitor.post(f"{link}/confirmation", {"roles": "administrator"}).status_code == 400
    assert visitor.post(f"{link}/confirmation").status_code == 302
    assert visitor.get("/people").status_code == 403


def test_a53_guessers_elsewhere_do_not_shut_out_who_was_here_lately(app, another_platform):
    """Enough wrong passwords from everywhere stop further guessing, but not on the networks of the owner."""
    from tests.support.people import Somebody

    guarded = another_platform(account_limit="5/hour", sign_in_limit="1000/minute")
    owner = Somebody(guarded, "王小明", email="wang@example.org")
    owner.post("/sign-out")
    guesser = Visitor(guarded)

    def tries(person, password, address):
        options = {"environ_overrides": {"REMOTE_ADDR": address}}
        return person.post("/sessions", {"email": owner.email, "password": password}, **options).status_code

    guesses = [tries(guesser, "not this one at all", f"10.0.0.{number}") for number in range(7)]

    assert guesses[-1] == 429
    assert tries(Visitor(guarded), PASSWORD, "10.0.1.1") == 429, "somewhere never seen: the limit holds"
    assert tries(owner, PASSWORD, "127.0.0.1") == 302


def test_a53_an_examination_room_in_which_somebody_is_signed_in_is_spared(another_platform):
    from tests.support.people import Somebody

    guarded = another_platform(account_limit="2/hour", sign_in_limit="1000/minute")
    Somebody(guarded, "孙监考", email="sun@example.org")
    newcomer = Somebody(guarded, "王小明", email="wang@example.org", sign_in=False)
    for number in range(4):
        address = {"environ_overrides": {"REMOTE_ADDR": f"10.0.0.{number}"}}
        Visitor(guarded).post("/sessions", {"email": newcomer.email, "password": "not this one at all"}, **address)

    assert newcomer.signs_in().status_code == 302


def test_a_whole_centre_signs_in_from_one_address_and_only_what_fails_is_counted(another_platform):
    from tests.support.people import Somebody

    centre = another_platform(sign_in_limit="1000/minute", account_limit="1000/minute")
    person = Somebody(centre, "王小明", email="wang@example.org", sign_in=False)

    def counted(n=None):
        with sqlite3.connect(centre.config["DATA_DIR"] / "limits.sqlite3") as counters:
            if n is not None:
                counters.execute("UPDATE hits SET n = ? WHERE key LIKE '%source:%'", (n,))
            return counters.execute("SELECT sum(n) FROM hits WHERE key LIKE '%source:%'").fetchone()[0]

    def guesses():
        return Visitor(centre).post("/sessions", {"email": person.email, "password": "not this one at all"}).status_code

    assert guesses() == 422
    assert counted(n=299) == 299
    assert [person.signs_in().status_code for _ in range(2)] == [302, 302]
    assert counted() == 299

    assert [guesses(), guesses()] == [422, 429]
