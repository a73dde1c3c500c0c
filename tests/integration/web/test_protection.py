"""What every answer carries, whose host names are answered, and how often one source may ask."""

import re

import pytest

from tests.support.people import PASSWORD, Somebody, Visitor
from web.security import HEADERS

PUBLIC = ("/", "/sign-in", "/registration", "/verify", "/no-such-page")
OWN = ("/", "/account")


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_carries_the_protecting_headers(visitor, address):
    answer = visitor.get(address)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("address", OWN)
def test_a09_nothing_of_a_signed_in_page_is_kept_by_the_browser(candidate, address):
    assert candidate.get(address).headers["Cache-Control"] == "no-store"


def test_a09_a_paper_that_comes_back_without_a_network_is_as_guarded_as_it_came(app, candidate):
    from web.assets import SOURCES, asset_url
    from web.security import PAPERS, POLICY

    name = "js/player/worker.js"
    with candidate.get(asset_url(name)) as answer, candidate.get(asset_url("js/page.js")) as other:
        headers, others = answer.headers, other.headers

    assert f'"{POLICY}"' in (SOURCES / name).read_text(encoding="utf-8")
    assert '"Cache-Control": "no-store"' in (SOURCES / name).read_text(encoding="utf-8")
    assert headers["Service-Worker-Allowed"] == PAPERS
    assert headers["Content-Security-Policy"] == POLICY
    assert "Service-Worker-Allowed" not in others


def test_a09_a_page_tells_the_browser_whether_it_is_somebody_else_and_not_who(candidate, other_candidate, visitor):
    marks = [
        re.search(r'data-person="(\w*)"', each.get("/").text)[1] for each in (candidate, candidate, other_candidate)
    ]

    assert marks[0] == marks[1] != marks[2]
    assert candidate.id.hex not in marks[0]
    assert 'data-person=""' in visitor.get("/sign-in").text


def test_a09_after_signing_out_the_back_button_shows_nothing(candidate):
    candidate.post("/sign-out")

    answer = candidate.get("/account")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_a52_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(app, candidate):
    answer = Visitor(app).get("/sign-in")
    cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a52_a_forged_cookie_is_nobody(app, candidate):
    stranger = app.test_client()
    genuine = candidate.client.get_cookie("session").value
    for forged in (genuine[:-2] + "xx", "e30.abc.def", "x" * 500, ""):
        stranger.set_cookie("session", forged)
        assert stranger.get("/account").status_code == 302, forged[:20]


def test_a52_under_https_cookies_are_bound_to_the_host_and_https_is_demanded(another_platform):
    app = another_platform(base_url="https://exam.example.org")

    answer = app.test_client().get("/sign-in", base_url="https://exam.example.org")

    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.fixture
def strict(another_platform):
    """A platform that answers to one name only."""
    return another_platform(trusted_hosts=("exam.example.org", ".centres.example.org"))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "exam.example.org.evil.example",
        "evil.example:80",
        "",
        "exam.example.org@evil.example",
        "127.0.0.1",
    ],
    ids=repr,
)
def test_a55_another_host_name_is_refused(strict, host):
    answer = strict.test_client().get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_a55_the_platforms_own_names_are_answered(strict):
    for host in ("exam.example.org", "exam.example.org:443", "north.centres.example.org"):
        assert strict.test_client().get("/sign-in", headers={"Host": host}).status_code == 200, host


def test_a55_a_forwarded_host_changes_nothing(strict):
    answer = strict.test_client().get(
        "/account", headers={"Host": "exam.example.org", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
    )

    assert answer.location == "/sign-in?next=/account"


def _tries(person: Visitor, email: str, times: int, **options) -> list[int]:
    return [
        person.post("/sessions", {"email": email, "password": "not this one at all"}, **options).status_code
        for _ in range(times)
    ]


@pytest.fixture
def guarded(another_platform):
    """A platform with the sign-in limit of its settings."""
    return another_platform(sign_in_limit="5/minute")


def test_a53_guessing_one_password_is_stopped_with_words(guarded):
    victim = Somebody(guarded, "王小明", email="wang@example.org", sign_in=False)
    guesser = Visitor(guarded)

    assert _tries(guesser, victim.email, 7) == [422] * 5 + [429] * 2
    page = guesser.post("/sessions", {"email": victim.email, "password": PASSWORD})
    assert page.status_code == 429
    assert "<h1>" in page.text


def test_a53_writing_the_address_differently_or_forging_the_source_does_not_help(guarded):
    victim = Somebody(guarded, "王小明", email="wang@example.org", sign_in=False)
    guesser = Visitor(guarded)
    _tries(guesser, victim.email, 5)

    for spelling in ("WANG@example.org", " wang@example.org ", "ｗａｎｇ@example.org"):
        assert _tries(guesser, spelling, 1) == [429], spelling
    assert _tries(guesser, victim.email, 1, headers={"X-Forwarded-For": "10.9.8.7"}) == [429]


def test_a53_whoever_is_signed_in_already_is_not_locked_out_by_guessers(guarded):
    victim = Somebody(guarded, "王小明", email="wang@example.org")
    _tries(Visitor(guarded), victim.email, 10)

    assert victim.get("/account").status_code == 200


def test_a53_processes_of_one_machine_count_together(another_platform, guarded):
    victim = Somebody(guarded, "王小明", email="wang@example.org", sign_in=False)
    _tries(Visitor(guarded), victim.email, 3)
    second_process = another_platform(sign_in_limit="5/minute")

    assert _tries(Visitor(second_process), victim.email, 3) == [422, 422, 429]


def test_a51_a_token_of_another_session_is_refused(candidate, other_candidate):
    answer = candidate.client.post("/sign-out", headers={"X-CSRFToken": other_candidate.token})

    assert answer.status_code == 400
    assert candidate.get("/account").status_code == 200


def test_a51_a_token_proven_in_one_session_does_not_serve_in_another(candidate, other_candidate):
    wrong = {"email": other_candidate.email, "password": "wrong"}
    assert other_candidate.post("/sessions", wrong).status_code == 422

    answer = candidate.client.post("/sign-out", headers={"X-CSRFToken": other_candidate.token})

    assert answer.status_code == 400


@pytest.mark.parametrize("place", [2, -2], ids=["what it says", "its signature"])
def test_a52_a_cookie_with_one_other_character_is_nobodys(candidate, place):
    assert candidate.get("/account").status_code == 200
    cookie = candidate.client.get_cookie("session").value
    other = "A" if cookie[place] != "A" else "B"
    candidate.client.set_cookie("session", f"{cookie[:place]}{other}{cookie[place + 1 or None :]}")

    assert candidate.get("/account").status_code == 302


def test_a52_a_cookie_that_was_good_grows_too_old(app, the_clock):
    somebody = Visitor(app)
    sent = {"data": {"email": "nobody@example.org", "password": "wrong"}, "headers": {"X-CSRFToken": somebody.token}}
    assert somebody.client.post("/sessions", **sent).status_code == 422
    the_clock.moves_on(days=32)

    assert somebody.client.post("/sessions", **sent).status_code == 400


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("post", {"data": "{}", "content_type": "text/plain"}),
        ("post", {"data": {"_method": "DELETE"}}),
        ("get", {"query_string": {"_method": "POST"}}),
        ("put", {}),
        ("delete", {}),
    ],
    ids=["plain text", "method in the form", "get variant", "put", "delete"],
)
def test_a51_no_other_way_of_asking_signs_anybody_out(candidate, method, options):
    answer = getattr(candidate.client, method)("/sign-out", **options)

    assert answer.status_code in {400, 405}
    assert candidate.get("/account").status_code == 200


def test_a46_too_large_a_form_is_refused(visitor):
    page = visitor.post("/registrations", {"name": "x" * 13 * 1024 * 1024})

    assert page.status_code == 413


@pytest.mark.parametrize(
    "address",
    [
        "/verify/a%00b",
        "/verify/t/a%00b",
        "/verify/search?number=%00",
        "/receipts/check?number=%00&code=0123456789abcdef",
        "/schemes/a%00",
        "/sign-in?next=%00",
    ],
)
def test_a35_an_address_with_nul_is_refused_before_any_query(visitor, address):
    assert visitor.get(address).status_code == 400


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/sessions", {"email": "a\0@example.org", "password": "x"}),
        ("/registrations", {"name": "a\0b", "email": "a@example.org", "password": "three plain words"}),
    ],
)
def test_a35_a_form_with_nul_is_refused_before_any_query(visitor, address, form):
    assert visitor.post(address, form).status_code == 400


def test_a11_what_was_sent_to_the_database_is_not_told_with_an_error(app):
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    from storage.database import db

    with app.app_context(), pytest.raises(DatabaseError) as told:
        db.session.execute(text("SELECT * FROM nowhere WHERE secret = :secret"), {"secret": "canary-7391"})

    assert "canary-7391" not in str(told.value)


def test_a46_a_form_of_a_thousand_and_one_parts_is_refused(candidate):
    parts = {f"part-{number}": "x" for number in range(1001)}

    assert candidate.post("/papers/identity", parts, content_type="multipart/form-data").status_code == 413
