"""Sittings: one, all, those to come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from exam.domain.sitting import SittingState
from exam.domain.work import SittingFacts
from exam.models.rooms import Invigilation
from exam.models.sittings import Sitting
from exam.queries import rehearsals
from kernel.errors import NotFound
from storage.database import db, existing


def sitting_row(sitting_id: UUID) -> Sitting:
    """The row of a sitting; raises NotFound."""
    return existing(Sitting, sitting_id)


def real_sitting_row(sitting_id: UUID) -> Sitting:
    """The row of a sitting that is no rehearsal; raises NotFound."""
    found = sitting_row(sitting_id)
    if found.rehearsal_of is not None:
        raise NotFound
    return found


def published_sitting_row(sitting_id: UUID) -> Sitting:
    """The row of a sitting that candidates may know of; raises NotFound."""
    found = real_sitting_row(sitting_id)
    if found.state is SittingState.PLANNED:
        raise NotFound
    return found


def sitting(sitting_id: UUID) -> SittingFacts:
    """A sitting, for other packages: raises NotFound, also for a rehearsal."""
    return real_sitting_row(sitting_id).facts


def sittings(watched_by: UUID | None = None) -> Select[Sitting]:
    """All sittings, or those that somebody invigilates, the latest first, to be paged."""
    query = rehearsals.real().order_by(Sitting.starts_at.desc(), Sitting.id)
    return query.where(Sitting.invigilations.any(Invigilation.person_id == watched_by)) if watched_by else query


def all_sitting_rows(watched_by: UUID | None = None) -> list[Sitting]:
    """Every sitting, or those that somebody invigilates, the latest first."""
    return list(db.session.scalars(sittings(watched_by).options(selectinload(Sitting.entries))))


def sittings_to_come(now: datetime) -> list[SittingFacts]:
    """Published sittings whose door is still closed, the next first."""
    return [row.facts for row in sitting_rows_to_come(now)]


def sitting_rows_to_come(now: datetime) -> list[Sitting]:
    """The rows of published sittings whose door is still closed, the next first."""
    query = rehearsals.real().where(Sitting.state == SittingState.OPEN, Sitting.door_opens_at > now)
    return list(db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)))
