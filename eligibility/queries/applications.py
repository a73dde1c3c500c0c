"""Applications: one, somebody's, those that wait."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

import schemes.queries
from eligibility.domain.admission import AdmissionReading, read_level
from eligibility.domain.application import (
    STANDING,
    TO_DECIDE,
    ApplicationFacts,
    ApplicationState,
    are_modules_only,
    leading,
)
from eligibility.domain.portfolio import as_evidence
from eligibility.models.applications import Application
from storage.database import db, existing


def application(application_id: UUID) -> Application:
    """An application; raises NotFound."""
    return existing(Application, application_id)


def reading_of(application: Application) -> AdmissionReading:
    """How the conditions read on the day of applying, by the scheme and the evidence the application is pinned to."""
    scheme = schemes.queries.version(application.scheme_version_id)
    return read_level(scheme, application.level, as_evidence(application.items), application.read_on)


def applications_of(candidate_id: UUID) -> tuple[ApplicationFacts, ...]:
    """Somebody's applications, newest first."""
    query = select(Application).where(Application.candidate_id == candidate_id).order_by(Application.applied_at.desc())
    return tuple(row.facts for row in db.session.scalars(query))


def standing_application(candidate_id: UUID, scheme_code: str, level: int) -> ApplicationFacts | None:
    """The application for a level that waits or was approved, if there is one; one for the full qualification first."""
    return next(iter(_standing(candidate_id, scheme_code, level)), None)


def _standing(candidate_id: UUID, scheme_code: str, level: int) -> list[ApplicationFacts]:
    query = select(Application).where(
        Application.candidate_id == candidate_id,
        Application.scheme_code == scheme_code,
        Application.level == level,
        Application.state.in_(STANDING),
    )
    return sorted((row.facts for row in db.session.scalars(query)), key=lambda each: each.is_for_modules)


def approved(candidate_id: UUID, scheme_code: str, level: int) -> ApplicationFacts | None:
    """The approved application that admits somebody to the examinations of a level, if there is one."""
    standing = _standing(candidate_id, scheme_code, level)
    return next((each for each in standing if each.state is ApplicationState.APPROVED), None)


def latest_applications(candidate_ids: Iterable[UUID], scheme_code: str, level: int) -> dict[UUID, ApplicationFacts]:
    """The application of each of these people for a level that counts: the newest that stands, else the newest."""
    query = select(Application).where(
        Application.candidate_id.in_(set(candidate_ids)),
        Application.scheme_code == scheme_code,
        Application.level == level,
    )
    found: dict[UUID, list[ApplicationFacts]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.candidate_id].append(row.facts)
    return {candidate_id: counts for candidate_id, facts in found.items() if (counts := leading(facts))}


def modules_only_of(candidate_id: UUID) -> frozenset[tuple[str, int]]:
    """The schemes and levels for which somebody's applications come to module assessment at most."""
    filed: dict[tuple[str, int], list[ApplicationFacts]] = defaultdict(list)
    for each in applications_of(candidate_id):
        filed[each.scheme_code, each.level].append(each)
    return frozenset(aim for aim, facts in filed.items() if are_modules_only(facts))


def waiting_count() -> int:
    """How many applications and appeals wait for a registrar."""
    query = select(func.count()).select_from(Application).where(Application.state.in_(TO_DECIDE))
    return db.session.scalar(query) or 0
