"""Marks and scores from outside are read strictly, and the one that cannot be read is named."""

import json
from datetime import date
from decimal import Decimal

import pytest

from grading.domain import intake
from kernel.errors import BadInput
from schemes.services.loading import shipped

LEVEL = shipped("csm-national").level(3)
GOOD = {"component": "theory", "score": "60.00", "on": "2024-02-29"}


def read(text: str):
    return intake.results(LEVEL, json.loads(text, parse_float=Decimal, parse_constant=str))


def test_a_score_is_read_exactly():
    (result,) = intake.results(LEVEL, [GOOD])

    assert (result.score, result.on, result.valid_until) == (Decimal(60), date(2024, 2, 29), date(2026, 2, 28))


def test_numbers_without_quotes_stay_exact():
    (result,) = read('[{"component": "theory", "score": 59.999, "on": "2024-02-29"}]')

    assert result.score == Decimal("59.99")


@pytest.mark.parametrize(
    "text", ["-1", "NaN", "1e2", "+60", " 60", "6_0", "６０", "60.", ".5", "", "1" * 9, True, None]
)
def test_what_is_no_plain_number_is_no_mark(text):
    with pytest.raises(BadInput):
        intake.number(text, "MARK 1")


@pytest.mark.parametrize("text", ["2023-02-29", "2024-2-29", "20240229", "0001-01-01", "9999-12-31", 20240229, None])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(BadInput):
        intake.day(text, "--on")


@pytest.mark.parametrize("text", ["three", "33", "", "-3", "３"])
def test_a_level_is_a_digit(text):
    with pytest.raises(BadInput):
        intake.level_number(text)


def test_level_three_is_read():
    assert intake.level_number("3") == 3


@pytest.mark.parametrize(
    ("scores", "code", "where"),
    [
        pytest.param({"scores": []}, "not_a_list_of_scores", "", id="no list"),
        pytest.param([GOOD, "60"], "score_incomplete", "[1]", id="no object"),
        pytest.param([{"component": "theory"}], "score_incomplete", "[0]", id="fields missing"),
        pytest.param([{**GOOD, "component": "oral"}], "unknown_component", "[0].component", id="another component"),
        pytest.param([{**GOOD, "component": ["theory"]}], "unknown_component", "[0].component", id="a list of them"),
        pytest.param([{**GOOD, "score": "100.01"}], "mark_out_of_range", "[0].score", id="more than there is"),
        pytest.param([{**GOOD, "score": [60]}], "not_a_mark", "[0].score", id="a list of marks"),
        pytest.param([{**GOOD, "on": "yesterday"}], "not_a_day", "[0].on", id="no day"),
    ],
)
def test_a_wrong_score_is_told_by_its_place(scores, code, where):
    with pytest.raises(BadInput) as refused:
        intake.results(LEVEL, scores)

    assert (refused.value.refusal.code, refused.value.where) == (code, where)
