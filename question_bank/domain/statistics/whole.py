"""What is told of a test as a whole: how far its scores, and the decisions at its pass mark, can be relied on.

What was not answered earns nothing, omitted or not reached.
"""

from dataclasses import dataclass

import numpy as np

from question_bank.domain.statistics.responses import FEWEST, Responses


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How many would get the same decision on an equal paper, and how far that is beyond chance."""

    agreement: float
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFigures:
    """The figures of a test; mean, deviation and error are in marks. None is what cannot be computed."""

    n: int
    questions: int
    mean: float | None
    deviation: float | None
    kr20: float | None
    error: float | None
    pass_mark: float
    consistency: Consistency | None

    @property
    def is_provisional(self) -> bool:
        """Whether too few people were asked to rely on the figures."""
        return self.n < FEWEST


def whole(table: Responses, pass_mark: float = 0.6) -> WholeFigures:
    """The figures of the test; `pass_mark` is the part of all marks that is needed."""
    marks = (table.scores * table.worth).sum(axis=1)
    deviation = float(marks.std(ddof=1)) if len(marks) > 1 else None
    reliability = kr20(table)
    return WholeFigures(
        n=table.persons,
        questions=len(table.questions),
        mean=float(marks.mean()) if len(marks) else None,
        deviation=deviation,
        kr20=reliability,
        error=None if deviation is None or reliability is None else deviation * float(np.sqrt(1 - max(reliability, 0))),
        pass_mark=pass_mark,
        consistency=None if reliability is None else consistency(table, reliability, pass_mark),
    )


def kr20(table: Responses) -> float | None:
    """Kuder and Richardson's formula 20 (1937); with marks in part it is Cronbach's alpha.

    Where people had different questions, the variances of those that each was asked are summed, and the mean is taken;
    a question that one person alone was asked counts as the others do on average.
    None where everybody earned the same, there is only one question, or nobody shared any.
    """
    each, length, times = table.scores * table.worth, table.asked.sum(axis=1), table.asked.sum(axis=0)
    total, shared = float(each.sum(axis=1).var(ddof=1)) if len(each) > 1 else 0.0, times > 1
    if total < 1e-12 or length.min() < 2 or not shared.any():  # noqa: PLR2004 -- rounding, and two questions
        return None
    means = each.sum(axis=0) / np.maximum(times, 1)
    variances = (((each - means) ** 2) * table.asked).sum(axis=0) / np.maximum(times - 1, 1)
    variances[~shared] = variances[shared].mean()
    summed = float((table.asked * variances).sum(axis=1).mean())
    mean_length = float(length.mean())
    return min(mean_length / (mean_length - 1) * (1 - summed / total), 1.0)


def consistency(table: Responses, reliability: float, pass_mark: float) -> Consistency:
    """Subkoviak's estimate from one administration (Journal of Educational Measurement 13, 1976, 265-276).

    Each person's own chance of answering rightly is estimated by Kelley's regression towards the mean; on an equal
    paper the number of right answers is binomial.
    """
    from scipy.stats import binom  # noqa: PLC0415 -- takes a second to load, few need it

    worth, length = table.worth, table.asked.sum(axis=1)
    share = (table.scores * worth).sum(axis=1) / worth.sum(axis=1)
    trust = float(np.clip(reliability, 0, 1))
    able = trust * share + (1 - trust) * share.mean()
    needed = np.ceil(length * pass_mark - 1e-9)
    passes = np.asarray(binom.sf(needed - 1, length, np.clip(able, 0, 1)), dtype=np.float64)
    both, one, neither = (passes**2).mean(), (passes * (1 - passes)).mean(), ((1 - passes) ** 2).mean()
    return Consistency(agreement=float(both + neither), kappa=kappa(both, one, one, neither))


def kappa(both: float, only_one: float, only_other: float, neither: float) -> float | None:
    """Cohen's kappa (1960) of two yes-or-no judgements; None where chance alone would agree always."""
    everything = both + only_one + only_other + neither
    agreed = (both + neither) / everything
    chance = ((both + only_one) * (both + only_other) + (only_other + neither) * (only_one + neither)) / everything**2
    return None if 1 - chance < 1e-12 else float((agreed - chance) / (1 - chance))  # noqa: PLR2004 -- rounding
