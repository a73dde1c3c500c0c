"""Whether a pool can fill a paper, and if not, what is lacking: the fewest cells, else the fewest bands."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from exam.domain.assembly.limits import Limits, Row, bands, cells, company, filling, limits, solve, sums, usable
from exam.domain.assembly.measures import Target
from exam.domain.assembly.pinned import PinnedQuestion
from kernel.verdict import Refusal, Verdict
from schemes.domain.blueprint import Blueprint

CLOSE = 1e-6


def check(pool: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target) -> Verdict:
    """Whether some paper keeps all rules; if not, the smallest set of cells that lack questions, and how many.

    Where all cells can be filled, with enemies apart and groups whole, the fewest bands that cannot hold.
    """
    ready = usable(pool, blueprint)
    ones = np.ones(len(ready))
    if ready and solve(0 * ones, limits(ready, blueprint, target), top=ones, whole=ones) is not None:
        return Verdict.of(())
    thin = _cells(ready, blueprint)
    return thin if not thin else _bands(ready, blueprint, target)


def _cells(ready: Sequence[PinnedQuestion], blueprint: Blueprint) -> Verdict:
    """Questions that are not there stand in for those that lack, so that ranges and sums hold for both together."""
    wanted, kept = list(cells(ready, blueprint)), list(company(ready))
    room = np.array([cell.most for cell in blueprint.cells], dtype=float)
    each = np.eye(len(room))
    nothing = np.zeros_like(each)
    rows: list[Row] = [
        (np.concatenate([row, each[index], nothing[index]]), least, most)
        for index, (row, least, most) in enumerate(wanted)
    ]
    places = [item.place for item in ready] + [cell.place for cell in blueprint.cells]
    rows += [(np.concatenate([row, nothing[0]]), least, most) for row, least, most in sums(places, blueprint)]
    rows += [(np.concatenate([row, nothing[0], nothing[0]]), least, most) for row, least, most in kept]
    rows += [
        (np.concatenate([np.zeros(len(ready)), each[index], -room[index] * each[index]]), -np.inf, 0)
        for index in range(len(room))
    ]
    width = len(ready) + 2 * len(room)
    found = solve(
        np.concatenate([np.zeros(len(ready)), np.ones_like(room), np.full_like(room, room.sum() + 1)]),
        Limits.of(rows, width),
        top=np.concatenate([np.ones(len(ready)), room, np.ones_like(room)]),
        whole=np.ones(width),
    )
    if found is None:
        raise ArithmeticError("a paper with every cell empty keeps all rules")
    lacking = [round(short) for short in found[len(ready) : len(ready) + len(room)]]
    there = Counter(item.place for item, share in zip(ready, found, strict=False) if round(share))
    return Verdict.of(
        Refusal(
            "cell_too_thin",
            function=cell.function,
            kind=str(cell.kind),
            cognitive=str(cell.cognitive),
            needed=there[cell.place] + short,
            there=there[cell.place],
            lacking=short,
        )
        if short
        else None
        for cell, short in zip(blueprint.cells, lacking, strict=True)
    )


def _bands(ready: Sequence[PinnedQuestion], blueprint: Blueprint, target: Target) -> Verdict:
    ones = np.ones(len(ready))
    wanted = bands(ready, blueprint, target)
    each = np.eye(len(wanted))
    nothing = np.zeros(len(wanted))
    farthest = np.array([row.sum() + abs(least) for row, least, _ in wanted.values()])
    rows: list[Row] = [
        (np.concatenate([row, nothing, nothing]), least, most)
        for row, least, most in [*filling(ready, blueprint), *company(ready)]
    ]
    for index, (row, least, most) in enumerate(wanted.values()):
        rows += [
            (np.concatenate([row, each[index], nothing]), least, np.inf),
            (np.concatenate([row, -each[index], nothing]), -np.inf, most),
            (np.concatenate([0 * ones, each[index], -farthest[index] * each[index]]), -np.inf, 0),
        ]
    size = len(ready)
    found = solve(
        np.concatenate([0 * ones, 1 / (farthest * len(wanted) + 1), nothing + 1]),
        Limits.of(rows, size + 2 * len(wanted)),
        top=np.concatenate([ones, farthest, nothing + 1]),
        whole=np.concatenate([ones, nothing, nothing + 1]),
    )
    if found is None:
        raise ArithmeticError("cells that can be filled can be filled without bands")
    off = found[size : size + len(wanted)]
    return Verdict.of(
        Refusal("band_cannot_hold", band=str(measure), width=target.width[measure], off=round(float(amount), 2))
        if amount > CLOSE
        else None
        for measure, amount in zip(wanted, off, strict=True)
    )
