"""Matching, ordering, numbers, short texts, and questions on one case text."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.key import MatchingKey, NumericKey, OrderingKey, TextKey
from question_bank.domain.numeric import Tolerance, number_in
from question_bank.domain.question import Question, key, presented
from question_bank.domain.reading import read, write
from question_bank.domain.short_text import plain, says_one_of
from question_bank.services.formats.choice import Format, entries
from tests.support.kinds import (
    FIRST_ON_TEXT,
    MATCHING,
    NUMERIC,
    OF_EVERY_KIND,
    ORDERING,
    SECOND_ON_TEXT,
    SHORT_TEXT,
)
from tests.support.questions import yaml_of

TARGET = Target(scheme="csm-national", level=3)


def reasons(record):
    answer = read(record)
    assert isinstance(answer, tuple), "the record was taken"
    return {(problem.field, problem.refusal.code) for problem in answer}


@pytest.mark.parametrize("record", OF_EVERY_KIND, ids=lambda record: record["id"])
def test_a_good_question_is_taken_and_written_back_as_it_was(record):
    question = read(record)

    assert isinstance(question, Question), question
    assert write(question) == record


def test_the_key_is_apart_from_what_is_shown():
    keys = [key(read(record)) for record in (MATCHING, ORDERING, NUMERIC, SHORT_TEXT)]

    assert keys == [
        MatchingKey(correct=(1, 0, 2)),
        OrderingKey(correct=(1, 0, 3, 2)),
        NumericKey(
            correct=Decimal(5),
            tolerance=Tolerance(size=Decimal(1), percent=True),
            factors=(Fraction(1), Fraction(1, 60), Fraction(60)),
        ),
        TextKey(accepted=("帕累托图", "排列图", "Pareto chart")),
    ]
    assert [each.zh for each in presented(read(NUMERIC)).options] == ["分钟", "秒", "小时"]
    assert presented(read(SHORT_TEXT)).options == ()
    assert "Pareto" not in repr(presented(read(SHORT_TEXT)))


@pytest.mark.parametrize(
    ("record", "changes", "field", "code"),
    [
        pytest.param(MATCHING, {"answer": "BA"}, "answer", "question_not_one_for_each", id="a prompt without option"),
        pytest.param(MATCHING, {"answer": "BAH"}, "answer", "question_key_out_of_range", id="no such option"),
        pytest.param(MATCHING, {"prompts": MATCHING["prompts"][:1]}, "prompts", "question_too_few_options", id="one"),
        pytest.param(
            MATCHING, {"prompts": [MATCHING["prompts"][0]] * 3}, "prompts.2.zh", "question_duplicate_option", id="twice"
        ),
        pytest.param(ORDERING, {"answer": "BAD"}, "answer", "question_not_all_in_order", id="one left out"),
        pytest.param(ORDERING, {"answer": "BADD"}, "answer", "question_key_not_letters", id="a step twice"),
        pytest.param(ORDERING, {"prompts": MATCHING["prompts"]}, "prompts", "question_field_not_wanted", id="prompts"),
        pytest.param(NUMERIC, {"answer": "five"}, "answer", "question_not_a_number", id="a word for a number"),
        pytest.param(NUMERIC, {"answer": "1e99999"}, "answer", "question_not_a_number", id="a monstrous number"),
        pytest.param(NUMERIC, {"answer": "1." + "1" * 60}, "answer", "question_not_a_number", id="an endless number"),
        pytest.param(NUMERIC, {"answer": None}, "answer", "question_missing", id="no number"),
        pytest.param(NUMERIC, {"tolerance": "-1"}, "tolerance", "question_negative_tolerance", id="negative tolerance"),
        pytest.param(NUMERIC, {"tolerance": "a bit"}, "tolerance", "question_not_a_number", id="vague tolerance"),
        pytest.param(NUMERIC, {"units": NUMERIC["units"][1:]}, "units.1.factor", "question_first_unit", id="no base"),
        pytest.param(
            NUMERIC,
            {"units": [NUMERIC["units"][0], {"zh": "秒", "en": "s", "factor": 0}]},
            "units.2.factor",
            "question_bad_factor",
            id="nothing for a factor",
        ),
        pytest.param(
            NUMERIC,
            {"units": [NUMERIC["units"][0], {"zh": "秒", "en": "s", "factor": "1/0"}]},
            "units.2.factor",
            "question_not_a_number",
            id="a part of nothing",
        ),
        pytest.param(
            NUMERIC,
            {"units": [NUMERIC["units"][0], {"zh": "秒", "en": "s", "factor": "1/60/2"}]},
            "units.2.factor",
            "question_not_a_number",
            id="a fraction of a fraction",
        ),
        pytest.param(NUMERIC, {"units": NUMERIC["units"] * 2}, "units", "question_too_many_units", id="six units"),
        pytest.param(SHORT_TEXT, {"answer": []}, "answer", "question_no_key", id="nothing accepted"),
        pytest.param(SHORT_TEXT, {"answer": " 。"}, "answer", "question_no_key", id="only a point"),
        pytest.param(SHORT_TEXT, {"answer": ["KPI", "ｋｐｉ"]}, "answer", "question_same_answer", id="the same twice"),
        pytest.param(SHORT_TEXT, {"answer": "x" * 101}, "answer", "question_too_long", id="an essay"),
        pytest.param(FIRST_ON_TEXT, {"group": "K"}, "group", "question_not_a_record", id="only the group's name"),
        pytest.param(
            FIRST_ON_TEXT, {"group": {**FIRST_ON_TEXT["group"], "number": 0}}, "group.number", "question_bad_place",
            id="before the first",
        ),
        pytest.param(
            FIRST_ON_TEXT, {"group": {**FIRST_ON_TEXT["group"], "number": "1.5"}}, "group.number",
            "question_not_a_number", id="between two places",
        ),
        pytest.param(
            FIRST_ON_TEXT, {"group": {"id": "K", "number": 1, "text": {"zh": "x", "en": "x"}}}, "group.text.zh",
            "question_not_chinese", id="no Chinese text",
        ),
    ],
)  # fmt: skip
def test_a_bad_question_is_refused_with_field_and_reason(record, changes, field, code):
    assert (field, code) in reasons({**record, **changes})


def test_a_group_has_one_text_and_each_question_a_place_of_its_own():
    other_text = {**SECOND_ON_TEXT, "group": {**SECOND_ON_TEXT["group"], "text": {"zh": "另文", "en": "Another"}}}
    same_place = {**SECOND_ON_TEXT, "group": FIRST_ON_TEXT["group"]}

    for second in (other_text, same_place):
        first, refused = take("f.yaml", entries(yaml_of(FIRST_ON_TEXT, second).encode(), Format.YAML), TARGET)
        assert isinstance(first, Accepted)
        assert (refused.field, refused.refusal.code) == ("group", "question_group_differs")


def test_the_text_of_a_group_may_stand_once_at_the_head_of_a_file():
    named = {"group": {"id": "K-GRP", "number": 2}}
    head = "groups:\n  K-GRP: {zh: 一段材料, en: A case}\n"

    (taken,) = take("f", entries((head + yaml_of({**SECOND_ON_TEXT, **named})).encode(), Format.YAML), TARGET)
    (refused,) = take("f", entries(yaml_of({**SECOND_ON_TEXT, **named}).encode(), Format.YAML), TARGET)

    assert taken.item.group.text.en == "A case"
    assert refused.refusal.code == "question_unknown_group"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        ("５．５", Fraction("5.5")),
        (" 1,200.50 ", Fraction("1200.5")),
        ("−3", -3),
        ("＋.5", Fraction(1, 2)),
        ("1.", 1),
        ("1，200", 1200),
        ("", None),
        ("1e9", None),
        ("1,20", None),
        ("1/3", None),
        ("五", None),
        ("5%", None),
        ("NaN", None),
        ("9" * 41, None),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert number_in(text) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_every_plain_number_is_read_exactly(number):
    assert number_in(f"{number:f}") == Fraction(number)
    assert number_in(f"{number:,f}") == Fraction(number)


@pytest.mark.parametrize(
    ("tolerance", "given_", "near"),
    [
        (Tolerance(), "10", True),
        (Tolerance(), "10.0000001", False),
        (Tolerance(size=Decimal("0.1")), "10.1", True),
        (Tolerance(size=Decimal("0.1")), "10.11", False),
        (Tolerance(size=Decimal(1), percent=True), "9.9", True),
        (Tolerance(size=Decimal(1), percent=True), "9.89", False),
    ],
    ids=str,
)
def test_a_number_just_as_far_off_as_allowed_is_right(tolerance, given_, near):
    assert tolerance.allows(Decimal(10), Fraction(given_)) is near
    assert tolerance.allows(Decimal(-10), -Fraction(given_)) is near


@pytest.mark.parametrize(
    "written",
    ["帕累托图", " 帕累托 图 ", "帕累託圖", "帕累托图。", "PARETO chart", "Ｐａｒｅｔｏ　Ｃｈａｒｔ", "pareto  chart."],
)
def test_a_short_text_is_the_same_on_every_keyboard(written):
    assert says_one_of(written, ["帕累托图", "Pareto chart"])


@pytest.mark.parametrize("written", ["", "  ", "。", "帕累托", "帕累托图表", "chart"])
def test_another_text_is_not_the_same(written):
    assert not says_one_of(written, ["帕累托图", "Pareto chart"])


@given(st.text("KPIkpi 　ＫＰＩｋｐｉ１1帕累托託圖图.。", max_size=12))
def test_whatever_keyboard_is_used_there_is_one_plain_text(text):
    assert plain(plain(text)) == plain(text) == plain(text.swapcase()) == plain(f" {text}。")
