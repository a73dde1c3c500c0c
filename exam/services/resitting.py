"""The free resit: who fails under a scheme that grants it takes the next intake's examination once without charge."""

from datetime import datetime
from uuid import UUID

import schemes.queries
from accounts.services import audit
from exam.models.sittings import Entry, Resit
from exam.queries import attempts as sat
from exam.queries import resits as rights
from kernel.actor import PLATFORM
from kernel.dates import local_date, years_after
from storage.database import db


def grant(attempt_id: UUID, *, now: datetime) -> bool:
    """Note the right that a released failure gives, and tell whether it did; a second time changes nothing.

    For how long it stands, its last day included, is data of the scheme. A free resit that is failed gives no other,
    and nobody has two unused rights to the same component.
    """
    attempt = sat.attempt_row(attempt_id)
    sitting = attempt.sitting
    scheme = schemes.queries.version(sitting.scheme_version_id)
    if not scheme.free_resit or rights.was_free(attempt.entry_id) or rights.find_granted(attempt_id) is not None:
        return False
    today = local_date(now, scheme.zone)
    if rights.find_right(attempt.candidate_id, sitting, today) is not None:
        return False
    right = Resit(
        candidate_id=attempt.candidate_id,
        attempt_id=attempt_id,
        scheme_code=sitting.scheme_code,
        level=sitting.level,
        component=sitting.component,
        granted_at=now,
        last_on=years_after(today, scheme.resit_years),
    )
    db.session.add(right)
    db.session.flush()
    audit.record(PLATFORM, "exam.grant_resit", f"resit:{right.id}", {"attempt": str(attempt_id)}, now=now)
    return True


def use(entry: Entry) -> None:
    """Let a new entry use the right that its candidate has, if its sitting lies within it."""
    sitting = entry.sitting
    zone = schemes.queries.version(sitting.scheme_version_id).zone
    right = rights.find_right(entry.candidate_id, sitting, local_date(sitting.starts_at, zone))
    entry.resit_id = right.id if right else None
