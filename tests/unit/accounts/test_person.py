"""Addresses, names and passwords as people really write them."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.person import acceptable, clean_email, clean_name, password_is_long_enough
from accounts.services import passwords

GOOD = {"email": "wang@example.org", "name": "王小明", "password": "three plain words"}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (" Wang@Example.ORG ", "wang@example.org"),
        ("ｗａｎｇ＠example.org", "wang@example.org"),
        ("wang@example.org", "wang@example.org"),
    ],
    ids=["capitals and blanks", "full width", "as it is"],
)
def test_one_address_is_found_however_it_is_written(written, found):
    assert clean_email(written) == found


@given(written=st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(written):
    assert clean_email(clean_email(written)) == clean_email(written)
    assert clean_name(clean_name(written)) == clean_name(written)


def test_a37_a_name_has_no_control_characters_and_no_doubled_blanks():
    assert clean_name("  王\u202e小\x00明\r\n  evil  ") == "王小明 evil"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"password": None}, []),
        ({"email": "admin@localhost"}, []),
        ({"email": "no address"}, ["email_malformed"]),
        ({"email": "a@b@example.org"}, ["email_malformed"]),
        ({"name": ""}, ["name_missing"]),
        ({"name": "王" * 101}, ["name_missing"]),
        ({"password": "short"}, ["password_short"]),
        ({"email": "", "name": "", "password": ""}, ["email_malformed", "name_missing", "password_short"]),
    ],
    ids=[
        "all well",
        "invited",
        "this machine",
        "no address",
        "two signs",
        "no name",
        "long name",
        "short password",
        "all at once",
    ],
)
def test_all_that_is_wrong_is_told_at_once(change, codes):
    assert [refusal.code for refusal in acceptable(**{**GOOD, **change}).refusals] == codes


@pytest.mark.parametrize(("length", "enough"), [(9, False), (10, True), (200, True), (201, False)], ids=str)
def test_only_the_length_of_a_password_counts(length, enough):
    assert password_is_long_enough("x" * length) is enough


def test_a_password_matches_itself_and_nothing_else():
    stored = passwords.hashed("three plain words")

    assert passwords.matches("three plain words", stored)
    assert not passwords.matches("three plain word", stored)
    assert not passwords.is_outdated(stored)
    assert stored.startswith("$argon2id$")


def test_the_same_password_is_stored_differently_each_time():
    assert passwords.hashed("three plain words") != passwords.hashed("three plain words")


def test_a54_where_there_is_no_password_a_hash_is_reckoned_all_the_same(monkeypatch):
    """An unknown address must cost as much work as a known one with a wrong password."""
    asked = []
    real = passwords._hasher

    class Counting:
        def verify(self, stored, password):
            asked.append(stored)
            return real.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())

    assert not passwords.matches("nobody has this password", None)
    assert not passwords.matches("three plain words", real.hash(str(uuid4())))
    assert [stored.split("$")[3] for stored in asked] == ["m=19456,t=2,p=1"] * 2


def test_a_damaged_hash_lets_nobody_in():
    assert not passwords.matches("three plain words", "not a hash")
