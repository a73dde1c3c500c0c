"""Rooms: keeping the list of them, and taking them for sittings; nobody finds a room taken twice."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from accounts.services import audit
from exam.domain.sitting import SittingState
from exam.models.rooms import Room, SittingRoom
from exam.models.sittings import Sitting
from exam.queries import bookings
from exam.queries.bookings import NOT_MOVED
from exam.services import entering, letters, seating, telling
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db

CHANGEOVER = timedelta(minutes=30)
"""How long a room needs between two sittings, unless it is said otherwise."""
JOIN = "、"


def keep_room(
    room: Room | None,
    *,
    name: str,
    address: str,
    seats: int,
    step_free: bool,
    changeover: timedelta = CHANGEOVER,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Put a room on the list, or correct what the list says of it; sittings that took it keep their seats."""
    told = {
        "name": name.strip(),
        "address": address.strip(),
        "seats": seats,
        "step_free": step_free,
        "changeover_minutes": changeover // timedelta(minutes=1),
    }
    same = select(Room.id).where(Room.name == told["name"], Room.address == told["address"])
    if db.session.scalar(same if room is None else same.where(Room.id != room.id)):
        raise Refused(Refusal("room_exists"))
    kept = room or Room()
    held = [use for use in bookings.uses_of(room) if use.starts_at > now] if room else []
    with ExitStack() as changes:
        for sitting in held:
            changes.enter_context(_telling(sitting, now))
        for fact, value in told.items():
            setattr(kept, fact, value)
        db.session.add(kept)
        for sitting in held:
            _name_place(sitting)
            sitting.revision += 1
        db.session.flush()
    audit.record(actor, "exam.keep_room", f"room:{kept.id}", told, now=now)
    return kept.id


def close_room(room: Room, *, closed: bool, actor: Actor, now: datetime) -> None:
    """From now on no sitting takes the room, or it may again; those that took it keep it."""
    room.closed_at = now if closed else None
    audit.record(actor, "exam.close_room" if closed else "exam.open_room", f"room:{room.id}", {}, now=now)


def take_rooms(sitting: Sitting, rooms: Sequence[Room], *, actor: Actor, now: datetime) -> None:
    """Hold the sitting in these rooms too; it has all their seats, and who waits moves up.

    Raises Refused with every reason: taken at that time, closed, the sitting's already, or too few seats.
    """
    if not rooms:
        return
    entering.lock(sitting)
    _check_unstarted(sitting, now)
    if refusals := refusals_of(sitting, rooms):
        raise Refused(*refusals)
    with _telling(sitting, now):
        _add(sitting, rooms, now)
    detail = {"rooms": [room.name for room in rooms], "capacity": sitting.capacity}
    audit.record(actor, "exam.take_rooms", f"sitting:{sitting.id}", detail, now=now)
    entering.move_up(sitting, actor=actor, now=now)


def _add(sitting: Sitting, rooms: Sequence[Room], now: datetime) -> None:
    """The sitting has their seats too; where it had fewer than its rooms, it stays so many fewer."""
    fewer = sum(each.seats for each in sitting.rooms) - sitting.capacity if sitting.rooms else 0
    for room in rooms:
        first = max((each.seat_numbers.stop for each in sitting.rooms), default=1)
        taken = SittingRoom(sitting_id=sitting.id, room_id=room.id, room=room, first_seat=first, seats=room.seats)
        sitting.rooms.append(taken)
    _settle(sitting, sum(each.seats for each in sitting.rooms) - fewer, now=now)


def leave_room(sitting: Sitting, room: Room, *, actor: Actor, now: datetime) -> None:
    """Do without a room: who had a seat there gets one in another, and is told. The last one stays."""
    entering.lock(sitting)
    _check_unstarted(sitting, now)
    left = [each for each in sitting.rooms if each.room_id == room.id]
    if not left:
        raise Refused(Refusal("room_not_taken"))
    if len(sitting.rooms) == 1:
        raise Refused(Refusal("last_room"))
    if len(sitting.seated) > len(sitting.seat_numbers) - left[0].seats:
        raise Refused(Refusal("too_few_seats_left", entered=len(sitting.seated)))
    with _telling(sitting, now):
        sitting.rooms.remove(left[0])
        for invigilation in sitting.invigilations:
            if invigilation.room_id == room.id:
                invigilation.room_id = None
        _settle(sitting, min(sitting.capacity, sum(each.seats for each in sitting.rooms)), now=now)
    audit.record(actor, "exam.leave_room", f"sitting:{sitting.id}", {"room": room.name}, now=now)


def free_rooms(sitting: Sitting, room_ids: Collection[UUID], *, now: datetime) -> list[Room]:
    """These rooms, for a sitting that is not kept yet; raises Refused where one cannot be had."""
    wanted = [bookings.room_row(room_id) for room_id in room_ids]
    if wanted and now >= sitting.door_opens_at:
        raise Refused(Refusal("too_soon_for_rooms"))
    if refusals := refusals_of(sitting, wanted):
        raise Refused(*refusals)
    return wanted


def refusals_of(sitting: Sitting, rooms: Sequence[Room]) -> list[Refusal]:
    """Everything that stands against having these rooms too."""
    found = []
    for room in sorted(rooms, key=lambda each: each.id):
        clash = refusal_of_room(sitting, room)
        if clash is not None:
            found.append(clash)
        if room.closed_at is not None:
            found.append(Refusal("room_closed", room=room.name))
        if any(each.room_id == room.id for each in sitting.rooms):
            found.append(Refusal("room_taken_already", room=room.name))
    seats = sum(each.seats for each in sitting.rooms) + sum(each.seats for each in rooms)
    if rooms and seats < len(sitting.seated):
        found.append(Refusal("too_few_seats_left", entered=len(sitting.seated)))
    return found


def refusal_of_room(sitting: Sitting, room: Room, later: timedelta = NOT_MOVED) -> Refusal | None:
    """Why the sitting cannot have the room; whoever asks next for the same room waits until this is decided."""
    db.session.refresh(room, with_for_update=True)
    clash = bookings.clash_of_room(sitting, room, later)
    if clash is None:
        return None
    return Refusal(
        "room_taken", room=room.name, what=clash.what, at=clash.starts_at, changeover=room.changeover_minutes
    )


def _check_unstarted(sitting: Sitting, now: datetime) -> None:
    if sitting.state is SittingState.CANCELLED:
        raise Refused(Refusal("sitting_not_open"))
    if now >= sitting.door_opens_at:
        raise Refused(Refusal("door_is_open"))


def _settle(sitting: Sitting, capacity: int, *, now: datetime) -> None:
    """The sitting has the seats and the place of its rooms; who has no seat any more gets another."""
    sitting.capacity = capacity
    _name_place(sitting)
    sitting.revision += 1
    db.session.flush()
    seating.seat_anew(sitting, now=now)


def _name_place(sitting: Sitting) -> None:
    sitting.place = JOIN.join(each.room.name for each in sitting.rooms)[:200]
    sitting.address = sitting.rooms[0].room.address


@contextmanager
def _telling(sitting: Sitting, now: datetime) -> Iterator[None]:
    """Whoever finds another place afterwards is told; who gets another seat hears it with that."""
    told = [*sitting.seated, *sitting.waiting] if sitting.state is SittingState.OPEN else []
    theirs = {entry.id: (entry.seat, telling.when_and_where(entry)) for entry in told}
    before = telling.when_and_where(sitting)
    yield
    for entry in told:
        seat, place = theirs[entry.id]
        if entry.seat == seat and telling.when_and_where(entry) != place:
            telling.tell(entry, letters.RESCHEDULED, before=place, now=now)
    if telling.when_and_where(sitting) != before:
        telling.tell_of_change(sitting, letters.IS_RESCHEDULED, before=before, now=now)
