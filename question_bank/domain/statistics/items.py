"""What is told of each question: how hard it is, whether those who know more answer it rightly, who falls for what.

An omitted answer counts as wrong; a person who did not reach a question is left out of its figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from question_bank.domain.statistics.responses import FEWEST, Asked, Numbers, Responses

THIRDS = 3
DEAD_BELOW = 0.05
"""A distractor that fewer than 5 % take does not work (Haladyna & Downing, 1993)."""
EASY_ABOVE, HARD_BELOW = 0.8, 0.3
WEAK_BELOW = 0.1


class Flag(StrEnum):
    """Why somebody should look at a question again."""

    WRONG_KEY = "possible_wrong_key"
    DEAD_DISTRACTOR = "dead_distractor"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    WEAK = "weak_discrimination"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFigures:
    """How many took an option, and how those who did fared on the rest; `thirds`: of low, middle and high scorers."""

    option: str
    is_correct: bool
    count: int
    share: float
    discrimination: float | None
    thirds: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """The figures of a question. `n` is how many reached it; None is what cannot be computed."""

    name: str
    n: int
    omitted: int
    not_reached: int
    facility: float | None
    discrimination: float | None
    options: tuple[OptionFigures, ...]
    flags: tuple[Flag, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether there are too few answers to say anything for or against the question."""
        return self.n < FEWEST


def figures(table: Responses) -> tuple[ItemFigures, ...]:
    """The figures of every question, in the order of the columns."""
    worth = table.worth
    totals, possible = (table.scores * worth).sum(axis=1), worth.sum(axis=1)
    return tuple(_of(table, column, totals, possible) for column in range(len(table.questions)))


def _of(table: Responses, column: int, totals: Numbers, possible: Numbers) -> ItemFigures:
    question, reached = table.questions[column], table.reached[:, column]
    scores = table.scores[reached, column]
    others = possible[reached] - question.worth
    earned = totals[reached] - scores * question.worth
    rest = np.divide(earned, others, out=np.zeros_like(earned), where=others > 0)
    facility = float(scores.mean()) if len(scores) else None
    discrimination = correlation(scores, rest)
    options = _options(question, table.chosen[reached, column], rest)
    return ItemFigures(
        name=question.name,
        n=len(scores),
        omitted=int(table.omitted[:, column].sum()),
        not_reached=int(table.not_reached[:, column].sum()),
        facility=facility,
        discrimination=discrimination,
        options=options,
        flags=() if len(scores) < FEWEST or facility is None else tuple(_flags(facility, discrimination, options)),
    )


def correlation(one: Numbers, other: Numbers) -> float | None:
    """Pearson's; None where one of the two does not vary."""
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) < 1e-12:  # noqa: PLR2004 -- two points, and rounding
        return None
    one, other = one - one.mean(), other - other.mean()
    return float(np.clip(one @ other / np.sqrt((one @ one) * (other @ other)), -1, 1))


def _options(question: Asked, chosen: Numbers, rest: Numbers) -> tuple[OptionFigures, ...]:
    """Every option's figures; where several may be chosen, the shares can come to more than the whole."""
    thirds = np.array_split(np.argsort(rest, kind="stable"), THIRDS)
    found = []
    for option in question.options:
        took = np.array([option in letters for letters in chosen], dtype=float)
        found.append(
            OptionFigures(
                option=option,
                is_correct=option in question.correct,
                count=int(took.sum()),
                share=float(took.mean()) if len(took) else 0.0,
                discrimination=correlation(took, rest),
                thirds=tuple(float(took[third].mean()) if len(third) else 0.0 for third in thirds),
            )
        )
    return tuple(found)


def _flags(facility: float, discrimination: float | None, options: Sequence[OptionFigures]) -> list[Flag]:
    right = [option.discrimination for option in options if option.is_correct and option.discrimination is not None]
    wrong = [option for option in options if not option.is_correct]
    lures = any(
        option.discrimination is not None and option.discrimination > max(0, *right, 0)
        for option in wrong
        if option.share >= DEAD_BELOW
    )
    signs = {
        Flag.WRONG_KEY: lures or (discrimination is not None and discrimination < 0),
        Flag.DEAD_DISTRACTOR: any(option.share < DEAD_BELOW for option in wrong),
        Flag.TOO_EASY: facility > EASY_ABOVE,
        Flag.TOO_HARD: facility < HARD_BELOW,
        Flag.WEAK: discrimination is not None and 0 <= discrimination < WEAK_BELOW,
    }
    return [flag for flag, holds in signs.items() if holds]
