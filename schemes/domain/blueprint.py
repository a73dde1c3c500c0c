"""A blueprint says how many questions of which kind and cognitive level each function gets in a theory paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

KINDS = ("single_choice", "multiple_choice", "true_false", "matching", "ordering", "numeric", "short_text")
COGNITIVE_LEVELS = ("know", "understand", "master")
ALL_OR_NOTHING, PARTIAL = "all_or_nothing", "partial"
DIVISIBLE = ("multiple_choice", "matching", "ordering")
"""The kinds of which an answer may be right in part."""

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many questions of one function, kind and cognitive level a paper has."""

    function: str
    kind: str
    cognitive: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """How far a paper may lie from the average paper of the bank.

    `score` is in marks and holds for the expected score of the average candidate and of the one at the pass mark;
    `information` (at the pass mark) and `reading` (time) are in per cent.
    """

    score: Decimal
    information: Decimal
    reading: Decimal


USUAL_BANDS = Bands(score=Decimal("0.5"), information=Decimal(2), reading=Decimal(5))
"""For a scheme that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """The cells of a paper, the marks of each kind of question, the kinds that earn them in part, and the bands."""

    cells: tuple[Cell, ...]
    marks: Mapping[str, Decimal]
    partial: frozenset[str] = frozenset()
    bands: Bands = USUAL_BANDS

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(cell.count for cell in self.cells)

    @property
    def total_marks(self) -> Decimal:
        """What a faultless paper earns."""
        return sum((cell.count * self.marks[cell.kind] for cell in self.cells), NOTHING)

    def marks_of(self, function: str) -> Decimal:
        """What the questions of one function earn together."""
        mine = (cell for cell in self.cells if cell.function == function)
        return sum((cell.count * self.marks[cell.kind] for cell in mine), NOTHING)

    def count(self, function: str | None = None, kind: str | None = None, cognitive: str | None = None) -> int:
        """How many questions there are of this function, kind and cognitive level, each if given."""
        return sum(
            cell.count
            for cell in self.cells
            if function in (None, cell.function) and kind in (None, cell.kind) and cognitive in (None, cell.cognitive)
        )
