"""Exemptions as the exam room knows them: which sittings somebody need not and cannot take."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import schemes.queries
from eligibility.domain.exemption import ExemptionFacts
from eligibility.queries import exemptions
from exam.domain.work import SittingFacts
from kernel.dates import local_date


def exempt_until(candidate_id: UUID, sitting: SittingFacts) -> date | None:
    """Until when somebody is exempt from what a sitting examines; None where they are not on the day of its start."""
    return _until(exemptions.confirmed([candidate_id]), sitting)


def not_exempt(candidate_id: UUID, sittings: Iterable[SittingFacts]) -> list[SittingFacts]:
    """Those of the sittings that somebody is not exempt from."""
    freed = exemptions.confirmed([candidate_id])
    return [sitting for sitting in sittings if _until(freed, sitting) is None]


def exemptions_on(candidate_id: UUID, on: date) -> list[ExemptionFacts]:
    """What somebody is exempt from on a day."""
    return [each for each in exemptions.confirmed([candidate_id]) if each.is_valid(on)]


def _until(freed: Iterable[ExemptionFacts], sitting: SittingFacts) -> date | None:
    mine = [each for each in freed if (each.scheme_code, each.level, each.component) == sitting.examined]
    if not mine:
        return None
    on = local_date(sitting.times.starts_at, schemes.queries.version(sitting.scheme_version_id).zone)
    return max((each.valid_until for each in mine if each.is_valid(on)), default=None)
