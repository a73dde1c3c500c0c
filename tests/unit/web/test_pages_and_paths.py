"""Onward addresses stay on this site; settings are checked as a whole and never print a secret."""

import stat
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from accounts.views.door import local_path
from web.listening import READABLE
from web.settings import Settings


@pytest.fixture(scope="module")
def small_app():
    app = Flask("small")
    app.add_url_rule("/", "home.home", lambda: "")
    return app


@pytest.mark.parametrize(
    ("wish", "leads_to"),
    [
        ("/exams", "/exams"),
        ("/exams?page=2&q=%E8%80%83", "/exams?page=2&q=%E8%80%83"),
        (None, "/"),
        ("", "/"),
        ("exams", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/x\\evil", "/"),
        ("https:evil.example", "/"),
        ("https://evil.example/x", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
    ],
    ids=repr,
)
def test_a38_an_onward_address_stays_on_this_site(small_app, wish, leads_to):
    with small_app.test_request_context("/"):
        assert local_path(wish) == leads_to


@given(wish=st.text(st.sampled_from("/\\:ahtps. \t\n?#@%2f"), max_size=12))
def test_a38_no_wish_at_all_leads_elsewhere(small_app, wish):
    with small_app.test_request_context("/"):
        path = local_path(wish)

    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


def test_a_setting_that_is_missing_in_production_is_told_without_telling_secrets(tmp_path):
    with pytest.raises(ValidationError, match="SECRET_KEY must be set"):
        Settings(environment="production", data_dir=tmp_path)
    with pytest.raises(ValidationError, match="TRUSTED_HOSTS") as told:
        Settings(environment="production", data_dir=tmp_path, secret_key="do not print this")
    assert "do not print this" not in str(told.value)
    assert "do not print this" not in repr(Settings(data_dir=tmp_path, secret_key="do not print this"))


def test_without_a_database_address_everything_lies_in_the_data_folder(tmp_path):
    assert Settings(data_dir=tmp_path).database_url == f"sqlite:///{tmp_path}/platform.sqlite3"


def test_settings_are_read_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TRUSTED_HOSTS", '["exam.example.org"]')
    monkeypatch.setenv("BASE_URL", "https://exam.example.org")

    settings = Settings()

    assert settings.trusted_hosts == ("exam.example.org",)
    assert settings.is_https
    assert not settings.is_loopback


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://[::1]:8000/", True),
        ("http://192.168.1.5:8000", False),
        ("http://localhost.evil.example", False),
        ("https://exam.example.org/x", False),
    ],
    ids=str,
)
def test_only_this_machine_is_loopback(tmp_path, address, loopback):
    assert Settings(data_dir=tmp_path, base_url=address).is_loopback is loopback


def test_the_development_secret_is_made_once_and_only_for_its_owner(tmp_path):
    key = Settings(data_dir=tmp_path).signing_key()

    assert len(key) > 40
    assert Settings(data_dir=tmp_path).signing_key() == key
    assert stat.S_IMODE((tmp_path / "development-secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["development-secret"]


@pytest.mark.parametrize(
    "fact",
    [True, False, 7, "text", UUID(int=5)],
    ids=repr,
)
def test_a_fact_of_an_event_survives_being_kept_as_text(fact):
    assert READABLE[type(fact)](str(fact)) == fact


@given(moment=st.datetimes(timezones=st.timezones()), day=st.dates(), number=st.decimals(allow_nan=False, places=2))
def test_moments_days_and_marks_survive_being_kept_as_text(moment, day, number):
    assert READABLE[type(moment)](str(moment)).utcoffset() == moment.utcoffset() or moment.utcoffset().seconds % 60
    assert READABLE[type(day)](str(day)) == day
    assert READABLE[type(number)](str(number)) == number
