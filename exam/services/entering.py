"""Entering a sitting: only with an approved application, once, while there is room."""

from datetime import datetime
from uuid import UUID

from accounts.services import audit
from eligibility.queries.applications import approved
from exam.domain.entry import EntryFacts, may_enter
from exam.models import Entry, Sitting
from exam.queries import entries as entered
from exam.services import preparing
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Verdict
from storage.database import db


def verdict_on(sitting: Sitting, candidate_id: UUID, *, now: datetime) -> Verdict:
    """Whether this candidate may enter now, with every reason against it."""
    facts = EntryFacts(
        state=sitting.state,
        door_opens_at=sitting.door_opens_at,
        is_admitted=approved(candidate_id, sitting.scheme_code, sitting.level) is not None,
        has_entered=entered.find_entry(sitting.id, candidate_id) is not None,
        entries=entered.seats_taken([sitting.id]).get(sitting.id, 0),
        capacity=sitting.capacity,
    )
    return may_enter(facts, now)


def enter(sitting: Sitting, candidate_id: UUID, *, actor: Actor, now: datetime) -> UUID:
    """Take a seat; raises Refused with all reasons."""
    db.session.refresh(sitting, with_for_update=True)
    verdict = verdict_on(sitting, candidate_id, now=now)
    if not verdict:
        raise Refused(*verdict.refusals)
    entry = Entry(sitting_id=sitting.id, candidate_id=candidate_id, entered_at=now)
    db.session.add(entry)
    db.session.flush()
    audit.record(
        actor, "exam.enter", f"entry:{entry.id}", {"sitting": str(sitting.id), "candidate": str(candidate_id)}, now=now
    )
    if preparing.is_prepared(sitting.id):
        preparing.prepare_forms(sitting.id, now=now)
    return entry.id


def grant_extra_time(entry: Entry, minutes: int, *, actor: Actor, now: datetime) -> None:
    """Give a candidate minutes on top of the sitting's, before they start."""
    entry.extra_minutes = minutes
    audit.record(actor, "exam.grant_extra_time", f"entry:{entry.id}", {"minutes": minutes}, now=now)
