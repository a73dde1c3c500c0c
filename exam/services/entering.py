"""Entering a sitting: with an approved application, once; whoever finds no seat waits, and moves up in fair order."""

from datetime import datetime
from uuid import UUID

import accounts.queries
from accounts.services import audit
from eligibility.queries.applications import approved
from exam.domain.entry import EntryFacts, EntryMove, EntryState, free_seat, may_enter
from exam.domain.sitting import SittingState
from exam.models.sittings import Entry, Sitting
from exam.queries import bookings, exemptions
from exam.queries import entries as entered
from exam.services import letters, preparing, resitting, telling
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Verdict
from storage.database import db


def verdict_on(sitting: Sitting, candidate_id: UUID, *, now: datetime, leaving: Entry | None = None) -> Verdict:
    """Whether this candidate may enter now, with every reason against it; `leaving` is the entry they would give up."""
    others = [each for each in entered.unused_entries(candidate_id, sitting.facts.examined, now) if each is not leaving]
    elsewhere = [each.sitting.starts_at for each in others if each.sitting_id != sitting.id]
    facts = EntryFacts(
        state=sitting.state,
        window=sitting.window,
        invigilates=candidate_id in sitting.watcher_ids,
        is_admitted=approved(candidate_id, sitting.scheme_code, sitting.level) is not None,
        has_entered=entered.find_entry(sitting.id, candidate_id) is not None,
        elsewhere_at=elsewhere[0] if elsewhere else None,
        clash=None if elsewhere else bookings.clash_of_candidate(sitting, candidate_id, leaving),
        exempt_until=exemptions.exempt_until(candidate_id, sitting.facts),
    )
    return may_enter(facts, now)


def enter(sitting: Sitting, candidate_id: UUID, *, actor: Actor, now: datetime) -> UUID:
    """Take a seat, or a place on the waiting list where all are taken; raises Refused with all reasons."""
    lock(sitting)
    accounts.queries.hold([candidate_id])
    verdict = verdict_on(sitting, candidate_id, now=now)
    if not verdict:
        raise Refused(*verdict.refusals)
    entry = add(sitting, candidate_id, now=now)
    seat_waiting(sitting, now=now)
    if entry.state is EntryState.SEATED:
        telling.tell(entry, letters.ENTERED, now=now)
    else:
        telling.tell(entry, letters.WAITS, place=entered.place_in_line(entry), now=now)
    audit.record(
        actor,
        "exam.enter",
        f"entry:{entry.id}",
        {"sitting": str(sitting.id), "candidate": str(candidate_id), "seat": entry.seat},
        now=now,
    )
    if entry.state is EntryState.SEATED:
        preparing.provide(entry, now=now)
    return entry.id


def lock(sitting: Sitting) -> None:
    """From here to the commit nobody else enters, leaves or moves up; entries and stops are read anew."""
    db.session.refresh(sitting, with_for_update=True)
    db.session.expire(sitting, ["entries", "stops"])


def add(sitting: Sitting, candidate_id: UUID, *, now: datetime) -> Entry:
    """A new entry, last in line; the sitting is locked."""
    entry = Entry(
        sitting=sitting,
        candidate_id=candidate_id,
        state=EntryState.WAITING,
        turn=entered.last_turn(sitting.id) + 1,
        entered_at=now,
    )
    db.session.add(entry)
    db.session.flush()
    entry.calendar_id = entry.id
    resitting.use(entry)
    db.session.flush()
    return entry


def seat_waiting(sitting: Sitting, *, now: datetime) -> list[Entry]:
    """Give what seats are free to the first in line, until the door opens; the sitting is locked. Who got one."""
    if sitting.state is not SittingState.OPEN or now >= sitting.door_opens_at:
        return []
    taken = {entry.seat for entry in sitting.seated if entry.seat is not None}
    moved = []
    for entry in sitting.waiting:
        seat = free_seat(taken, sitting.seat_numbers)
        if seat is None:
            break
        entry.sit(seat)
        entry.move(EntryMove.SEAT)
        taken.add(seat)
        moved.append(entry)
    db.session.flush()
    return moved


def move_up(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """After a seat came free: seat who waited longest, have a paper for each, and tell them."""
    for entry in seat_waiting(sitting, now=now):
        preparing.provide(entry, now=now)
        telling.tell(entry, letters.MOVED_UP, now=now)
        audit.record(actor, "exam.move_up", f"entry:{entry.id}", {"seat": entry.seat}, now=now)


def note_absent(*, now: datetime, rehearsal_id: UUID | None = None) -> int:
    """Write down who did not come, and tell them; for how many that was done."""
    absent = entered.absent_entries(now, rehearsal_id)
    for entry in absent:
        entry.absent_since = entry.absent_at(now)
        telling.tell(entry, letters.ABSENT, now=now)
    db.session.flush()
    return len(absent)


def grant_extra_time(entry: Entry, minutes: int, *, actor: Actor, now: datetime) -> None:
    """Give a candidate minutes on top of the sitting's, before they start."""
    entry.extra_minutes = minutes
    entry.revision += 1
    audit.record(actor, "exam.grant_extra_time", f"entry:{entry.id}", {"minutes": minutes}, now=now)
