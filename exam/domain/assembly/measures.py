"""What a question is expected to do on a paper: a Rasch model of the share of candidates who answer rightly.

The reference population has abilities of mean 0 and deviation 1, and `difficulty` of a question is the share of that
population who answer it rightly. The candidate at the pass mark is the one whose expected score on the average paper of
the bank is exactly the pass mark.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import log, pi, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from exam.domain.assembly.pinned import PinnedQuestion
from kernel.words import Words
from schemes.domain.blueprint import Blueprint, Place

Numbers = NDArray[np.float64]

SPREAD = sqrt(1 + pi / 8)
"""A normal population flattens the Rasch curve by this much."""
FARTHEST = 8.0
HALVINGS = 60
EXACT_TO = 6
ROUNDS, SETTLED = 20_000, 1e-9
PERCENT = Decimal(100)


class Measure(StrEnum):
    """What every paper has about the same of."""

    SCORE = "score"
    BORDER_SCORE = "border_score"
    INFORMATION = "information"
    READING = "reading"


MEASURES: Mapping[Measure, Words] = MappingProxyType(
    {
        Measure.SCORE: Words("一般考生的预期得分", "expected score of the average candidate"),
        Measure.BORDER_SCORE: Words("及格线考生的预期得分", "expected score of the candidate at the pass mark"),
        Measure.INFORMATION: Words("及格线处的测验信息量", "information at the pass mark"),
        Measure.READING: Words("阅读时间（秒）", "reading time in seconds"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The ability of the candidate at the pass mark, and where each measure of a paper has to lie."""

    ability: float
    middle: Mapping[Measure, float]
    width: Mapping[Measure, float]


def rasch(shares: Sequence[float]) -> Numbers:
    """The difficulties on the scale of abilities of questions that these shares of the population answer rightly."""
    return np.array([-SPREAD * log(share / (1 - share)) for share in shares])


def chances(ability: float | Numbers, difficulties: Numbers) -> Numbers:
    """How likely a candidate of this ability is to answer rightly."""
    return np.asarray(1 / (1 + np.exp(difficulties - ability)), dtype=np.float64)


def marks_of(pool: Sequence[PinnedQuestion], marks: Mapping[str, Decimal]) -> Numbers:
    """What each question earns."""
    return np.array([float(marks[item.kind]) for item in pool])


def shares(pool: Sequence[PinnedQuestion], blueprint: Blueprint) -> Numbers:
    """How much of an average paper each question is: the needed number of its cell over those that are there."""
    there = Counter(item.place for item in pool)
    needed = average(there, blueprint)
    return np.array([needed.get(item.place, 0) / there[item.place] for item in pool])


def average(there: Mapping[Place, int], blueprint: Blueprint) -> Mapping[Place, float]:
    """How many questions of each cell the average paper has.

    Where cells are ranges, it lies as near to their middles as the sums and the questions that are there allow.
    """
    least = np.array([cell.least for cell in blueprint.cells], dtype=np.float64)
    most = np.array([max(cell.least, min(cell.most, there.get(cell.place, 0))) for cell in blueprint.cells])
    worths = [[float(blueprint.worth(part, cell.place)) for cell in blueprint.cells] for part in blueprint.sums]
    sums = [
        (np.array(row), float(stated.least), float(stated.most))
        for row, stated in zip(worths, blueprint.sums.values(), strict=True)
        if any(row)
    ]
    counts = np.round(_nearest((least + most) / 2, least, most, sums), EXACT_TO)
    return {cell.place: float(count) for cell, count in zip(blueprint.cells, counts, strict=True)}


def _nearest(point: Numbers, low: Numbers, high: Numbers, slabs: Sequence[tuple[Numbers, float, float]]) -> Numbers:
    """The nearest point between low and high and inside all slabs, by Dykstra's cyclic projections."""
    pushed, beside = np.zeros(len(slabs)), np.zeros_like(point)
    for _ in range(ROUNDS if slabs else 0):
        start = np.concatenate([point, pushed])
        for index, (row, least, most) in enumerate(slabs):
            tried = point + pushed[index] * row
            along = float(row @ tried)
            pushed[index] = (along - min(max(along, least), most)) / float(row @ row)
            point = tried - pushed[index] * row
        tried = point + beside
        point = np.clip(tried, low, high)
        beside = tried - point
        if np.abs(np.concatenate([point, pushed]) - start).max() < SETTLED:
            break
    return point


def measured(pool: Sequence[PinnedQuestion], marks: Mapping[str, Decimal], ability: float) -> dict[Measure, Numbers]:
    """What each question adds to each measure of a paper; rounded, so that every machine computes with the same."""
    facility = np.array([item.difficulty for item in pool])
    right = chances(ability, rasch(list(facility)))
    earns = marks_of(pool, marks)
    found = {
        Measure.SCORE: earns * facility,
        Measure.BORDER_SCORE: earns * right,
        Measure.INFORMATION: right * (1 - right),
        Measure.READING: np.array([float(item.reading) for item in pool]),
    }
    return {measure: np.round(values, EXACT_TO) for measure, values in found.items()}


def target_of(pool: Sequence[PinnedQuestion], blueprint: Blueprint, pass_mark: Decimal) -> Target:
    """What the average paper of the pool measures, and how far from it the blueprint lets a paper lie."""
    share = shares(pool, blueprint)
    ability = _ability(pool, blueprint, share, float(pass_mark))
    middle = {measure: float(share @ values) for measure, values in measured(pool, blueprint.marks, ability).items()}
    bands = blueprint.bands
    score = float(bands.score)
    return Target(
        ability=ability,
        middle=middle,
        width={
            Measure.SCORE: score,
            Measure.BORDER_SCORE: score,
            Measure.INFORMATION: float(bands.information / PERCENT) * middle[Measure.INFORMATION],
            Measure.READING: float(bands.reading / PERCENT) * middle[Measure.READING],
        },
    )


def _ability(pool: Sequence[PinnedQuestion], blueprint: Blueprint, share: Numbers, pass_mark: float) -> float:
    difficulties = rasch([item.difficulty for item in pool])
    earned = share * marks_of(pool, blueprint.marks)
    low, high = -FARTHEST, FARTHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if earned @ chances(middle, difficulties) < pass_mark else (low, middle)
    return round(low, EXACT_TO)
