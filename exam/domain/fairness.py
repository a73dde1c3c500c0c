"""Whether the papers of a sitting are fair to one another: the blueprint kept by each, and how much they share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from uuid import UUID

from exam.domain.form import Layout
from schemes.domain.blueprint import Blueprint

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFilled:
    """One cell of the blueprint: how many questions are asked, and from how many they were drawn."""

    function: str
    kind: str
    cognitive: str
    needed: int
    available: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionMarks:
    """What the questions of one function earn: its weight, and the least and the most on any paper."""

    function: str
    weight: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The report."""

    forms: int
    questions_used: int
    cells: tuple[CellFilled, ...]
    functions: tuple[FunctionMarks, ...]
    equal_pairs: int
    most_shared: int
    mean_shared: Decimal
    most_exposed: Decimal


def fairness(
    layouts: Sequence[Layout],
    *,
    blueprint: Blueprint,
    weights: Mapping[str, Decimal],
    available: Mapping[tuple[str, str, str], int],
) -> Fairness:
    """Look at all papers of a sitting together."""
    asked = [layout.question_versions for layout in layouts]
    exposure: Counter[UUID] = Counter(version for questions in asked for version in questions)
    shared = [len(one & other) for one, other in combinations(asked, 2)]
    return Fairness(
        forms=len(layouts),
        questions_used=len(exposure),
        cells=tuple(
            CellFilled(
                function=cell.function,
                kind=cell.kind,
                cognitive=cell.cognitive,
                needed=cell.count,
                available=available.get((cell.function, cell.kind, cell.cognitive), 0),
            )
            for cell in blueprint.cells
        ),
        functions=tuple(_marks(layouts, function, weight) for function, weight in weights.items()),
        equal_pairs=len(layouts) - len({layout.slots for layout in layouts}),
        most_shared=max(shared, default=0),
        mean_shared=_share(sum(shared), len(shared)),
        most_exposed=_share(max(exposure.values(), default=0), len(layouts)),
    )


def _marks(layouts: Sequence[Layout], function: str, weight: Decimal) -> FunctionMarks:
    earned = [sum((slot.marks for slot in layout.slots if slot.function == function), NOTHING) for layout in layouts]
    return FunctionMarks(
        function=function, weight=weight, least=min(earned, default=NOTHING), most=max(earned, default=NOTHING)
    )


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.01")) if whole else NOTHING
