"""The questions that come with the platform, held to the rules that its customers' questions are held to."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from question_bank.domain.case_study import CaseStudy
from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.kind import Kind
from question_bank.domain.quality import (
    GUESSING_GAIN,
    absolute_words,
    coverage,
    expected_by_chance,
    expected_by_length,
    findings,
    key_positions,
)
from question_bank.domain.question import Question
from question_bank.services.formats.choice import entries, format_of
from schemes.services.loading import shipped

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "question_bank/content/csm-national/level-3").glob("*.yaml"))
LEVEL = shipped("csm-national").levels[3]
TARGET = Target(scheme="csm-national", level=3, functions=[function.code for function in LEVEL.functions])


@cache
def outcome():
    return [
        each for file in FILES for each in take(file.name, entries(file.read_bytes(), format_of(file.name)), TARGET)
    ]


def questions():
    return [each.item for each in outcome() if isinstance(each, Accepted) and isinstance(each.item, Question)]


def cases():
    return [each.item for each in outcome() if isinstance(each, Accepted) and isinstance(each.item, CaseStudy)]


def test_every_question_in_the_files_is_acceptable():
    assert [(each.where, each.refusal.code) for each in outcome() if not isinstance(each, Accepted)] == []


def test_there_are_at_least_120_questions_and_two_case_studies_each_with_its_own_number():
    assert len(questions()) >= 120
    assert len(cases()) >= 2
    assert max(Counter(each.item.id for each in outcome()).values()) == 1


def test_every_cell_of_the_blueprint_holds_twice_what_a_form_takes():
    lacking = {
        (cell.function, cell.kind, cell.cognitive): cell.lacking
        for cell in coverage(questions(), LEVEL.blueprint.cells)
        if cell.lacking
    }

    assert lacking == {}


def test_the_right_letters_are_spread_evenly():
    positions = key_positions(questions(), Kind.SINGLE_CHOICE)
    total = sum(positions.values())

    assert all(0.18 <= positions[letter] / total <= 0.32 for letter in range(4)), positions


def test_statements_are_true_as_often_as_false():
    true, false = (key_positions(questions(), Kind.TRUE_FALSE)[position] for position in (0, 1))

    assert abs(true - false) <= 0.2 * (true + false)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sign", [1, -1], ids=["longest", "shortest"])
def test_taking_the_longest_or_the_shortest_option_pays_no_better_than_chance(language, sign):
    assert expected_by_length(questions(), language, sign) <= expected_by_chance(questions()) + GUESSING_GAIN


def test_no_distractor_gives_itself_away_by_an_absolute_word():
    assert [found.ids for found in absolute_words(questions())] == []


def test_an_editor_finds_nothing_to_ask_about():
    assert [(found.refusal.code, found.ids) for found in findings(questions())] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_study_has_background_tasks_and_a_rubric_with_described_levels(case):
    assert 500 <= len("".join(case.background.zh.split())) <= 1200
    assert 3 <= len(case.tasks) <= 4
    assert all(len(criterion.levels) == 4 for criterion in case.rubric)
