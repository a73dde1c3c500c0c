"""Giving up an entry, and moving to another sitting of the same component; the seat goes to the next in line."""

from datetime import datetime
from uuid import UUID

import accounts.queries
from accounts.services import audit
from eligibility.domain.exemption import ExemptionConfirmed
from exam.domain.entry import EntryMove, EntryState, WithdrawalFacts, may_withdraw
from exam.domain.sitting import SittingState
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import exemptions
from exam.queries import sittings as planned
from exam.services import entering, letters, preparing, telling
from kernel.actor import PLATFORM, Actor
from kernel.errors import Refused
from kernel.verdict import Refusal, Verdict
from storage.database import db


def verdict_on(entry: Entry, *, by_staff: bool, now: datetime) -> Verdict:
    """Whether this entry may be given up now, with every reason against it."""
    facts = WithdrawalFacts(
        state=entry.state,
        window=entry.sitting.window,
        times=entry.times(now),
        has_started=sat.find_attempt(entry.id) is not None,
        by_staff=by_staff,
    )
    return may_withdraw(facts, now)


def withdraw(entry: Entry, *, by_staff: bool = False, reason: str = "", actor: Actor, now: datetime) -> None:
    """Give up a seat or a place on the waiting list; raises Refused with all reasons. The first in line moves up."""
    sitting = entry.sitting
    entering.lock(sitting)
    _give_up(entry, by_staff=by_staff, now=now)
    telling.tell_withdrawn(entry, reason, by_staff=by_staff, now=now)
    audit.record(actor, "exam.withdraw", f"entry:{entry.id}", {"sitting": str(sitting.id), "reason": reason}, now=now)
    entering.move_up(sitting, actor=actor, now=now)


def give_up_freed(confirmed: ExemptionConfirmed) -> None:
    """Somebody need not sit a component any more: the seats of it they have not used go to the next in line."""
    examined, now = (confirmed.scheme_code, confirmed.level, confirmed.component), confirmed.at
    for entry in entered.unused_entries(confirmed.candidate_id, examined, now):
        sitting = entry.sitting
        if exemptions.exempt_until(entry.candidate_id, sitting.facts) is None:
            continue
        entering.lock(sitting)
        _give_up(entry, by_staff=True, now=now)
        telling.tell(entry, letters.FREED, now=now)
        detail = {"sitting": str(sitting.id), "reason": "exempt"}
        audit.record(PLATFORM, "exam.withdraw", f"entry:{entry.id}", detail, now=now)
        entering.move_up(sitting, actor=PLATFORM, now=now)


def goals(entry: Entry, now: datetime) -> list[Sitting]:
    """The sittings to which an entry could be moved now: the same component, entries taken, a seat free."""
    like = entry.sitting
    rows = [row for row in planned.sitting_rows_to_come(now) if row.facts.examined == like.facts.examined]
    open_ones = [row.facts for row in rows if row.id != like.id and row.window.refusal(now) is None]
    takes = {sitting.id for sitting in exemptions.not_exempt(entry.candidate_id, open_ones)}
    same = [row for row in rows if row.id in takes]
    taken = entered.seats_taken(row.id for row in same)
    waiting = entered.waiting_count(row.id for row in same)
    return [row for row in same if taken.get(row.id, 0) < row.capacity and not waiting.get(row.id, 0)]


def move(entry: Entry, goal_id: UUID, *, by_staff: bool = False, actor: Actor, now: datetime) -> UUID:
    """Give up an entry for a seat in another sitting, both or neither; the new entry's id. Raises Refused."""
    goal, left = planned.published_sitting_row(goal_id), entry.sitting
    for sitting in sorted({left, goal}, key=lambda each: each.id):
        entering.lock(sitting)
    accounts.queries.hold([entry.candidate_id])
    if goal.facts.examined != left.facts.examined:
        raise Refused(Refusal("other_component"))
    verdict = entering.verdict_on(goal, entry.candidate_id, now=now, leaving=entry)
    if not verdict:
        raise Refused(*verdict.refusals)
    _give_up(entry, by_staff=by_staff, now=now)
    new = entering.add(goal, entry.candidate_id, now=now)
    entering.seat_waiting(goal, now=now)
    if new.state is not EntryState.SEATED:
        raise Refused(Refusal("full", capacity=goal.capacity))
    new.calendar_id, new.extra_minutes = entry.calendar_id, entry.extra_minutes
    new.revision = left.revision + entry.revision + 1
    preparing.provide(new, now=now)
    telling.tell(new, letters.MOVED, then=telling.when_of(left), now=now)
    audit.record(actor, "exam.move_entry", f"entry:{new.id}", {"from": str(entry.id), "sitting": str(goal.id)}, now=now)
    entering.move_up(left, actor=actor, now=now)
    return new.id


def _give_up(entry: Entry, *, by_staff: bool, now: datetime) -> None:
    db.session.refresh(entry, with_for_update={"of": Entry})
    verdict = verdict_on(entry, by_staff=by_staff, now=now)
    if entry.sitting.state is not SittingState.OPEN:
        raise Refused(Refusal("sitting_not_open"))
    if not verdict:
        raise Refused(*verdict.refusals)
    preparing.give_back(entry.id)
    entry.move(EntryMove.WITHDRAW)
    entry.ended_at = now
    db.session.flush()
