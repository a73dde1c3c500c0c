"""Whether the papers of a sitting are fair to one another: the blueprint kept by each, and how much they share."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from exam.domain.assembly.making import asked_by
from exam.domain.assembly.measures import average
from exam.domain.assembly.pinned import PinnedQuestion
from exam.domain.form import Layout
from schemes.domain.blueprint import Blueprint, Cell, Part

NOTHING = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFilled:
    """One cell of the blueprint: how many questions are wanted (and allowed), asked on any paper, and available.

    `seldom` and `often`: on how many papers stand the question of the cell asked least and the one asked most.
    """

    function: str
    kind: str
    cognitive: str
    needed: int
    allowed: int
    least: int
    most: int
    available: int
    seldom: int
    often: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SumKept:
    """What is stated of several cells together: wanted, allowed, and the least and the most on any paper."""

    part: Part
    needed: Decimal
    allowed: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionMarks:
    """What the questions of one function earn: its weight, and the least and the most on any paper."""

    function: str
    weight: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """What stands on the papers. `chance_shared` is what two papers would share if drawn by chance alone."""

    forms: int
    questions_used: int
    cells: tuple[CellFilled, ...]
    sums: tuple[SumKept, ...]
    functions: tuple[FunctionMarks, ...]
    equal_pairs: int
    most_shared: int
    mean_shared: Decimal
    chance_shared: Decimal
    most_exposed: Decimal


def fairness(
    layouts: Sequence[Layout],
    *,
    blueprint: Blueprint,
    weights: Mapping[str, Decimal],
    pool: Sequence[PinnedQuestion],
    asked: Mapping[UUID, PinnedQuestion],
) -> Fairness:
    """Look at all papers of a sitting together; `pool` is what the last were made from, `asked` all that are asked."""
    shared = [shared for row in overlap(layouts) for shared in row]
    exposure = asked_by(layouts)
    return Fairness(
        forms=len(layouts),
        questions_used=len(exposure),
        cells=tuple(_filled(cell, layouts, pool, asked) for cell in blueprint.cells),
        sums=tuple(_sums(layouts, blueprint, asked)),
        functions=tuple(_marks(layouts, function, weight) for function, weight in weights.items()),
        equal_pairs=len(layouts) - len({layout.slots for layout in layouts}),
        most_shared=max(shared, default=0),
        mean_shared=_share(sum(shared), len(shared)),
        chance_shared=_by_chance(blueprint, pool),
        most_exposed=_share(max(exposure.values(), default=0), len(layouts)),
    )


def overlap(layouts: Sequence[Layout]) -> list[list[int]]:
    """How many questions each paper shares with each that was made before it."""
    asked = [layout.question_versions for layout in layouts]
    return [[len(questions & asked[other]) for other in range(paper)] for paper, questions in enumerate(asked)]


def _filled(
    cell: Cell, layouts: Sequence[Layout], pool: Sequence[PinnedQuestion], asked: Mapping[UUID, PinnedQuestion]
) -> CellFilled:
    there = {item.version_id for item in pool if item.place == cell.place}
    of = [sum(asked[version].place == cell.place for version in layout.question_versions) for layout in layouts]
    exposure = Counter(dict.fromkeys(there, 0))
    exposure.update(
        {version: often for version, often in asked_by(layouts).items() if asked[version].place == cell.place}
    )
    return CellFilled(
        function=cell.function,
        kind=cell.kind,
        cognitive=cell.cognitive,
        needed=cell.least,
        allowed=cell.most,
        least=min(of, default=0),
        most=max(of, default=0),
        available=len(there),
        seldom=min(exposure.values(), default=0),
        often=max(exposure.values(), default=0),
    )


def _by_chance(blueprint: Blueprint, pool: Sequence[PinnedQuestion]) -> Decimal:
    there = Counter(item.place for item in pool)
    cells = [(Decimal(count), there[place]) for place, count in average(there, blueprint).items()]
    return sum((count * count / size for count, size in cells if size), NOTHING).quantize(CENT)


def _sums(layouts: Sequence[Layout], blueprint: Blueprint, asked: Mapping[UUID, PinnedQuestion]) -> Iterator[SumKept]:
    for part, stated in blueprint.sums.items():
        of = [
            sum((blueprint.worth(part, asked[version].place) for version in layout.question_versions), NOTHING)
            for layout in layouts
        ]
        yield SumKept(
            part=part,
            needed=stated.least,
            allowed=stated.most,
            least=min(of, default=NOTHING),
            most=max(of, default=NOTHING),
        )


def _marks(layouts: Sequence[Layout], function: str, weight: Decimal) -> FunctionMarks:
    earned = [sum((slot.marks for slot in layout.slots if slot.function == function), NOTHING) for layout in layouts]
    return FunctionMarks(
        function=function, weight=weight, least=min(earned, default=NOTHING), most=max(earned, default=NOTHING)
    )


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(CENT) if whole else NOTHING
