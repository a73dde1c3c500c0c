"""A question in both languages, with its key and the reason for it; frozen, since a version never changes."""

from dataclasses import dataclass
from string import ascii_uppercase
from uuid import UUID

from kernel.words import Words
from question_bank.domain.kind import Cognitive, Kind

TRUE = Words("正确", "True")
FALSE = Words("错误", "False")


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice:
    """Exactly one option is right; `correct` is its position."""

    stem: Words
    options: tuple[Words, ...]
    correct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice:
    """Several options are right, and the others are wrong."""

    stem: Words
    options: tuple[Words, ...]
    correct: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse:
    """A statement that holds or does not."""

    stem: Words
    correct: bool


Content = SingleChoice | MultipleChoice | TrueFalse


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the bank knows of one question; `id` is the author's own number, such as L3-COM-001."""

    id: str
    function: str
    cognitive: Cognitive
    difficulty: float
    content: Content
    rationale: Words

    @property
    def kind(self) -> Kind:
        """How it is answered."""
        match self.content:
            case SingleChoice():
                return Kind.SINGLE_CHOICE
            case MultipleChoice():
                return Kind.MULTIPLE_CHOICE
            case TrueFalse():
                return Kind.TRUE_FALSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """All that a candidate may see of a question: never the key."""

    kind: Kind
    stem: Words
    options: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Which options are right, by their position in the pinned version."""

    kind: Kind
    correct: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolItem:
    """An approved question as the maker of forms sees it."""

    question_id: UUID
    version_id: UUID
    function: str
    kind: Kind
    cognitive: Cognitive
    difficulty: float


def presented(question: Question) -> Presented:
    """The question without its key; a true/false statement shows the two options 正确 and 错误."""
    return Presented(kind=question.kind, stem=question.content.stem, options=options(question.content))


def key(question: Question) -> Key:
    """The right positions among the presented options."""
    return Key(kind=question.kind, correct=correct(question.content))


def options(content: Content) -> tuple[Words, ...]:
    """What can be chosen."""
    match content:
        case SingleChoice(options=offered) | MultipleChoice(options=offered):
            return offered
        case TrueFalse():
            return (TRUE, FALSE)


def correct(content: Content) -> frozenset[int]:
    """What should be chosen, as positions among the options."""
    match content:
        case SingleChoice(correct=position):
            return frozenset({position})
        case MultipleChoice(correct=positions):
            return positions
        case TrueFalse(correct=holds):
            return frozenset({0 if holds else 1})


def letter(position: int) -> str:
    """A for the first option, and so on."""
    return ascii_uppercase[position]
