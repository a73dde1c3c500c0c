"""What makes a question acceptable: every reason against it is told at once, with the field it concerns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.case_study import CaseStudy, Criterion
from question_bank.domain.pictures import faults_in, pictures_in, texts_of
from question_bank.domain.question import (
    Content,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
    letter,
)
from question_bank.domain.short_text import LONGEST_SHORT_TEXT, plain

FEWEST_OPTIONS = 3
MOST_OPTIONS = 8
FEWEST_RIGHT = 2
MOST_UNITS = 4
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
    yield from _of_content(question.content)
    for field, words in texts_of(question):
        for language, text in _spoken(words):
            for code in faults_in(text):
                yield Problem(f"{field}.{language}", Refusal(code))
    if question.group is not None:
        yield from _languages("group.text", question.group.text)
        if question.group.number < 1:
            yield Problem("group.number", Refusal("question_bad_place"))


def _of_content(content: Content) -> Iterator[Problem]:
    match content:
        case SingleChoice() | MultipleChoice() | Matching() | Ordering():
            yield from _options(content.options)
            yield from _of_letters(content)
        case Numeric():
            yield from _of_number(content)
        case ShortText(accepted=accepted):
            yield from _of_texts(accepted)
        case TrueFalse():
            pass


def _of_letters(content: SingleChoice | MultipleChoice | Matching | Ordering) -> Iterator[Problem]:
    offered = len(content.options)
    match content:
        case SingleChoice(correct=position):
            yield from _key(frozenset({position}), offered)
        case MultipleChoice(correct=positions):
            yield from _key(positions, offered)
            if len(positions) < FEWEST_RIGHT:
                yield Problem("answer", Refusal("question_too_few_right", fewest=FEWEST_RIGHT))
            if len(positions) == offered:
                yield Problem("answer", Refusal("question_all_right"))
        case Matching(prompts=prompts, correct=matched):
            yield from _options(prompts, "prompts", fewest=FEWEST_RIGHT)
            yield from _key(frozenset(matched), offered)
            if len(matched) != len(prompts):
                yield Problem("answer", Refusal("question_not_one_for_each", prompts=len(prompts)))
        case Ordering(correct=order):
            yield from _key(frozenset(order), offered)
            if len(order) < offered:
                yield Problem("answer", Refusal("question_not_all_in_order", offered=offered))


def _of_number(content: Numeric) -> Iterator[Problem]:
    if content.tolerance.size < 0:
        yield Problem("tolerance", Refusal("question_negative_tolerance"))
    if len(content.units) > MOST_UNITS:
        yield Problem("units", Refusal("question_too_many_units", most=MOST_UNITS))
    if content.units and content.units[0].factor != 1:
        yield Problem("units.1.factor", Refusal("question_first_unit"))
    for number, unit in enumerate(content.units, start=1):
        if unit.factor <= 0:
            yield Problem(f"units.{number}.factor", Refusal("question_bad_factor"))
    yield from _alike("units", tuple(unit.sign for unit in content.units))


def _of_texts(accepted: tuple[str, ...]) -> Iterator[Problem]:
    seen = Counter(map(plain, accepted))
    for text in accepted:
        if len(text) > LONGEST_SHORT_TEXT:
            yield Problem("answer", Refusal("question_too_long", most=LONGEST_SHORT_TEXT))
        if seen[plain(text)] > 1:
            yield Problem("answer", Refusal("question_same_answer", text=text))


def _options(options: tuple[Words, ...], field: str = "options", *, fewest: int = FEWEST_OPTIONS) -> Iterator[Problem]:
    if len(options) < fewest:
        yield Problem(field, Refusal("question_too_few_options", fewest=fewest))
    if len(options) > MOST_OPTIONS:
        yield Problem(field, Refusal("question_too_many_options", most=MOST_OPTIONS))
    yield from _alike(field, options)
    for number, option in enumerate(options, start=1):
        for language, text in _spoken(option):
            if POINTS_AT_OPTIONS.search(text):
                yield Problem(f"{field}.{number}.{language}", Refusal("question_leans_on_options", text=text))


def _alike(field: str, options: tuple[Words, ...]) -> Iterator[Problem]:
    seen = Counter((language, _plain(text)) for option in options for language, text in _spoken(option))
    for number, option in enumerate(options, start=1):
        for language, text in _spoken(option):
            if seen[language, _plain(text)] > 1:
                yield Problem(f"{field}.{number}.{language}", Refusal("question_duplicate_option", text=text))


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
    for words in (case.title, case.background, *case.tasks):
        if pictures_in(words.zh) or pictures_in(words.en):
            yield Problem("background", Refusal("question_picture_not_here"))
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
    if words.zh and not HAN.search(words.zh):
        yield Problem(f"{field}.zh", Refusal("question_not_chinese"))
    if len(HAN.findall(words.en)) * 2 > len(words.en):
        yield Problem(f"{field}.en", Refusal("question_not_english"))


def _spoken(words: Words) -> Iterator[tuple[str, str]]:
    """The text in each language in which there is one."""
    return ((language, text) for language, text in (("zh", words.zh), ("en", words.en)) if text)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold().rstrip(".。;；")
