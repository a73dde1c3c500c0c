"""What every paper must keep, as rows of an integer programme: one variable for each question, 1 where it is asked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from exam.domain.assembly.measures import Measure, Numbers, Target, measured
from exam.domain.assembly.pinned import PinnedQuestion
from schemes.domain.blueprint import Blueprint, Place

Row = tuple[Numbers, float, float]
NODES = 20_000
"""How far the search goes. Nodes are counted, not seconds: the same seed must end at the same paper everywhere."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows of coefficients with the least and the most that each may come to."""

    rows: Numbers
    least: Numbers
    most: Numbers

    @classmethod
    def of(cls, rows: Sequence[Row], width: int) -> "Limits":
        """From rows."""
        return cls(
            rows=np.array([row for row, _, _ in rows]).reshape(len(rows), width),
            least=np.array([least for _, least, _ in rows]),
            most=np.array([most for _, _, most in rows]),
        )


def usable(pool: Sequence[PinnedQuestion], blueprint: Blueprint) -> tuple[PinnedQuestion, ...]:
    """The questions that have a cell, in an order that does not depend on the bank's; a group counts as a whole."""
    asked = {cell.place for cell in blueprint.cells}
    broken = {item.group for item in pool if item.group is not None and item.place not in asked}
    found = [item for item in pool if item.place in asked and item.group not in broken]
    return tuple(sorted(found, key=lambda item: str(item.question_id)))


def cells(pool: Sequence[PinnedQuestion], blueprint: Blueprint) -> Iterator[Row]:
    """Each cell has its number, or one in its range."""
    for cell in blueprint.cells:
        yield np.array([float(item.place == cell.place) for item in pool]), cell.least, cell.most


def sums(places: Sequence[Place], blueprint: Blueprint) -> Iterator[Row]:
    """What is stated of several cells together, for questions of these places."""
    for part, stated in blueprint.sums.items():
        row = np.array([float(blueprint.worth(part, place)) for place in places])
        yield row, float(stated.least), float(stated.most)


def filling(pool: Sequence[PinnedQuestion], blueprint: Blueprint) -> list[Row]:
    """All that the blueprint says of the numbers of questions."""
    return [*cells(pool, blueprint), *sums([item.place for item in pool], blueprint)]


def company(pool: Sequence[PinnedQuestion]) -> Iterator[Row]:
    """Enemies stay apart and groups together."""
    position = {item.question_id: index for index, item in enumerate(pool)}
    pairs = {
        (min(index, position[enemy]), max(index, position[enemy]))
        for index, item in enumerate(pool)
        for enemy in item.enemies
        if enemy in position
    }
    for pair in sorted(pairs):
        row = np.zeros(len(pool))
        row[list(pair)] = 1
        yield row, 0, 1
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(pool):
        if item.group is not None:
            groups[item.group].append(index)
    for first, *others in groups.values():
        for other in others:
            row = np.zeros(len(pool))
            row[first], row[other] = 1, -1
            yield row, 0, 0


def bands(pool: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target) -> dict[Measure, Row]:
    """Each measure stays in its band."""
    middle, width = target.middle, target.width
    return {
        measure: (values, middle[measure] - width[measure], middle[measure] + width[measure])
        for measure, values in measured(pool, blueprint.marks, target.ability).items()
    }


def limits(pool: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target) -> Limits:
    """All of it; the pool is what is `usable`."""
    rows = [*filling(pool, blueprint), *company(pool), *bands(pool, blueprint, target).values()]
    return Limits.of(rows, len(pool))


def solve(cost: Numbers, kept: Limits, *, top: Numbers, whole: Numbers, gap: float = 0.0) -> Numbers | None:
    """The cheapest solution, or one that is at most the share `gap` dearer; None where there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- takes a second to load, few need it

    found = milp(
        cost,
        constraints=LinearConstraint(kept.rows, kept.least, kept.most),
        integrality=whole,
        bounds=Bounds(0, top),
        options={"mip_rel_gap": gap, "node_limit": NODES},
    )
    return None if found.x is None else np.asarray(found.x, dtype=np.float64)
