"""Who sits where: seats are dealt out by chance or by name, and who lost theirs gets another."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import accounts.queries
from accounts.services import audit
from exam.domain.clash import SeatOrder
from exam.domain.sitting import SittingState
from exam.models.sittings import Entry, Sitting
from exam.services import entering, letters, telling
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db


def deal(sitting: Sitting, order: SeatOrder, *, actor: Actor, now: datetime) -> int:
    """Deal out the seats to whoever has none that was dealt before, until the door opens; how many got another one."""
    entering.lock(sitting)
    if sitting.state is not SittingState.OPEN or now >= sitting.door_opens_at:
        raise Refused(Refusal("sitting_not_open" if sitting.state is not SittingState.OPEN else "door_is_open"))
    undealt = [entry for entry in sitting.seated if not entry.is_dealt]
    if not undealt:
        raise Refused(Refusal("seats_are_dealt"))
    if order is SeatOrder.BY_CHANCE:
        secrets.SystemRandom().shuffle(undealt)
    else:
        people = accounts.queries.people(entry.candidate_id for entry in undealt)
        undealt.sort(key=lambda entry: people[entry.candidate_id].name_latin or people[entry.candidate_id].name)
    moved = _give(sitting, undealt, now=now)
    for entry in undealt:
        entry.is_dealt = True
    db.session.flush()
    detail = {"order": order, "entries": len(undealt), "moved": moved}
    audit.record(actor, "exam.deal_seats", f"sitting:{sitting.id}", detail, now=now)
    return moved


def seat_anew(sitting: Sitting, *, now: datetime) -> None:
    """Who has a seat that is there no more gets a free one; the sitting is locked and has enough."""
    there = frozenset(sitting.seat_numbers)
    _give(sitting, [entry for entry in sitting.seated if entry.seat not in there], now=now)


def _give(sitting: Sitting, entries: Sequence[Entry], *, now: datetime) -> int:
    """Give the first free seats to these, in this order, and tell whose seat is another one now; how many that were."""
    kept = {entry.seat for entry in sitting.seated if entry not in entries}
    free = [seat for seat in sitting.seat_numbers if seat not in kept]
    before = {entry.id: (entry.seat, entry.place) for entry in entries}
    for place, entry in enumerate(entries, start=1):
        entry.seat = -place
    db.session.flush()
    for entry, seat in zip(entries, free, strict=False):
        entry.sit(seat)
    changed = [entry for entry in entries if before[entry.id] != (entry.seat, entry.place)]
    for entry in changed:
        entry.revision += 1
        telling.tell(entry, letters.SEATED_ANEW, now=now)
    db.session.flush()
    return len(changed)
