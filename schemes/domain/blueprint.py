"""A blueprint says how many questions of which kind and cognitive level each function gets in a theory paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

KINDS = ("single_choice", "multiple_choice", "true_false", "matching", "ordering", "numeric", "short_text")
COGNITIVE_LEVELS = ("know", "understand", "master")
ALL_OR_NOTHING, PARTIAL = "all_or_nothing", "partial"
DIVISIBLE = ("multiple_choice", "matching", "ordering")
"""The kinds of which an answer may be right in part."""

NOTHING, ONE = Decimal(0), Decimal(1)
Place = tuple[str, str, str]
"""Function, kind and cognitive level."""


@dataclass(frozen=True, slots=True)
class Range:
    """From the least to the most; one number where both are the same."""

    least: Decimal
    most: Decimal

    def __str__(self) -> str:
        """As people write it."""
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many questions of one function, kind and cognitive level a paper has, at least and at most."""

    function: str
    kind: str
    cognitive: str
    least: int
    most: int

    @property
    def place(self) -> Place:
        """What lies in it."""
        return self.function, self.kind, self.cognitive


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The questions of a function, kind and cognitive level, each if given, by their number or their marks."""

    function: str | None = None
    kind: str | None = None
    cognitive: str | None = None
    in_marks: bool = False

    def has(self, place: Place) -> bool:
        """Whether questions of this place belong to it."""
        asked = (self.function, self.kind, self.cognitive)
        return all(wanted in (None, name) for wanted, name in zip(asked, place, strict=True))


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
    """The cells of a paper, the marks of each kind of question, the kinds that earn them in part, and the bands.

    Where cells are ranges, `sums` hold what parts of a paper come to: its length and marks, the marks of each function,
    and what else is stated. Every paper keeps them all.
    """

    cells: tuple[Cell, ...]
    marks: Mapping[str, Decimal]
    partial: frozenset[str] = frozenset()
    bands: Bands = USUAL_BANDS
    sums: Mapping[Part, Range] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return int(self.count().least)

    @property
    def total_marks(self) -> Decimal:
        """What a faultless paper earns."""
        return self.range_of(Part(in_marks=True)).least

    def marks_of(self, function: str) -> Range:
        """What the questions of one function earn together."""
        return self.range_of(Part(function=function, in_marks=True))

    def count(self, function: str | None = None, kind: str | None = None, cognitive: str | None = None) -> Range:
        """How many questions there are of this function, kind and cognitive level, each if given."""
        return self.range_of(Part(function=function, kind=kind, cognitive=cognitive))

    def range_of(self, part: Part) -> Range:
        """What a part comes to by its cells, and by what is stated of their sum."""
        worths = [(self.worth(part, cell.place), cell) for cell in self.cells]
        by_cells = Range(
            sum((worth * cell.least for worth, cell in worths), NOTHING),
            sum((worth * cell.most for worth, cell in worths), NOTHING),
        )
        stated = self.sums.get(part, by_cells)
        return Range(max(by_cells.least, stated.least), min(by_cells.most, stated.most))

    def worth(self, part: Part, place: Place) -> Decimal:
        """What one question of this place adds to a part."""
        if not part.has(place):
            return NOTHING
        return self.marks[place[1]] if part.in_marks else ONE
