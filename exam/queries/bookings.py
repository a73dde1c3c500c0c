"""What rooms, invigilators and candidates are booked for, and which of that stands against a sitting."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

import schemes.queries
from eligibility.queries.accommodations import accommodations_of
from exam.domain.allowance import Allowance
from exam.domain.clash import Booking, first_clash
from exam.domain.entry import LIVE
from exam.domain.sitting import SittingState
from exam.models.rooms import Invigilation, Room, SittingRoom
from exam.models.sittings import Entry, Sitting
from exam.queries import rehearsals
from kernel.dates import local_date
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


def booking_of(sitting: Sitting, later: timedelta = NOT_MOVED, extra: timedelta | None = None) -> Booking:
    """When a sitting takes people and rooms, or would if it was held so much later.

    `extra` is how much longer somebody has; unless it is said whose, the longest that anybody has.
    """
    scheme = schemes.queries.version(sitting.scheme_version_id)
    if extra is None:
        extra = max(_extra(sitting, _given(sitting), later).values(), default=NOT_MOVED)
    return Booking(
        sitting_id=sitting.id,
        what=scheme.level(sitting.level).components[sitting.component].title,
        begins=sitting.door_opens_at + later,
        starts_at=sitting.starts_at + later,
        latest_start_at=sitting.latest_start_at + later,
        done_at=sitting.starts_at + later + timedelta(minutes=sitting.minutes) + extra,
        ends=sitting.times.ends_at + later + extra,
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
    given = _extra(sitting, {candidate_id: 0})[candidate_id]
    wish = booking_of(sitting, extra=given)
    query = (theirs.where(Entry.id != leaving.id) if leaving else theirs).add_columns(Entry.extra_minutes)
    others = [
        booking_of(row, extra=_extra(row, {candidate_id: minutes})[candidate_id])
        for row, minutes in db.session.execute(query.where(_is_near(wish)))
    ]
    return first_clash(wish, others, wish.excludes)


def clashes_of_candidates(sitting: Sitting) -> dict[UUID, Booking]:
    """Who has entered another sitting that cannot be taken along with this one."""
    wish, found = booking_of(sitting), dict[UUID, Booking]()
    own = _extra(sitting, _given(sitting))
    theirs = _alive().join(Entry).where(Entry.candidate_id.in_(own), Entry.state.in_(LIVE))
    query = theirs.where(Sitting.id != sitting.id, _is_near(wish)).add_columns(Entry.candidate_id, Entry.extra_minutes)
    others = defaultdict[Sitting, dict[UUID, int]](dict)
    for other, candidate_id, minutes in db.session.execute(query.order_by(Sitting.starts_at.desc())):
        others[other][candidate_id] = minutes
    for other, people in others.items():
        for candidate_id, extra in _extra(other, people).items():
            if booking_of(sitting, extra=own[candidate_id]).excludes(booking := booking_of(other, extra=extra)):
                found[candidate_id] = booking
    return found


def between(since: datetime, until: datetime) -> list[Sitting]:
    """The sittings that start in a time, the next first, with their rooms and who watches."""
    query = rehearsals.real().where(Sitting.starts_at >= since, Sitting.starts_at < until)
    query = query.options(selectinload(Sitting.rooms), selectinload(Sitting.invigilations))
    return list(db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)))


def _given(sitting: Sitting) -> dict[UUID, int]:
    """Who has entered, with the minutes that were given to them by hand."""
    return {entry.candidate_id: entry.extra_minutes for entry in sitting.entries if entry.state in LIVE}


def _extra(sitting: Sitting, given: Mapping[UUID, int], later: timedelta = NOT_MOVED) -> dict[UUID, timedelta]:
    """How much longer than the sitting these people have: by minutes given, by extra time and by rest breaks."""
    zone = schemes.queries.version(sitting.scheme_version_id).zone
    granted = accommodations_of(given, local_date(sitting.starts_at + later, zone)) if given else {}
    longer = {}
    for person, minutes in given.items():
        own = granted.get(person)
        had = Allowance(minutes=sitting.minutes, given_minutes=minutes, accommodation=own).extra_minutes
        longer[person] = timedelta(minutes=had + (own.break_minutes if own else 0))
    return longer


def _alive() -> Select[Sitting]:
    return rehearsals.real().where(Sitting.state != SittingState.CANCELLED)


def _is_near(wish: Booking) -> ColumnElement[bool]:
    return Sitting.starts_at.between(wish.begins - AROUND, wish.ends + AROUND)


def _near(wish: Booking, query: Select[Sitting]) -> Sequence[Booking]:
    return [booking_of(row) for row in db.session.scalars(query.where(_is_near(wish)))]
