"""Planning sittings, publishing them when the bank can fill them, cancelling them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import accounts.queries
import schemes.queries
from accounts.services import audit
from exam.domain.entry import EntryWindow
from exam.domain.sitting import HELD_KINDS, SittingMove, SittingState, Times
from exam.models.sittings import Sitting
from exam.services import assembling, entering, invigilating, letters, rooms, safeguarding, telling
from kernel.actor import Actor
from kernel.errors import BadInput, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from schemes.domain.scheme import Window
from storage.database import db
from storage.durability import weaknesses

LONGEST = 600
LARGEST = 5000
MOMENTS = (
    "entries_open_at",
    "entries_close_at",
    "withdraw_until",
    "door_opens_at",
    "starts_at",
    "latest_start_at",
    "absent_at",
    "hand_in_from",
)
"""What moves with a sitting."""


def plan_sitting(
    *,
    scheme_code: str,
    level: int,
    component: str,
    place: str,
    starts_at: datetime,
    door_opens_at: datetime | None = None,
    latest_start_at: datetime | None = None,
    minutes: int | None,
    capacity: int,
    actor: Actor,
    now: datetime,
    address: str = "",
    entries_open_at: datetime | None = None,
    entries_close_at: datetime | None = None,
    withdraw_until: datetime | None = None,
    absent_after: int | None = None,
    hand_in_after: int | None = None,
    window: Window | None = None,
    agreement: Words | None = None,
    room_ids: Collection[UUID] = (),
) -> UUID:
    """Plan a sitting under the scheme as it will be in force on its day; what is left out is as the scheme has it.

    Entries are taken from publication until the door opens, and may be withdrawn as long, unless it is said otherwise.
    With rooms, the place and the seats are theirs.
    """
    scheme = schemes.queries.in_force(scheme_code, starts_at)
    part = scheme.level(level).components.get(component)
    if part is None or scheme.version_id is None:
        raise BadInput(Refusal("no_such_component", component=component), "component")
    if part.kind not in HELD_KINDS or part.minutes is None:
        raise Refused(Refusal("component_without_sitting", component=part.title))
    length = part.minutes if minutes is None else minutes
    doors = scheme.doors
    door_opens_at = door_opens_at or starts_at - timedelta(minutes=doors.enter_before)
    latest_start_at = latest_start_at or starts_at + timedelta(minutes=doors.late_until)
    absent_at = starts_at + timedelta(minutes=doors.absent_after if absent_after is None else absent_after)
    if absent_after is None:
        absent_at = max(absent_at, latest_start_at)
    hand_in_from = starts_at + timedelta(minutes=doors.hand_in_after if hand_in_after is None else hand_in_after)
    times = Times(
        door_opens_at=door_opens_at,
        starts_at=starts_at,
        latest_start_at=latest_start_at,
        ends_at=latest_start_at + timedelta(minutes=length),
    )
    closes_at = entries_close_at or door_opens_at
    entries = EntryWindow(opens_at=entries_open_at, closes_at=closes_at, withdraw_until=withdraw_until or closes_at)
    refusals = [*times.check().refusals, *entries.check(times).refusals]
    if absent_at < latest_start_at:
        refusals.append(Refusal("absent_before_latest_start"))
    policy = window or doors.window
    if policy is Window.CAPS_END and latest_start_at >= starts_at + timedelta(minutes=length):
        refusals.append(Refusal("latest_start_after_end"))
    if starts_at <= now:
        refusals.append(Refusal("start_in_the_past"))
    if not (0 < length <= LONGEST and 0 < capacity <= LARGEST):
        refusals.append(Refusal("numbers_out_of_range", longest=LONGEST, largest=LARGEST))
    if refusals:
        raise Refused(*refusals)
    sitting = Sitting(
        id=uuid4(),
        scheme_version_id=scheme.version_id,
        scheme_code=scheme.code,
        level=level,
        component=component,
        kind=part.kind,
        place=place.strip(),
        address=address.strip(),
        entries_open_at=entries.opens_at,
        entries_close_at=entries.closes_at,
        withdraw_until=entries.withdraw_until,
        door_opens_at=door_opens_at,
        starts_at=starts_at,
        latest_start_at=latest_start_at,
        absent_at=absent_at,
        hand_in_from=hand_in_from,
        window_policy=policy,
        minutes=length,
        capacity=capacity,
    )
    wanted = rooms.free_rooms(sitting, room_ids, now=now)
    db.session.add(sitting)
    db.session.flush()
    audit.record(
        actor,
        "exam.plan_sitting",
        f"sitting:{sitting.id}",
        {"component": component, "level": level, "starts_at": starts_at.isoformat(), "minutes": length},
        now=now,
    )
    if agreement:
        safeguarding.ask(sitting, agreement=agreement, actor=actor, now=now)
    rooms.take_rooms(sitting, wanted, actor=actor, now=now)
    return sitting.id


def publish(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """Let candidates enter; refused where the bank cannot fill a paper, or where the database could lose answers."""
    db.session.refresh(sitting, with_for_update=True)
    weak = weaknesses()
    if weak:
        raise Refused(Refusal("not_durable", settings=", ".join(weak)))
    assembling.check_bank(sitting)
    sitting.move(SittingMove.PUBLISH)
    audit.record(actor, "exam.publish_sitting", f"sitting:{sitting.id}", {}, now=now)


def cancel(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """Call a sitting off before it starts, and tell everybody who has entered."""
    if now >= sitting.starts_at:
        raise Refused(Refusal("already_started"))
    entering.lock(sitting)
    sitting.move(SittingMove.CANCEL)
    told = [*sitting.seated, *sitting.waiting]
    for entry in told:
        telling.tell(entry, letters.CANCELLED, place=sitting.place, now=now)
    telling.tell_of_change(sitting, letters.IS_CANCELLED, now=now)
    audit.record(actor, "exam.cancel_sitting", f"sitting:{sitting.id}", {"entries": len(told)}, now=now)


def reschedule(sitting: Sitting, *, starts_at: datetime, place: str, address: str, actor: Actor, now: datetime) -> None:
    """Hold a sitting at another time or place before it starts, and tell everybody who has entered.

    All its other moments move with the start; seats, rooms and papers stay. Raises Refused where a room is taken then,
    or an invigilator watches elsewhere.
    """
    entering.lock(sitting)
    if sitting.state is SittingState.CANCELLED or now >= sitting.starts_at:
        raise Refused(Refusal("already_started" if now >= sitting.starts_at else "sitting_not_open"))
    if starts_at <= now:
        raise Refused(Refusal("start_in_the_past"))
    before = telling.when_and_where(sitting)
    told = [*sitting.seated, *sitting.waiting] if sitting.state is SittingState.OPEN else []
    theirs = {entry.id: telling.when_and_where(entry) for entry in told}
    later = starts_at - sitting.starts_at
    _check_clashes(sitting, later)
    for moment in MOMENTS:
        if (at := getattr(sitting, moment)) is not None:
            setattr(sitting, moment, at + later)
    if not sitting.rooms:
        sitting.place, sitting.address = place.strip(), address.strip()
    sitting.revision += 1
    db.session.flush()
    for entry in told:
        telling.tell(entry, letters.RESCHEDULED, before=theirs[entry.id], now=now)
    telling.tell_of_change(sitting, letters.IS_RESCHEDULED, before=before, now=now)
    detail = {
        "starts_at": starts_at.isoformat(),
        "later_by_minutes": later // timedelta(minutes=1),
        "place": sitting.place,
    }
    audit.record(actor, "exam.reschedule_sitting", f"sitting:{sitting.id}", detail, now=now)


def change_capacity(sitting: Sitting, capacity: int, *, actor: Actor, now: datetime) -> None:
    """More or fewer seats, never fewer than are taken; who waits moves up in the same moment."""
    entering.lock(sitting)
    highest = max((entry.seat or 0 for entry in sitting.seated), default=0)
    there = sum(each.seats for each in sitting.rooms)
    if not 0 < capacity <= LARGEST:
        raise Refused(Refusal("seats_out_of_range", largest=LARGEST))
    if sitting.rooms and capacity > there:
        raise Refused(Refusal("rooms_have_fewer_seats", seats=there))
    if highest not in {0, *sitting.seat_numbers[:capacity]}:
        raise Refused(Refusal("seats_are_taken", highest=highest))
    if sitting.state is SittingState.CANCELLED or now >= sitting.starts_at:
        raise Refused(Refusal("already_started" if now >= sitting.starts_at else "sitting_not_open"))
    before, sitting.capacity = sitting.capacity, capacity
    db.session.flush()
    audit.record(actor, "exam.change_capacity", f"sitting:{sitting.id}", {"before": before, "after": capacity}, now=now)
    entering.move_up(sitting, actor=actor, now=now)


def _check_clashes(sitting: Sitting, later: timedelta) -> None:
    taken = [rooms.refusal_of_room(sitting, each.room, later) for each in sitting.rooms]
    accounts.queries.hold(sitting.watcher_ids)
    elsewhere = [invigilating.refusal_of_invigilator(sitting, person_id, later) for person_id in sitting.watcher_ids]
    refusals = [refusal for refusal in (*taken, *elsewhere) if refusal]
    if refusals:
        raise Refused(*refusals)
