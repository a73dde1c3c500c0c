"""Difficulties on the scale of abilities, by marginal maximum likelihood: abilities are normal, mean 0, deviation 1.

The Rasch model with slope 1, and the model with a slope for each question (2PL), in the manner of Bock and Aitkin
(Psychometrika 46, 1981): at each step the abilities are weighed by what was answered, and the parameters follow.
Only answers count; what was not answered is left out. Small samples are steadied by priors.
"""

from dataclasses import dataclass

import numpy as np

from question_bank.domain.statistics.responses import FEWEST, Numbers, Responses

NODES = 61
"""Points of the Gauss-Hermite quadrature; more change nothing that is printed."""
ENOUGH_FOR_RASCH = 200
"""With fewer persons, difficulties have a normal prior of mean 0 and deviation 2."""
FEWEST_FOR_SLOPES = 500
ENOUGH_FOR_SLOPES = 1000
"""With fewer persons, slopes have a log-normal prior around 1 (deviation of the logarithm 0.5)."""
PRIOR_DEVIATION = 2.0
SLOPE_DEVIATION = 0.5
FARTHEST = 12.0
STEEPEST = 2.3
"""Logarithm of the steepest slope that is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A calibrated model; questions that all answered alike, or too few at all, are `screened`: they are not in it."""

    n: int
    log_likelihood: float
    has_prior: bool
    converged: bool
    difficulties: dict[str, float]
    slopes: dict[str, float]
    screened: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Abilities:
    """The points of the quadrature and the logarithms of their weights."""

    at: Numbers
    weights: Numbers


def rasch(table: Responses) -> Calibration | None:
    """All slopes 1; None where there are too few answers."""
    return _calibrate(table, with_slopes=False) if table.persons >= FEWEST else None


def two_parameter(table: Responses) -> Calibration | None:
    """A slope for each question; None where there are too few answers."""
    return _calibrate(table, with_slopes=True) if table.persons >= FEWEST_FOR_SLOPES else None


def _calibrate(table: Responses, *, with_slopes: bool) -> Calibration | None:
    from scipy.optimize import minimize  # noqa: PLC0415 -- takes a second to load, few need it

    knew = table.answered & (table.scores > 1 - 1e-9)
    failed = table.answered & ~knew
    enough = table.answered.sum(axis=0) >= FEWEST
    varies = np.asarray(knew.any(axis=0) & failed.any(axis=0) & enough)
    names = [question.name for question in table.questions]
    screened = tuple(name for name, usable in zip(names, varies, strict=True) if not usable)
    answered = table.answered[:, varies].any(axis=1)
    right, wrong = knew[answered][:, varies].astype(float), failed[answered][:, varies].astype(float)
    count, people = right.shape[1], len(right)
    has_prior = people < (ENOUGH_FOR_SLOPES if with_slopes else ENOUGH_FOR_RASCH)
    if people < FEWEST or count < 2:  # noqa: PLR2004 -- one question has no scale
        return None
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    abilities = _Abilities(nodes, np.log(weights / weights.sum()))

    def objective(parameters: Numbers) -> tuple[float, Numbers]:
        value, gradient = _likelihood(parameters, right, wrong, abilities, with_slopes=with_slopes)
        if has_prior:
            middles, logs = parameters[:count], parameters[count:]
            value -= float(middles @ middles) / (2 * PRIOR_DEVIATION**2) + float(logs @ logs) / (2 * SLOPE_DEVIATION**2)
            gradient = gradient - np.concatenate([middles / PRIOR_DEVIATION**2, logs / SLOPE_DEVIATION**2])
        return -value, -gradient

    odds = np.log((right.sum(axis=0) + 0.5) / (wrong.sum(axis=0) + 0.5))
    start = np.concatenate([odds, np.zeros(count if with_slopes else 0)])
    bounds = [(-FARTHEST, FARTHEST)] * count + [(-STEEPEST * 2, STEEPEST)] * (len(start) - count)
    found = minimize(
        objective, start, jac=True, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 2000, "maxfun": 5000, "ftol": 1e-14, "gtol": 1e-5},
    )  # fmt: skip
    slopes = np.exp(found.x[count:]) if with_slopes else np.ones(count)
    kept = [name for name, usable in zip(names, varies, strict=True) if usable]
    value, _ = _likelihood(found.x, right, wrong, abilities, with_slopes=with_slopes)
    return Calibration(
        n=people,
        log_likelihood=value,
        has_prior=has_prior,
        converged=bool(found.success),
        difficulties=dict(zip(kept, (-found.x[:count] / slopes).tolist(), strict=True)),
        slopes=dict(zip(kept, slopes.tolist(), strict=True)),
        screened=screened,
    )


def _likelihood(
    parameters: Numbers, right: Numbers, wrong: Numbers, abilities: _Abilities, *, with_slopes: bool
) -> tuple[float, Numbers]:
    """The marginal log-likelihood and its gradient: of the intercepts, then of the logarithms of the slopes."""
    count = right.shape[1]
    slopes = np.exp(parameters[count:]) if with_slopes else np.ones(count)
    logits = np.outer(abilities.at, slopes) + parameters[:count]
    log_right, log_wrong = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
    joint = right @ log_right.T + wrong @ log_wrong.T + abilities.weights
    of_each = np.logaddexp.reduce(joint, axis=1)
    posterior = np.exp(joint - of_each[:, None])
    surplus = posterior.T @ right - np.exp(log_right) * (posterior.T @ (right + wrong))
    gradient = surplus.sum(axis=0)
    if with_slopes:
        gradient = np.concatenate([gradient, (abilities.at @ surplus) * slopes])
    return float(of_each.sum()), gradient
