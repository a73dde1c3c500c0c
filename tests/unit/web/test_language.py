"""Chinese first, English always: who gets which language, and the way to the other."""

import pytest
from flask import Flask

from web.language import chosen, language, set_up_languages
from web.layout import page_address, same_page_in


@pytest.fixture
def small_app():
    app = Flask("small")
    set_up_languages(app)

    @app.get("/")
    def start() -> str:
        return language()

    return app


@pytest.mark.parametrize(
    ("address", "cookie", "accepts", "expected"),
    [
        ("/", None, None, "zh"),
        ("/?lang=en", "zh", "zh", "en"),
        ("/?lang=zh", "en", "en", "zh"),
        ("/?lang=fr", "en", "zh", "en"),
        ("/", "en", "zh", "en"),
        ("/", "klingon", "en-GB,en;q=0.9", "en"),
        ("/", None, "en-US,en;q=0.5", "en"),
        ("/", None, "zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("/", None, "fr,de;q=0.5", "zh"),
        ("/", None, "fr,en;q=0.5", "en"),
    ],
    ids=["nothing said", "address wins", "address wins back", "unknown address", "cookie", "damaged cookie",
         "american browser", "taiwanese browser", "french browser", "french, else english"],
)  # fmt: skip
def test_the_language_follows_address_then_cookie_then_browser_then_chinese(
    small_app, address, cookie, accepts, expected
):
    client = small_app.test_client()
    if cookie:
        client.set_cookie("language", cookie)
    headers = {"Accept-Language": accepts} if accepts else {}

    answer = client.get(address, headers=headers)

    assert answer.text == expected
    assert answer.headers["Content-Language"] == expected


def test_a_choice_made_by_the_address_is_remembered(small_app):
    client = small_app.test_client()
    client.get("/?lang=en")

    assert client.get("/").text == "en"
    assert "Set-Cookie" not in client.get("/?lang=en").headers


def test_outside_of_a_request_the_platform_speaks_chinese(small_app):
    assert chosen() == "zh"
    with small_app.app_context():
        assert language() == "zh"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/exams", "/exams?lang=en"),
        ("/exams?page=2&state=open", "/exams?page=2&state=open&lang=en"),
        ("/exams?lang=zh&page=2", "/exams?page=2&lang=en"),
        ("/?q=%E8%80%83", "/?q=%E8%80%83&lang=en"),
    ],
    ids=["plain", "filters", "asked before", "chinese search"],
)
def test_the_switch_stays_on_the_page_with_everything_in_its_address(small_app, here, there):
    path, _, query = here.partition("?")
    with small_app.test_request_context(path=path, query_string=query):
        assert same_page_in("en") == there


def test_after_a_rejected_form_the_switch_leads_to_the_page_of_the_form(small_app):
    with small_app.test_request_context(
        "/registrations", method="POST", headers={"Referer": "http://localhost/registration?next=/a"}
    ):
        assert same_page_in("en") == "/registration?next=/a&lang=en"


def test_a_doubled_slash_in_the_path_does_not_lead_to_another_site(small_app):
    with small_app.test_request_context("/", environ_overrides={"PATH_INFO": "//evil.example/x"}):
        assert same_page_in("en") == "/evil.example/x?lang=en"


def test_the_switch_never_leads_to_another_site(small_app):
    with small_app.test_request_context(
        "/registrations", method="POST", headers={"Referer": "http://evil.example/registration"}
    ):
        assert same_page_in("en").startswith("/?")


def test_the_next_page_of_a_list_keeps_its_filters(small_app):
    with small_app.test_request_context("/people?page=1&role=examiner&lang=en&q=a+b"):
        assert page_address(2) == "/people?role=examiner&q=a+b&page=2"
