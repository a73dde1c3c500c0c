"""Rights to a free resit: somebody's, and whether an entry uses one."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from exam.domain.entry import LIVE
from exam.domain.resit import FreeResit
from exam.domain.sitting import SittingState
from exam.models.sittings import Entry, Resit, Sitting
from storage.database import db


def _unused(candidate_ids: Iterable[UUID], on: date) -> Select[Resit]:
    in_use = select(Entry.id).join(Entry.sitting).where(Entry.resit_id == Resit.id, Entry.state.in_(LIVE))
    in_use = in_use.where(Sitting.state != SittingState.CANCELLED)
    query = select(Resit).where(Resit.candidate_id.in_(set(candidate_ids)), Resit.last_on >= on, ~in_use.exists())
    return query.order_by(Resit.last_on)


def rights_of(candidate_id: UUID, on: date) -> list[Resit]:
    """The unused rights that somebody has on a day, the first to end first."""
    return list(db.session.scalars(_unused([candidate_id], on)))


def free_resits_of(candidate_ids: Iterable[UUID], on: date) -> tuple[FreeResit, ...]:
    """The unused rights of several people on a day, the first to end first."""
    return tuple(
        FreeResit(
            candidate_id=row.candidate_id,
            scheme_code=row.scheme_code,
            level=row.level,
            component=row.component,
            last_on=row.last_on,
        )
        for row in db.session.scalars(_unused(candidate_ids, on))
    )


def find_right(candidate_id: UUID, sitting: Sitting, on: date) -> Resit | None:
    """Somebody's unused right to the component of a sitting."""
    query = _unused([candidate_id], on).where(
        Resit.scheme_code == sitting.scheme_code,
        Resit.level == sitting.level,
        Resit.component == sitting.component,
    )
    return db.session.scalar(query.limit(1))


def find_granted(attempt_id: UUID) -> Resit | None:
    """The right that was granted for an attempt."""
    return db.session.scalar(select(Resit).where(Resit.attempt_id == attempt_id))


def was_free(entry_id: UUID) -> bool:
    """Whether an entry used a right."""
    return db.session.scalar(select(Entry.resit_id).where(Entry.id == entry_id)) is not None
