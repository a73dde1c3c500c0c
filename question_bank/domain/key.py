"""What is right, kept apart from what is shown: positions are those of the pinned version, never those of a form."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from question_bank.domain.numeric import Tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceKey:
    """Which options are right."""

    correct: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingKey:
    """The option that goes with each prompt."""

    correct: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingKey:
    """The options in their right order."""

    correct: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericKey:
    """The number in the first unit, how far off it may be, and what a number in each unit is in the first."""

    correct: Decimal
    tolerance: Tolerance
    factors: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextKey:
    """Texts of which one will do."""

    accepted: tuple[str, ...]


Key = ChoiceKey | MatchingKey | OrderingKey | NumericKey | TextKey
