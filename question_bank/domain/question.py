"""A question in both languages, with its key and the reason for it; frozen, since a version never changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import ceil
from string import ascii_uppercase
from typing import ClassVar
from uuid import UUID

from kernel.words import Words
from question_bank.domain.key import ChoiceKey, Key, MatchingKey, NumericKey, OrderingKey, TextKey
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.numeric import Tolerance, Unit

TRUE = Words("正确", "True")
FALSE = Words("错误", "False")
CHARACTERS_A_MINUTE = 300
"""What an adult reads of Chinese prose with care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice:
    """Exactly one option is right; `correct` is its position."""

    kind: ClassVar = Kind.SINGLE_CHOICE
    stem: Words
    options: tuple[Words, ...]
    correct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice:
    """Several options are right, and the others are wrong."""

    kind: ClassVar = Kind.MULTIPLE_CHOICE
    stem: Words
    options: tuple[Words, ...]
    correct: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse:
    """A statement that holds or does not."""

    kind: ClassVar = Kind.TRUE_FALSE
    stem: Words
    correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Each prompt goes with an option; `correct` has the option's position for each prompt."""

    kind: ClassVar = Kind.MATCHING
    stem: Words
    prompts: tuple[Words, ...]
    options: tuple[Words, ...]
    correct: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """Things to be put in order; `correct` has their positions, the first thing first."""

    kind: ClassVar = Kind.ORDERING
    stem: Words
    options: tuple[Words, ...]
    correct: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric:
    """A number to be worked out; `correct` is in the first unit, if there are units."""

    kind: ClassVar = Kind.NUMERIC
    stem: Words
    correct: Decimal
    tolerance: Tolerance
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """A word or two to be written; any of the `accepted` will do, in whatever language."""

    kind: ClassVar = Kind.SHORT_TEXT
    stem: Words
    accepted: tuple[str, ...]


Choice = SingleChoice | MultipleChoice | TrueFalse
Content = Choice | Matching | Ordering | Numeric | ShortText


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A text on which several questions are asked one after the other; `number` is the question's place among them."""

    id: str
    number: int
    text: Words

    def agrees_with(self, other: "Group") -> bool:
        """Whether two questions may stand in one group: the same text, and each a place of its own."""
        return self.text == other.text and self.number != other.number


def at_odds(groups: Iterable[Group | None]) -> frozenset[str]:
    """Which groups have questions that may not stand together."""
    known = [group for group in groups if group is not None]
    return frozenset(
        one.id for one, other in combinations(known, 2) if one.id == other.id and not one.agrees_with(other)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the bank knows of one question; `id` is the author's own number, such as L3-COM-001."""

    id: str
    function: str
    cognitive: Cognitive
    difficulty: float
    content: Content
    rationale: Words
    group: Group | None = None

    @property
    def kind(self) -> Kind:
        """How it is answered."""
        return self.content.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """All that a candidate may see of a question: never the key. The options of a number are its units."""

    kind: Kind
    stem: Words
    options: tuple[Words, ...]
    prompts: tuple[Words, ...] = ()
    group: Group | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolItem:
    """An approved question as the maker of forms sees it.

    `difficulty` is the share of candidates expected to answer rightly, `reading` the seconds it takes to read,
    `enemies` are questions that never stand on a form with it; those of a `group` stand on a form together.
    """

    question_id: UUID
    version_id: UUID
    function: str
    kind: Kind
    cognitive: Cognitive
    difficulty: float
    reading: int
    enemies: frozenset[UUID] = frozenset()
    prompts: int = 0
    group: Group | None = None


def presented(question: Question) -> Presented:
    """The question without its key; a true/false statement shows the two options 正确 and 错误."""
    content = question.content
    return Presented(
        kind=question.kind,
        stem=content.stem,
        options=options(content),
        prompts=content.prompts if isinstance(content, Matching) else (),
        group=question.group,
    )


def key(question: Question) -> Key:
    """What is right, by positions among the presented options."""
    match question.content:
        case Matching(correct=positions):
            return MatchingKey(correct=positions)
        case Ordering(correct=positions):
            return OrderingKey(correct=positions)
        case Numeric(correct=number, tolerance=tolerance, units=units):
            return NumericKey(correct=number, tolerance=tolerance, factors=tuple(unit.factor for unit in units))
        case ShortText(accepted=accepted):
            return TextKey(accepted=accepted)
        case SingleChoice() | MultipleChoice() | TrueFalse() as choice:
            return ChoiceKey(correct=correct(choice))


def options(content: Content) -> tuple[Words, ...]:
    """What can be chosen; of a number its unit."""
    match content:
        case (
            SingleChoice(options=offered)
            | MultipleChoice(options=offered)
            | Matching(options=offered)
            | Ordering(options=offered)
        ):
            return offered
        case TrueFalse():
            return (TRUE, FALSE)
        case Numeric(units=units):
            return tuple(unit.sign for unit in units)
        case ShortText():
            return ()


def correct(content: Choice) -> frozenset[int]:
    """What should be chosen, as positions among the options."""
    match content:
        case SingleChoice(correct=position):
            return frozenset({position})
        case MultipleChoice(correct=positions):
            return positions
        case TrueFalse(correct=holds):
            return frozenset({0 if holds else 1})


def reading_seconds(question: Question) -> int:
    """How long a careful reader takes for all that is shown, by the length of the Chinese text.

    The text of a group is read with its first question.
    """
    shown = presented(question)
    texts = [shown.stem, *shown.options, *shown.prompts]
    if shown.group is not None and shown.group.number == 1:
        texts.append(shown.group.text)
    characters = sum(len(text.zh) for text in texts)
    return ceil(characters * 60 / CHARACTERS_A_MINUTE)


def letter(position: int) -> str:
    """A for the first option, and so on."""
    return ascii_uppercase[position]
