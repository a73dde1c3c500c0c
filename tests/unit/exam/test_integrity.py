"""The agreement, Safe Exam Browser, and what makes a case for a person."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.agreement import Agreement, is_same_name
from exam.domain.integrity import RULES, Decision, Fact, Flag, Often, Outcome, Quick, Seen, flags, still_open
from exam.domain.safe_browser import SafeBrowser, SentKeys, hash_for, keys_in
from kernel.errors import BadInput
from kernel.words import Words

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KEY = "81aad4ab9dfd447cc479e6a4a7c9a544e2cafc7f3adeb68b2a21efad68eca4dc"
ADDRESS = "https://exam.example.org/attempt/1/q/3"
HEADER = "8cf909b7221c2d5c806b7848175f83c04e0b6b2dd83384f3cf1678decad8d84a"
BOTH = SafeBrowser(config_keys=(KEY,), exam_keys=("ab" * 32, "cd" * 32))


def seen(*kinds, detail=""):
    return [Fact(seen=kind, at=NINE + timedelta(seconds=place), detail=detail) for place, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王伟", "王伟"),
        (" 王 伟\u3000", "王伟"),
        ("wang wei", "Wang Wei"),
        ("ＷＡＮＧ　Ｗｅｉ", "Wang Wei"),
        ("买买提．艾力", "买买提·艾力"),
        ("O'Neill", "O’Neill"),
        ("e\u0301lodie", "Élodie"),
    ],
)
def test_a_name_is_the_same_however_it_is_typed(typed, name):
    assert is_same_name(typed, name)


@pytest.mark.parametrize("typed", ["", " ", "·", "王", "王伟伟", "伟王", "x"])
def test_another_name_or_none_is_not(typed):
    assert not is_same_name(typed, "王伟")


def test_another_text_has_another_hash_in_either_language():
    texts = [Words("一", "one"), Words("一", "two"), Words("二", "one"), Words("一o", "ne")]

    assert len({Agreement(version=1, text=text).digest for text in texts}) == len(texts)


def test_r19_the_check_vector_of_safe_exam_browser():
    assert hash_for(ADDRESS, KEY) == HEADER
    assert SafeBrowser(config_keys=(KEY,)).accepts(SentKeys(HEADER), ADDRESS)


@given(fragment=st.text())
def test_r19_a_fragment_changes_nothing(fragment):
    assert hash_for(f"{ADDRESS}#{fragment}", KEY) == HEADER


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        pytest.param(HEADER, "http://exam.example.org/attempt/1/q/3", id="another scheme"),
        pytest.param(HEADER, "https://127.0.0.1:8000/attempt/1/q/3", id="another host"),
        pytest.param(HEADER, ADDRESS + "/", id="another path"),
        pytest.param(HEADER, ADDRESS + "?lang=en", id="another query"),
        pytest.param(KEY, ADDRESS, id="the key instead of its hash"),
        pytest.param(HEADER.upper(), ADDRESS, id="in capitals"),
        pytest.param(HEADER + " ", ADDRESS, id="with a blank"),
        pytest.param(hash_for(ADDRESS, KEY[::-1]), ADDRESS, id="another key"),
        pytest.param("", ADDRESS, id="nothing"),
        pytest.param("é", ADDRESS, id="something else"),
    ],
)
def test_r19_only_exact_matches_pass(sent, address):
    assert not SafeBrowser(config_keys=(KEY,)).accepts(SentKeys(sent), address)


def test_r19_with_both_kinds_of_keys_one_of_each_must_match():
    right = hash_for(ADDRESS, "cd" * 32)

    assert BOTH.accepts(SentKeys(HEADER, right), ADDRESS)
    assert not BOTH.accepts(SentKeys(HEADER, HEADER), ADDRESS)
    assert not BOTH.accepts(SentKeys("", right), ADDRESS)
    assert not BOTH.accepts(SentKeys(), ADDRESS)
    assert SafeBrowser().accepts(SentKeys(), ADDRESS)


def test_keys_are_read_one_a_line_and_nothing_else_is_a_key():
    assert keys_in(f" {KEY.upper()}\n\n{KEY}\n{'0' * 64} ", "config_keys") == (KEY, "0" * 64)
    for wrong in (KEY[:-1], KEY + "0", "g" * 64, "\\" + KEY, "\n".join(f"{n:064x}" for n in range(21))):
        with pytest.raises(BadInput):
            keys_in(wrong, "config_keys")


@pytest.mark.parametrize("flag", [flag for flag, rule in RULES.items() if isinstance(rule, Often)])
def test_what_is_seen_often_enough_is_worth_a_look_and_once_less_is_not(flag):
    rule = RULES[flag]

    assert flags(seen(*[rule.seen] * rule.times), []) == {flag}
    assert flags(seen(*[rule.seen] * (rule.times - 1)), []) == frozenset()


def test_two_addresses_are_worth_a_look_and_one_seen_twice_is_not():
    here, there = seen(Seen.ADDRESS, detail="10.0.0.1"), seen(Seen.ADDRESS, detail="10.0.0.2")

    assert flags([*here, *here], []) == frozenset()
    assert flags([*here, *there], []) == {Flag.TWO_ADDRESSES}


def test_answers_that_come_together_after_an_outage_are_not_quick():
    rule = RULES[Flag.QUICK_ANSWERS]
    assert isinstance(rule, Quick)

    assert flags([], [NINE] * 40) == frozenset()
    assert flags([], [NINE + timedelta(seconds=3 * n) for n in range(rule.answers)]) == {Flag.QUICK_ANSWERS}
    assert flags([], [NINE + timedelta(seconds=4 * n) for n in range(rule.answers)]) == frozenset()


@given(
    kinds=st.lists(st.sampled_from(Seen)),
    more=st.lists(st.sampled_from(Seen)),
)
def test_more_facts_never_take_a_flag_away(kinds, more):
    assert flags(seen(*kinds), []) <= flags(seen(*kinds, *more), [])


def test_a_case_is_open_again_when_something_else_is_seen():
    looked_at = Decision(
        outcome=Outcome.NOTHING, reason="咳嗽", flags=frozenset({Flag.OFTEN_AWAY}), decided_by=None, decided_at=NINE
    )

    assert still_open(frozenset({Flag.OFTEN_AWAY}), [looked_at]) == frozenset()
    assert still_open(frozenset({Flag.OFTEN_AWAY, Flag.PRINTING}), [looked_at]) == {Flag.PRINTING}
