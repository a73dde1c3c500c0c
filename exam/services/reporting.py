"""The fairness report of a sitting: every paper against the blueprint, and the papers against one another."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import question_bank.queries
import schemes.queries
from exam.domain.assembly.exposure import forced, least_exposure, least_papers
from exam.domain.assembly.making import asked_by
from exam.domain.assembly.pinned import PinnedQuestion
from exam.domain.equivalence import Equivalence, deviations, equivalence
from exam.domain.fairness import Fairness, fairness, overlap
from exam.models.papers import Form, Pool
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import sittings as planned
from exam.services import assembling


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """A question under its author's number, and on how many papers it stands."""

    question: str
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forced:
    """A question that cannot be left out, and the share of papers on which it stands at least."""

    question: str
    least_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessReport:
    """All of it. `overlap[i][j]` is what papers i+1 and j+1 share; `least_exposed` is the lower bound in papers."""

    fairness: Fairness
    equivalence: Equivalence
    exposure: tuple[Exposed, ...]
    least_share: float
    least_exposed: int
    forced: tuple[Forced, ...]
    overlap: tuple[tuple[int, ...], ...]


def fairness_of(sitting: Sitting) -> Fairness:
    """What stands on the papers prepared for a theory sitting."""
    forms = sat.forms_of(sitting.id)
    level = schemes.queries.version(sitting.scheme_version_id).level(sitting.level)
    return fairness(
        [form.layout for form in forms],
        blueprint=assembling.blueprint_of(sitting),
        weights={function.code: function.weight for function in level.functions},
        pool=assembling.pinned(forms[-1].pool) if forms else (),
        asked=_asked(forms),
    )


def report_of(sitting: Sitting) -> FairnessReport | None:
    """The whole report on the papers of a theory sitting; None while there are none."""
    forms = sat.forms_of(sitting.id)
    if sitting.kind != "theory" or not forms:
        return None
    layouts = [form.layout for form in forms]
    blueprint, target = assembling.blueprint_of(sitting), assembling.target_of_sitting(sitting, forms)
    pool, asked = assembling.pinned(forms[-1].pool), _asked(forms)
    exposure = asked_by(layouts)
    least = least_exposure(pool, blueprint, target)
    everywhere = [version for version, papers in exposure.items() if papers == len(forms)]
    numbers = question_bank.queries.numbers(asked)
    return FairnessReport(
        fairness=fairness_of(sitting),
        equivalence=equivalence(
            layouts,
            asked=asked,
            marks=blueprint.marks,
            target=target,
            pass_mark=assembling.pass_mark_of(sitting),
        ),
        exposure=tuple(
            sorted(
                (Exposed(question=numbers[version], papers=exposure[version]) for version in asked),
                key=lambda one: (-one.papers, one.question),
            )
        ),
        least_share=round(least, 4),
        least_exposed=least_papers(least, len(forms)),
        forced=tuple(
            Forced(question=numbers[version], least_share=round(share, 4))
            for version, share in forced(pool, blueprint, target, everywhere).items()
        ),
        overlap=tuple(map(tuple, overlap(layouts))),
    )


def as_data(report: FairnessReport | None) -> dict[str, Any]:
    """The report for programs, on one level."""
    told = asdict(report) if report is not None else {}
    return {**told.pop("fairness", {"forms": 0}), **told.pop("equivalence", {}), **told}


def deviation_of(attempt_id: UUID) -> Decimal | None:
    """By how many marks the expected score of a candidate's paper differs from the mean of the sitting's papers.

    Only of theory papers; a statistic, so that nobody is told before the result is released.
    """
    attempt = sat.attempt_row(attempt_id)
    if attempt.sitting.kind != "theory":
        return None
    return _deviations(attempt.sitting_id, sat.forms_there_are(attempt.sitting_id))[attempt.form_id]


@lru_cache(maxsize=64)
def _deviations(sitting_id: UUID, papers: int) -> Mapping[UUID, Decimal]:
    """Papers never change, so a process reads those of a sitting once for each number of them."""
    forms = sat.forms_of(sitting_id)
    marks = assembling.blueprint_of(planned.sitting_row(sitting_id)).marks
    found = deviations([form.layout for form in forms], _asked(forms), marks)
    return {form.id: off for form, off in zip(forms, found, strict=True)}


def _asked(forms: Sequence[Form]) -> Mapping[UUID, PinnedQuestion]:
    """Every question from which the papers were made."""
    pools: dict[UUID, Pool] = {form.pool_id: form.pool for form in forms}
    return {item.version_id: item for pool in pools.values() for item in assembling.pinned(pool)}
