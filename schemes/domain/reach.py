"""From where to where a part of a paper can come, where all ranges of its blueprint are kept together."""

from collections.abc import Sequence
from decimal import Decimal
from operator import mul

import numpy as np

from schemes.domain.blueprint import NOTHING, Blueprint, Part, Range


def reach(blueprint: Blueprint, part: Part) -> Range | None:
    """The least and the most that any paper has of a part; None where no paper keeps all cells and sums."""
    worths = [blueprint.worth(part, cell.place) for cell in blueprint.cells]
    found = []
    for sign in (1, -1):
        counts = _counts(blueprint, [sign * worth for worth in worths])
        if counts is None:
            return None
        found.append(sum((worth * count for worth, count in zip(worths, counts, strict=True)), NOTHING))
    return Range(*found)


def _counts(blueprint: Blueprint, cost: Sequence[Decimal]) -> list[int] | None:
    """The questions of each cell of the cheapest paper; where all are exact numbers there is nothing to search."""
    least, most = [cell.least for cell in blueprint.cells], [cell.most for cell in blueprint.cells]
    rows = [[blueprint.worth(part, cell.place) for cell in blueprint.cells] for part in blueprint.sums]
    ranges = blueprint.sums.values()
    if least == most:
        sums = [sum(map(mul, row, least), NOTHING) for row in rows]
        return least if all(one.least <= value <= one.most for value, one in zip(sums, ranges, strict=True)) else None
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- takes a second to load, few need it

    found = milp(
        np.array(cost, dtype=float),
        constraints=LinearConstraint(
            np.array(rows, dtype=float).reshape(len(rows), len(least)),
            np.array([one.least for one in ranges], dtype=float),
            np.array([one.most for one in ranges], dtype=float),
        ),
        integrality=np.ones(len(least)),
        bounds=Bounds(least, most),
    )
    return None if found.x is None else [round(count) for count in found.x]
