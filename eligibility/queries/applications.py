"""Applications: one, somebody's, those that wait."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

import schemes.queries
from eligibility.domain.admission import AdmissionReading, read_level
from eligibility.domain.application import STANDING, TO_DECIDE, ApplicationFacts, ApplicationState
from eligibility.domain.portfolio import as_evidence
from eligibility.models.applications import Application
from kernel.errors import NotFound
from storage.database import db


def application(application_id: UUID) -> Application:
    """An application; raises NotFound."""
    found = db.session.get(Application, application_id)
    if found is None:
        raise NotFound
    return found


def reading_of(application: Application) -> AdmissionReading:
    """How the conditions read on the day of applying, by the scheme and the evidence the application is pinned to."""
    scheme = schemes.queries.version(application.scheme_version_id)
    return read_level(scheme, application.level, as_evidence(application.items), application.read_on)


def applications_of(candidate_id: UUID) -> tuple[ApplicationFacts, ...]:
    """Somebody's applications, newest first."""
    query = select(Application).where(Application.candidate_id == candidate_id).order_by(Application.applied_at.desc())
    return tuple(row.facts for row in db.session.scalars(query))


def standing_application(candidate_id: UUID, scheme_code: str, level: int) -> ApplicationFacts | None:
    """The application for a level that waits or was approved, if there is one."""
    query = select(Application).where(
        Application.candidate_id == candidate_id,
        Application.scheme_code == scheme_code,
        Application.level == level,
        Application.state.in_(STANDING),
    )
    row = db.session.scalar(query)
    return row.facts if row else None


def approved(candidate_id: UUID, scheme_code: str, level: int) -> ApplicationFacts | None:
    """The approved application that admits somebody to a level, if there is one."""
    found = standing_application(candidate_id, scheme_code, level)
    return found if found and found.state is ApplicationState.APPROVED else None


def latest_applications(candidate_ids: Iterable[UUID], scheme_code: str, level: int) -> dict[UUID, ApplicationFacts]:
    """The newest application of each of these people for a level."""
    query = select(Application).where(
        Application.candidate_id.in_(set(candidate_ids)),
        Application.scheme_code == scheme_code,
        Application.level == level,
    )
    rows = db.session.scalars(query.order_by(Application.applied_at))
    return {row.candidate_id: row.facts for row in rows}


def waiting_count() -> int:
    """How many applications and appeals wait for a registrar."""
    query = select(func.count()).select_from(Application).where(Application.state.in_(TO_DECIDE))
    return db.session.scalar(query) or 0
