"""Whether the papers of a sitting are equally hard: what each is expected to yield, and who would pass with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from statistics import fmean
from uuid import UUID

import numpy as np

from exam.domain.assembly.measures import Measure, Numbers, Target, chances, marks_of, measured, rasch
from exam.domain.assembly.pinned import PinnedQuestion
from exam.domain.form import Layout

CANDIDATES = 4000
"""How many candidates are simulated: as many drawn from the reference population, as many just at the pass mark."""
LOWEST, HIGHEST, STEPS = -3.0, 3.0, 25
CLOSE = 1e-9
PLACES = 3
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One measure over all papers: where it had to lie and where it lies."""

    measure: Measure
    target: float
    width: float
    least: float
    mean: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFigures:
    """One paper: its measures, and the share who would pass of all candidates and of those at the pass mark."""

    number: int
    score: float
    border_score: float
    information: float
    reading: float
    passes: float
    border_passes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Test information of the papers at one ability."""

    ability: float
    least: float
    mean: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """What is said of all papers together and of each."""

    ability: float
    candidates: int
    bands: tuple[Band, ...]
    papers: tuple[PaperFigures, ...]
    curves: tuple[Point, ...]

    @property
    def passes(self) -> tuple[float, float]:
        """The least and the most of all candidates who would pass, over papers."""
        shares = [paper.passes for paper in self.papers]
        return min(shares), max(shares)

    @property
    def border_passes(self) -> tuple[float, float]:
        """The same for candidates at the pass mark."""
        shares = [paper.border_passes for paper in self.papers]
        return min(shares), max(shares)


def equivalence(
    layouts: Sequence[Layout],
    *,
    asked: Mapping[UUID, PinnedQuestion],
    marks: Mapping[str, Decimal],
    target: Target,
    pass_mark: Decimal,
) -> Equivalence:
    """Look at all papers of a sitting, at least one; chance is the same each time, so the figures are too."""
    pool = list(asked.values())
    position = {version: index for index, version in enumerate(asked)}
    stands = np.zeros((len(layouts), len(pool)))
    for paper, layout in enumerate(layouts):
        stands[paper, [position[version] for version in layout.question_versions]] = 1
    values = {measure: stands @ each for measure, each in measured(pool, marks, target.ability).items()}
    difficulties, earned = rasch([item.difficulty for item in pool]), stands * marks_of(pool, marks)
    chance = np.random.default_rng(len(pool))
    abilities = chance.standard_normal((CANDIDATES, 1))
    passes = _passes(chances(abilities, difficulties), earned, float(pass_mark), chance)
    border = _passes(chances(np.full((CANDIDATES, 1), target.ability), difficulties), earned, float(pass_mark), chance)
    return Equivalence(
        ability=target.ability,
        candidates=CANDIDATES,
        bands=tuple(
            Band(
                measure=measure,
                target=round(target.middle[measure], PLACES),
                width=round(target.width[measure], PLACES),
                least=round(float(each.min()), PLACES),
                mean=round(float(each.mean()), PLACES),
                most=round(float(each.max()), PLACES),
            )
            for measure, each in values.items()
        ),
        papers=tuple(
            PaperFigures(
                number=paper + 1,
                passes=round(float(passes[paper]), PLACES),
                border_passes=round(float(border[paper]), PLACES),
                **{str(measure): round(float(each[paper]), PLACES) for measure, each in values.items()},
            )
            for paper in range(len(layouts))
        ),
        curves=tuple(_curve(stands, difficulties)),
    )


def deviations(
    layouts: Sequence[Layout], asked: Mapping[UUID, PinnedQuestion], marks: Mapping[str, Decimal]
) -> list[Decimal]:
    """By how many marks, never told too few, the expected score of each paper differs from the mean of all."""
    expected = {version: float(marks[item.kind]) * item.difficulty for version, item in asked.items()}
    scores = [sum(expected[version] for version in layout.question_versions) for layout in layouts]
    mean = fmean(scores)
    return [Decimal(abs(score - mean)).quantize(CENT, ROUND_CEILING) for score in scores]


def _passes(right: Numbers, earned: Numbers, pass_mark: float, chance: np.random.Generator) -> Numbers:
    """The share of simulated candidates who reach the pass mark, for each paper."""
    answers = (chance.random(right.shape) < right).astype(np.float64)
    return np.asarray((answers @ earned.T >= pass_mark - CLOSE).mean(axis=0), dtype=np.float64)


def _curve(stands: Numbers, difficulties: Numbers) -> list[Point]:
    points = []
    for ability in np.linspace(LOWEST, HIGHEST, STEPS):
        right = chances(float(ability), difficulties)
        told = stands @ (right * (1 - right))
        least, mean, most = (round(float(each), PLACES) for each in (told.min(), told.mean(), told.max()))
        points.append(Point(ability=float(ability), least=least, mean=mean, most=most))
    return points
