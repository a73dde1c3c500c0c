"""The questions that come with the platform, held to the rules that its customers' questions are held to."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from question_bank.domain.case_study import CaseStudy
from question_bank.domain.intake import Accepted, Skipped, Target, take
from question_bank.domain.kind import Cognitive, Kind
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

CONTENT = Path(__file__).parents[3] / "question_bank/content/csm-national"
LEVELS = shipped("csm-national").levels
AT_LEAST = {3: (420, 6), 2: (180, 4), 1: (180, 4)}
"""Questions and case studies of each level."""
DEPTH = 4
"""How many times a form fits into each cell of the blueprint."""

each_level = pytest.mark.parametrize("level", AT_LEAST)


@cache
def outcome(level: int) -> list[Accepted | Skipped]:
    functions = {function.code: function.title for function in LEVELS[level].functions}
    target = Target(scheme="csm-national", level=level, functions=functions)
    files = sorted((CONTENT / f"level-{level}").glob("*.yaml"))
    return [
        each for file in files for each in take(file.name, entries(file.read_bytes(), format_of(file.name)), target)
    ]


def questions(level: int) -> list[Question]:
    return [each.item for each in outcome(level) if isinstance(each, Accepted) and isinstance(each.item, Question)]


def cases() -> list[CaseStudy]:
    everything = [each for level in AT_LEAST for each in outcome(level)]
    return [each.item for each in everything if isinstance(each, Accepted) and isinstance(each.item, CaseStudy)]


@each_level
def test_every_question_in_the_files_is_acceptable(level):
    assert [(each.where, each.refusal.code) for each in outcome(level) if not isinstance(each, Accepted)] == []


@each_level
def test_there_are_enough_questions_and_case_studies_each_with_its_own_number(level):
    enough, enough_cases = AT_LEAST[level]

    assert len(questions(level)) >= enough
    assert len(outcome(level)) - len(questions(level)) >= enough_cases
    assert max(Counter(each.item.id for each in outcome(level)).values()) == 1


@each_level
def test_every_function_of_the_syllabus_is_asked_about(level):
    asked = Counter((question.function, question.cognitive) for question in questions(level))

    verbs = (Cognitive.KNOW, Cognitive.UNDERSTAND)
    assert all(asked[function.code, verb] for function in LEVELS[level].functions for verb in verbs), asked


def test_every_cell_of_the_blueprint_holds_four_times_what_a_form_takes():
    lacking = {
        (cell.function, cell.kind, cell.cognitive): cell.have
        for cell in coverage(questions(3), LEVELS[3].blueprint.cells)
        if cell.have < cell.takes * DEPTH
    }

    assert lacking == {}


@each_level
def test_the_right_letters_are_spread_evenly(level):
    positions = key_positions(questions(level), Kind.SINGLE_CHOICE)
    total = sum(positions.values())

    assert all(0.18 <= positions[letter] / total <= 0.32 for letter in range(4)), positions


@each_level
def test_statements_are_true_as_often_as_false(level):
    true, false = (key_positions(questions(level), Kind.TRUE_FALSE)[position] for position in (0, 1))

    assert abs(true - false) <= 0.2 * (true + false)


@each_level
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sign", [1, -1], ids=["longest", "shortest"])
def test_taking_the_longest_or_the_shortest_option_pays_no_better_than_chance(level, language, sign):
    gain = expected_by_length(questions(level), language, sign) - expected_by_chance(questions(level))

    assert gain <= GUESSING_GAIN


@each_level
def test_no_distractor_gives_itself_away_by_an_absolute_word(level):
    assert [found.ids for found in absolute_words(questions(level))] == []


def test_an_editor_finds_nothing_to_ask_about():
    everything = tuple(question for level in AT_LEAST for question in questions(level))

    assert [(found.refusal.code, found.ids) for found in findings(everything)] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_study_has_background_tasks_and_a_rubric_with_described_levels(case):
    assert 500 <= len("".join(case.background.zh.split())) <= 1200
    assert 3 <= len(case.tasks) <= 4
    assert all(len(criterion.levels) == 4 for criterion in case.rubric)
