"""Writing down what happened in a sitting: by hand at the desk, or by the platform where it noticed something."""

from datetime import datetime
from uuid import UUID

from accounts.services import audit
from exam.domain.incident import LONGEST_TEXT, IncidentKind
from exam.models.incidents import IncidentRecord
from exam.models.sittings import Entry
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from storage.database import db


def report(
    sitting_id: UUID,
    kind: IncidentKind,
    text: str,
    *,
    entry_id: UUID | None = None,
    happened_at: datetime | None = None,
    follows: int | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Add an entry to the log and return its number; `follows` is that of an earlier one which it corrects or answers.

    Raises Refused for an empty or endless text and for what has not happened yet, NotFound for a candidate or an entry
    of another sitting.
    """
    said = worded(text)
    if happened_at is not None and happened_at > now:
        raise Refused(Refusal("incident_to_come"))
    concerned = db.session.get(Entry, entry_id) if entry_id else None
    earlier = db.session.get(IncidentRecord, follows) if follows else None
    strangers = (entry_id and concerned is None) or (follows is not None and earlier is None)
    if strangers or any(one is not None and one.sitting_id != sitting_id for one in (concerned, earlier)):
        raise NotFound
    record = IncidentRecord(
        sitting_id=sitting_id,
        entry_id=entry_id,
        kind=kind,
        text=said,
        happened_at=happened_at or now,
        recorded_at=now,
        reporter_id=actor.id,
        follows=follows,
    )
    db.session.add(record)
    db.session.flush()
    if actor.id is not None:
        detail = {"number": record.number, "kind": kind, "entry": str(entry_id) if entry_id else None}
        audit.record(actor, "exam.report_incident", f"sitting:{sitting_id}", detail, now=now)
    return record.number


def worded(text: str) -> str:
    """What is to be written down; raises Refused for an empty or endless text."""
    said = text.strip()
    if not 0 < len(said) <= LONGEST_TEXT:
        raise Refused(Refusal("incident_without_words", most=LONGEST_TEXT))
    return said
