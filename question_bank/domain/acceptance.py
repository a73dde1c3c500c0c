"""What makes a question acceptable: every reason against it is told at once, with the field it concerns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.case_study import CaseStudy, Criterion
from question_bank.domain.question import MultipleChoice, Question, SingleChoice, TrueFalse, letter

FEWEST_OPTIONS = 3
MOST_OPTIONS = 8
FEWEST_RIGHT = 2
FEWEST_CRITERIA, MOST_CRITERIA = 4, 6
OUT_OF = Decimal(100)
HAN = re.compile(r"[\u3400-\u9fff]")
POINTS_AT_OPTIONS = re.compile(
    r"以上(都|皆|均|全|各|选项|答案)|上述(都|皆|均|全|选项|各项)"
    r"|(all|none|any|both|neither) of (the (above|options|following)|these)"
    r"|^[A-H]\s*(和|与|及|and|or|或)\s*[A-H]$|(答案|选项)\s*[A-H]\b|\b(answer|option)s? [A-H]\b",
    re.IGNORECASE,
)
"""An option that leans on the others loses its sense, since options are shown in another order on each form."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against a question; `field` is the place in it, as in "options.2.en"."""

    field: str
    refusal: Refusal


def problems(item: Question | CaseStudy) -> tuple[Problem, ...]:
    """Everything that speaks against taking this into the bank."""
    match item:
        case Question():
            return tuple(_of_question(item))
        case CaseStudy():
            return tuple(_of_case(item))


def _of_question(question: Question) -> Iterator[Problem]:
    yield from _languages("stem", question.content.stem)
    if not 0 < question.difficulty < 1:
        yield Problem("difficulty", Refusal("question_difficulty_out_of_range"))
    match question.content:
        case SingleChoice(options=options, correct=position):
            yield from _options(options)
            yield from _key(frozenset({position}), len(options))
        case MultipleChoice(options=options, correct=positions):
            yield from _options(options)
            yield from _key(positions, len(options))
            if len(positions) < FEWEST_RIGHT:
                yield Problem("answer", Refusal("question_too_few_right", fewest=FEWEST_RIGHT))
            if len(positions) == len(options):
                yield Problem("answer", Refusal("question_all_right"))
        case TrueFalse():
            pass


def _options(options: tuple[Words, ...]) -> Iterator[Problem]:
    if len(options) < FEWEST_OPTIONS:
        yield Problem("options", Refusal("question_too_few_options", fewest=FEWEST_OPTIONS))
    if len(options) > MOST_OPTIONS:
        yield Problem("options", Refusal("question_too_many_options", most=MOST_OPTIONS))
    for language in ("zh", "en"):
        seen = Counter(_plain(option.in_language(language)) for option in options)
        for number, option in enumerate(options, start=1):
            text = option.in_language(language)
            if seen[_plain(text)] > 1:
                yield Problem(f"options.{number}.{language}", Refusal("question_duplicate_option", text=text))
            if POINTS_AT_OPTIONS.search(text):
                yield Problem(f"options.{number}.{language}", Refusal("question_leans_on_options", text=text))


def _key(positions: frozenset[int], offered: int) -> Iterator[Problem]:
    if not positions:
        yield Problem("answer", Refusal("question_no_key"))
    beyond = sorted(position for position in positions if not 0 <= position < offered)
    if beyond:
        letters = ", ".join(map(letter, beyond))
        yield Problem("answer", Refusal("question_key_out_of_range", letters=letters, offered=offered))


def _of_case(case: CaseStudy) -> Iterator[Problem]:
    yield from _languages("title", case.title)
    yield from _languages("background", case.background)
    if not case.tasks:
        yield Problem("tasks", Refusal("question_no_tasks"))
    if not FEWEST_CRITERIA <= len(case.rubric) <= MOST_CRITERIA:
        yield Problem("rubric", Refusal("question_criteria_count", fewest=FEWEST_CRITERIA, most=MOST_CRITERIA))
    if case.marks != OUT_OF:
        yield Problem("rubric", Refusal("question_marks_do_not_add_up", marks=case.marks, out_of=OUT_OF))
    seen = Counter(criterion.id for criterion in case.rubric)
    for number, criterion in enumerate(case.rubric, start=1):
        if seen[criterion.id] > 1:
            yield Problem(f"rubric.{number}.id", Refusal("question_duplicate_criterion", id=criterion.id))
        yield from _of_criterion(f"rubric.{number}.levels", criterion)


def _of_criterion(field: str, criterion: Criterion) -> Iterator[Problem]:
    marks = [level.marks for level in criterion.levels]
    if len(marks) < FEWEST_RIGHT:
        yield Problem(field, Refusal("question_too_few_levels", fewest=FEWEST_RIGHT))
    elif marks[0] != criterion.marks or marks[-1] != 0 or marks != sorted(set(marks), reverse=True):
        yield Problem(field, Refusal("question_levels_out_of_order", marks=criterion.marks))


def _languages(field: str, words: Words) -> Iterator[Problem]:
    """The Chinese text has Chinese in it, and the English one is not a copy of it."""
    if not HAN.search(words.zh):
        yield Problem(f"{field}.zh", Refusal("question_not_chinese"))
    if len(HAN.findall(words.en)) * 2 > len(words.en):
        yield Problem(f"{field}.en", Refusal("question_not_english"))


def _plain(text: str) -> str:
    return "".join(text.split()).casefold().rstrip(".。;；")
