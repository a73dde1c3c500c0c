"""How good a bank is as a whole: can a guesser gain from it, does it repeat itself, does it fill the blueprint."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from kernel.verdict import Refusal
from question_bank.domain.kind import KINDS, Cognitive, Kind
from question_bank.domain.question import (
    Choice,
    MultipleChoice,
    Question,
    SingleChoice,
    TrueFalse,
    at_odds,
    correct,
    letter,
    options,
)
from question_bank.domain.record import LANGUAGES
from question_bank.domain.similarity import alike, repeats
from schemes.domain.blueprint import Cell

DEPTH = 2
"""How many times a form must fit into the bank in each cell."""
GUESSING_GAIN = Fraction(5, 100)
FEWEST_FOR_BALANCE = 20
UNEVEN = Fraction(12, 100)
ABSOLUTE = {
    "zh": re.compile(r"总是|从不|从来不|(?<!统)一定(?!程度)|绝对|永远|所有|任何|完全不|只要.{0,12}就|毫无例外|一概"),
    "en": re.compile(
        r"\b(always|never|every|all|any|only|none|nobody|completely|under no circumstances|entirely)\b", re.IGNORECASE
    ),
}


class Sorted(Protocol):
    """Anything that lies in a cell of the blueprint."""

    @property
    def function(self) -> str:
        """The part of the syllabus."""

    @property
    def kind(self) -> Kind:
        """How it is answered."""

    @property
    def cognitive(self) -> Cognitive:
        """How deep it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One cell: what a form takes, at least and at most, and what the bank has."""

    function: str
    kind: Kind
    cognitive: Cognitive
    takes: int
    at_most: int
    have: int

    @property
    def needed(self) -> int:
        """What the bank should have, so that forms differ."""
        return self.at_most * DEPTH

    @property
    def lacking(self) -> int:
        """How many questions are still to be written."""
        return max(0, self.needed - self.have)

    @property
    def depth(self) -> str:
        """How far it reaches: not for one form, too thin, far enough, or twice as far and more."""
        if self.have < self.takes:
            return "none"
        return "thin" if self.lacking else "full" if self.have < DEPTH * self.needed else "deep"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a bank that a reader should look at, and the questions it concerns."""

    refusal: Refusal
    ids: tuple[str, ...] = ()


def coverage(items: Iterable[Sorted], cells: Iterable[Cell]) -> tuple[Coverage, ...]:
    """What the bank has for each cell of the blueprint."""
    have = Counter((item.function, item.kind.value, item.cognitive.value) for item in items)
    return tuple(
        Coverage(
            function=cell.function,
            kind=Kind(cell.kind),
            cognitive=Cognitive(cell.cognitive),
            takes=cell.least,
            at_most=cell.most,
            have=have[cell.place],
        )
        for cell in cells
    )


def findings(questions: Sequence[Question]) -> tuple[Finding, ...]:
    """Everything a careful editor would ask about these questions; compared once, until one of them changes."""
    return _findings(tuple(questions))


@lru_cache(maxsize=32)
def _findings(questions: tuple[Question, ...]) -> tuple[Finding, ...]:
    return (
        *groups_at_odds(questions),
        *repeated(questions),
        *uneven_keys(questions),
        *guessable_by_length(questions),
        *absolute_words(questions),
        *echoes_of_the_stem(questions),
    )


def groups_at_odds(questions: Sequence[Question]) -> Iterator[Finding]:
    """Groups that stand on no paper, because not all of their approved questions have the same text."""
    for group in sorted(at_odds(question.group for question in questions)):
        members = tuple(question.id for question in questions if question.group and question.group.id == group)
        yield Finding(Refusal("question_group_at_odds", group=group), members)


def repeated(questions: Sequence[Question]) -> Iterator[Finding]:
    """Questions that ask nearly the same, in either language."""
    told = set()
    for language in ("zh", "en"):
        texts = {question.id: _whole(question, language) for question in questions}
        for pair in alike(texts):
            if (pair.one, pair.other) not in told:
                told.add((pair.one, pair.other))
                yield Finding(
                    Refusal("question_nearly_the_same", share=round(pair.share * 100)), (pair.one, pair.other)
                )


def uneven_keys(questions: Sequence[Question]) -> Iterator[Finding]:
    """A letter that is right too often or too seldom."""
    for kind, share in ((Kind.SINGLE_CHOICE, Fraction(1, 4)), (Kind.TRUE_FALSE, Fraction(1, 2))):
        positions = key_positions(questions, kind)
        total = sum(positions.values())
        if total < FEWEST_FOR_BALANCE:
            continue
        for position in range(int(1 / share)):
            part = Fraction(positions[position], total)
            if abs(part - share) > UNEVEN:
                yield Finding(
                    Refusal("question_uneven_keys", kind=KINDS[kind], letter=letter(position), share=round(part * 100))
                )


def key_positions(questions: Iterable[Question], kind: Kind) -> Counter[int]:
    """How often each position is right among the questions of a kind."""
    return Counter(
        position
        for question in questions
        if question.kind is kind and isinstance(question.content, Choice)
        for position in correct(question.content)
    )


def guessable_by_length(questions: Sequence[Question]) -> Iterator[Finding]:
    """Whether taking the longest, or the shortest, option pays."""
    chance = expected_by_chance(questions)
    for language in ("zh", "en"):
        for code, sign in (("question_longest_pays", 1), ("question_shortest_pays", -1)):
            gain = expected_by_length(questions, language, sign) - chance
            if gain > GUESSING_GAIN:
                yield Finding(Refusal(code, language=LANGUAGES[language], gain=round(gain * 100)))


def expected_by_chance(questions: Sequence[Question]) -> Fraction:
    """The share of single choices that blind guessing gets right."""
    return _mean([Fraction(1, len(each.options)) for each in _single_choices(questions)])


def expected_by_length(questions: Sequence[Question], language: str, sign: int = 1) -> Fraction:
    """What taking the longest option (`sign` -1: the shortest) gets right; at random among equals."""
    return _mean([_by_length(each, language, sign) for each in _single_choices(questions)])


def absolute_words(questions: Iterable[Question]) -> Iterator[Finding]:
    """Distractors that give themselves away by a word like "always" which the right option avoids."""
    for question in questions:
        if not isinstance(question.content, SingleChoice | MultipleChoice):
            continue
        right = correct(question.content)
        for language, words in ABSOLUTE.items():
            said = [bool(words.search(option.in_language(language))) for option in options(question.content)]
            if any(said) and not any(said[position] for position in right):
                yield Finding(Refusal("question_absolute_word", language=LANGUAGES[language]), (question.id,))


def echoes_of_the_stem(questions: Iterable[Question]) -> Iterator[Finding]:
    """Keys that repeat a run of the stem while no distractor does, so that a guesser knows where to look."""
    for question in questions:
        if not isinstance(question.content, SingleChoice | MultipleChoice):
            continue
        right = correct(question.content)
        for language in LANGUAGES:
            stem = question.content.stem.in_language(language)
            echo = [repeats(option.in_language(language), stem) for option in options(question.content)]
            if all(echo[position] for position in right) and sum(echo) == len(right):
                yield Finding(Refusal("question_echo", language=LANGUAGES[language]), (question.id,))


def _single_choices(questions: Iterable[Question]) -> list[SingleChoice]:
    return [question.content for question in questions if isinstance(question.content, SingleChoice)]


def _by_length(content: SingleChoice, language: str, sign: int) -> Fraction:
    lengths = [sign * len(option.in_language(language)) for option in content.options]
    taken = [position for position, length in enumerate(lengths) if length == max(lengths)]
    return Fraction(int(content.correct in taken), len(taken))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def _whole(question: Question, language: str) -> str:
    """All that is asked; the two options of a true/false statement say nothing about it."""
    offered = () if isinstance(question.content, TrueFalse) else options(question.content)
    return question.content.stem.in_language(language) + "".join(each.in_language(language) for each in offered)
