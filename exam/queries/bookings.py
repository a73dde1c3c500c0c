"""What rooms, invigilators and candidates are booked for, and which of that stands against a sitting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

import schemes.queries
from exam.domain.clash import Booking, first_clash
from exam.domain.entry import LIVE
from exam.domain.sitting import SittingState
from exam.models.rooms import Invigilation, Room, SittingRoom
from exam.models.sittings import Entry, Sitting
from exam.queries import rehearsals
from storage.database import db, existing

NOT_MOVED = timedelta()
AROUND = timedelta(days=2)
"""No sitting lasts so long."""


def room_row(room_id: UUID) -> Room:
    """The row of a room; raises NotFound."""
    return existing(Room, room_id)


def rooms() -> list[Room]:
    """The rooms that are in use first, by place and name."""
    return list(db.session.scalars(select(Room).order_by(Room.closed_at.is_not(None), Room.address, Room.name)))


def uses_of(room: Room) -> list[Sitting]:
    """The sittings that take a room, the latest first."""
    query = _alive().join(SittingRoom).where(SittingRoom.room_id == room.id)
    return list(db.session.scalars(query.order_by(Sitting.starts_at.desc())))


def booking_of(sitting: Sitting, later: timedelta = NOT_MOVED) -> Booking:
    """When a sitting takes people and rooms, or would if it was held so much later."""
    scheme = schemes.queries.version(sitting.scheme_version_id)
    return Booking(
        sitting_id=sitting.id,
        what=scheme.level(sitting.level).components[sitting.component].title,
        begins=sitting.door_opens_at + later,
        starts_at=sitting.starts_at + later,
        latest_start_at=sitting.latest_start_at + later,
        done_at=sitting.starts_at + later + timedelta(minutes=sitting.minutes),
        ends=sitting.times.ends_at + later,
    )


def clash_of_room(sitting: Sitting, room: Room, later: timedelta = NOT_MOVED) -> Booking | None:
    """The first other sitting that leaves the room no time for this one."""
    wish = booking_of(sitting, later)
    others = _near(wish, _alive().join(SittingRoom).where(SittingRoom.room_id == room.id))
    return first_clash(wish, others, partial(wish.meets, apart=room.changeover))


def clash_of_invigilator(sitting: Sitting, person_id: UUID, later: timedelta = NOT_MOVED) -> Booking | None:
    """The first other sitting that somebody watches at the same time."""
    theirs = _alive().join(Invigilation).where(Invigilation.person_id == person_id)
    wish = booking_of(sitting, later)
    return first_clash(wish, _near(wish, theirs), wish.meets)


def clash_of_candidate(sitting: Sitting, candidate_id: UUID, leaving: Entry | None = None) -> Booking | None:
    """The first other sitting that somebody has entered and that cannot be taken along with this one."""
    theirs = _alive().join(Entry).where(Entry.candidate_id == candidate_id, Entry.state.in_(LIVE))
    wish = booking_of(sitting)
    others = _near(wish, theirs.where(Entry.id != leaving.id) if leaving else theirs)
    return first_clash(wish, others, wish.excludes)


def clashes_of_candidates(sitting: Sitting) -> dict[UUID, Booking]:
    """Who has entered another sitting that cannot be taken along with this one."""
    wish, found = booking_of(sitting), dict[UUID, Booking]()
    people = [entry.candidate_id for entry in sitting.entries if entry.state in LIVE]
    theirs = _alive().join(Entry).where(Entry.candidate_id.in_(people), Entry.state.in_(LIVE))
    query = theirs.where(Sitting.id != sitting.id, _is_near(wish)).add_columns(Entry.candidate_id)
    for other, candidate_id in db.session.execute(query.order_by(Sitting.starts_at.desc())):
        if wish.excludes(booking := booking_of(other)):
            found[candidate_id] = booking
    return found


def between(since: datetime, until: datetime) -> list[Sitting]:
    """The sittings that start in a time, the next first, with their rooms and who watches."""
    query = rehearsals.real().where(Sitting.starts_at >= since, Sitting.starts_at < until)
    query = query.options(selectinload(Sitting.rooms), selectinload(Sitting.invigilations))
    return list(db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)))


def _alive() -> Select[Sitting]:
    return rehearsals.real().where(Sitting.state != SittingState.CANCELLED)


def _is_near(wish: Booking) -> ColumnElement[bool]:
    return Sitting.starts_at.between(wish.begins - AROUND, wish.ends + AROUND)


def _near(wish: Booking, query: Select[Sitting]) -> Sequence[Booking]:
    return [booking_of(row) for row in db.session.scalars(query.where(_is_near(wish)))]
