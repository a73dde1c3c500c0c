"""How seldom questions can be asked at all: lower bounds by linear programming over all that papers must keep."""

from collections.abc import Mapping, Sequence
from math import ceil
from uuid import UUID

import numpy as np

from exam.domain.assembly.limits import Limits, Row, limits, solve, usable
from exam.domain.assembly.measures import Target
from exam.domain.assembly.pinned import PinnedQuestion
from schemes.domain.blueprint import Blueprint

NEARLY = 1e-6


def least_exposure(pool: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target) -> float:
    """The share of papers on which the question asked most often stands at least, however papers are chosen."""
    ready = usable(pool, blueprint)
    kept = limits(ready, blueprint, target)
    rows: list[Row] = [
        (np.append(row, 0.0), least, most) for row, least, most in zip(kept.rows, kept.least, kept.most, strict=True)
    ]
    for index in range(len(ready)):
        row = np.zeros(len(ready) + 1)
        row[index], row[-1] = 1, -1
        rows.append((row, -np.inf, 0))
    cost = np.zeros(len(ready) + 1)
    cost[-1] = 1
    found = solve(cost, Limits.of(rows, len(cost)), top=np.ones(len(cost)), whole=np.zeros(len(cost)))
    return 1.0 if found is None else float(found[-1])


def least_papers(share: float, papers: int) -> int:
    """On how many of so many papers that is at least."""
    return ceil(share * papers - NEARLY)


def forced(
    pool: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target, suspects: Sequence[UUID]
) -> Mapping[UUID, float]:
    """The share of papers on which each of these versions stands at least; only those that cannot be left out.

    A question that some paper leaves out is not forced, so only those on every paper are suspect.
    """
    ready = usable(pool, blueprint)
    kept = limits(ready, blueprint, target)
    found: dict[UUID, float] = {}
    for index, item in enumerate(ready):
        if item.version_id in suspects:
            cost = np.zeros(len(ready))
            cost[index] = 1
            chosen = solve(cost, kept, top=np.ones(len(ready)), whole=np.zeros(len(ready)))
            if chosen is not None and chosen[index] > NEARLY:
                found[item.version_id] = float(chosen[index])
    return found
