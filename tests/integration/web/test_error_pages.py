"""Errors become pages in plain words of the reader's language, with a code that support can find."""

import json
import re

import pytest
from flask import request
from flask_babel import gettext
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from kernel.errors import BadInput, DomainError, IllegalMove, NotFound, NotPermitted, Refused
from kernel.verdict import Refusal
from storage.database import db
from tests.support.language import chinese_in
from web.access import public
from web.settings import Settings

CODE = re.compile(r'class="support-code">([0-9A-F]{8})<')
RAISED = {
    "missing": (NotFound(), 404),
    "forbidden": (NotPermitted(), 403),
    "moved-on": (IllegalMove("cannot submit an attempt that is submitted"), 409),
    "lost-race": (StaleDataError("one row expected"), 409),
    "refused": (Refused(Refusal("sign_in_failed"), Refusal("password_short", least=10)), 409),
    "unreadable": (BadInput(Refusal("email_malformed"), "row 3"), 422),
}


@pytest.fixture(scope="module")
def failing(house, databases, empty_database, tmp_path_factory):
    """A platform with a page for each thing that can go wrong."""
    folder = tmp_path_factory.mktemp("failing")
    app = create_app(Settings(data_dir=folder, database_url=databases.begin_with(empty_database), secret_key="secret"))

    def page_that_raises(error: Exception):
        @public
        def view() -> str:
            raise error

        return view

    for name, (error, _) in RAISED.items():
        app.add_url_rule(f"/raise/{name}", f"raise_{name}", page_that_raises(error))
        app.add_url_rule(f"/api/raise/{name}", f"api_raise_{name}", page_that_raises(error))
    app.add_url_rule("/raise/bug", "raise_bug", page_that_raises(ZeroDivisionError("internal detail")))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app.test_client()
    house.leave()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "status"), [(name, status) for name, (_, status) in RAISED.items()], ids=list(RAISED))
def test_an_error_is_a_page_in_the_readers_language_with_a_code(failing, name, status, language):
    page = failing.get(f"/raise/{name}?lang={language}")

    assert page.status_code == status
    assert CODE.search(page.text)
    assert page.text.count("<h1>") == 1
    assert page.headers["Cache-Control"] == "no-store"
    if language == "en":
        assert chinese_in(page.text) == []
    else:
        assert chinese_in(page.text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/no-such-page", "/sign-in/deeper", "/people/not-an-id"])
def test_an_unknown_address_is_a_page_too(failing, address, language):
    page = failing.get(f"{address}?lang={language}")

    assert page.status_code == 404
    assert CODE.search(page.text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_wrong_method_is_a_page_too(failing, language):
    page = failing.get(f"/sessions?lang={language}")

    assert page.status_code == 405
    assert CODE.search(page.text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a10_a_bug_tells_the_reader_a_code_and_nothing_of_the_inside(failing, language):
    page = failing.get(f"/raise/bug?lang={language}")

    assert page.status_code == 500
    assert CODE.search(page.text)
    for inside in ("internal detail", "ZeroDivisionError", "Traceback", "SELECT", ".py"):
        assert inside not in page.text


def test_every_reason_of_a_refusal_is_on_the_page(failing):
    page = failing.get("/raise/refused?lang=en").text

    assert "The e-mail address or the password is not right" in page
    assert "at least 10 characters" in page


@pytest.mark.parametrize(("name", "status"), [(name, status) for name, (_, status) in RAISED.items()], ids=list(RAISED))
def test_callers_of_the_api_get_json(failing, name, status):
    answer = failing.get(f"/api/raise/{name}")

    assert answer.status_code == status
    assert set(answer.json) == {"code", "message", "support"}


def test_two_errors_have_two_codes(failing):
    codes = {CODE.search(failing.get("/no-such-page").text)[1] for _ in range(5)}

    assert len(codes) == 5


def test_every_domain_error_of_the_kernel_is_tried_here():
    assert {type(error) for error, _ in RAISED.values()} >= set(DomainError.__subclasses__())


@public
def renames() -> str:
    """Changes the row of whoever asks, and fails if the address says so."""
    from accounts.models import Person
    from storage.database import db
    from web.access import actor

    person = db.session.get(Person, actor().id)
    person.name = "改名"
    db.session.flush()
    if request.args.get("fail"):
        raise Refused(Refusal("own_roles"))
    return person.name


@pytest.fixture
def renaming(house, request):
    """A platform of its own with two pages of which one should not, and one does rename whoever asks."""
    house.leave()
    app = request.getfixturevalue("app")
    app.add_url_rule("/reading", "reading", renames)
    app.add_url_rule("/writing", "writing", renames, methods=["POST"])
    yield
    house.leave()


def test_a_page_that_only_reads_writes_nothing_even_if_it_changes_rows(renaming, candidate, reading_writes_nothing):
    assert candidate.get("/reading").text == "改名"

    assert "改名" not in candidate.get("/account").text
    assert reading_writes_nothing == ["Person"]
    reading_writes_nothing.clear()


def test_a_page_that_fails_undoes_what_it_had_done(renaming, candidate):
    assert candidate.post("/writing?fail=yes").status_code == 409
    assert "改名" not in candidate.get("/account").text

    assert candidate.post("/writing").status_code == 200
    assert "改名" in candidate.get("/account").text


def test_a37_what_happens_is_written_down_in_one_line_without_local_variables(failing, capsys):
    failing.get("/raise/bug")

    lines = [line for line in capsys.readouterr().err.splitlines() if '"event"' in line]
    told = [json.loads(line) for line in lines]
    (bug,) = [entry for entry in told if entry["event"] == "bug"]
    assert "ZeroDivisionError" in bug["exception"]
    assert "locals" not in bug["exception"]
    assert {entry["event"] for entry in told} == {"bug", "refused"}


def test_texts_follow_the_reader_also_where_nobody_signed_in(app):
    with app.test_request_context("/?lang=zh"):
        assert gettext("Sign in") != "Sign in"
    with app.test_request_context("/?lang=en"):
        assert gettext("Sign in") == "Sign in"
