"""Who watches a sitting: nobody two at once; everybody hears what they are asked to do, and when it changes."""

from datetime import datetime, timedelta
from uuid import UUID

import accounts.queries
from accounts.services import audit
from exam.domain.sitting import SittingState
from exam.models.rooms import Invigilation
from exam.models.sittings import Sitting
from exam.queries import bookings
from exam.queries.bookings import NOT_MOVED
from exam.services import letters, telling
from kernel.actor import Actor, Role
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db


def assign(sitting: Sitting, person_id: UUID, *, room_id: UUID | None = None, actor: Actor, now: datetime) -> None:
    """Ask somebody to watch the sitting, in one of its rooms or wherever needed; asked again, only the room changes.

    Raises Refused where they watch another sitting at the time, sit this one, or are no invigilator.
    """
    db.session.refresh(sitting, with_for_update=True)
    accounts.queries.hold([person_id])
    refusals = _against(sitting, person_id, room_id, now)
    if refusals:
        raise Refused(*refusals)
    known = next((each for each in sitting.invigilations if each.person_id == person_id), None)
    if known is None:
        sitting.invigilations.append(Invigilation(sitting_id=sitting.id, person_id=person_id, room_id=room_id))
        telling.tell_invigilator(sitting, person_id, letters.IS_TO_WATCH, now=now)
    else:
        known.room_id = room_id
    db.session.flush()
    detail = {"person": str(person_id), "room": str(room_id) if room_id else None}
    audit.record(actor, "exam.assign_invigilator", f"sitting:{sitting.id}", detail, now=now)


def release(sitting: Sitting, person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Somebody need not watch the sitting any more; not the other way round once it is over."""
    db.session.refresh(sitting, with_for_update=True)
    known = [each for each in sitting.invigilations if each.person_id == person_id]
    if not known:
        raise Refused(Refusal("not_assigned"))
    if now >= sitting.times_by(now).ends_at:
        raise Refused(Refusal("sitting_over"))
    sitting.invigilations.remove(known[0])
    db.session.flush()
    telling.tell_invigilator(sitting, person_id, letters.NEED_NOT_WATCH, now=now)
    audit.record(actor, "exam.release_invigilator", f"sitting:{sitting.id}", {"person": str(person_id)}, now=now)


def refusal_of_invigilator(sitting: Sitting, person_id: UUID, later: timedelta = NOT_MOVED) -> Refusal | None:
    """Why somebody cannot watch the sitting: another one that they watch at the time."""
    clash = bookings.clash_of_invigilator(sitting, person_id, later)
    if clash is None:
        return None
    name = accounts.queries.person(person_id).name
    return Refusal("invigilator_elsewhere", name=name, what=clash.what, at=clash.starts_at)


def _against(sitting: Sitting, person_id: UUID, room_id: UUID | None, now: datetime) -> list[Refusal]:
    refusals = []
    if sitting.state is SittingState.CANCELLED:
        refusals.append(Refusal("sitting_not_open"))
    if now >= sitting.times_by(now).ends_at:
        refusals.append(Refusal("sitting_over"))
    if person_id not in {person.id for person in accounts.queries.people_in_role(Role.INVIGILATOR)}:
        refusals.append(Refusal("no_invigilator"))
    if any(entry.candidate_id == person_id for entry in (*sitting.seated, *sitting.waiting)):
        refusals.append(Refusal("sits_it"))
    if room_id is not None and room_id not in {each.room_id for each in sitting.rooms}:
        refusals.append(Refusal("room_not_taken"))
    clash = refusal_of_invigilator(sitting, person_id) if not refusals else None
    return [*refusals, clash] if clash else refusals
