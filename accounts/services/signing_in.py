"""Signing in and out; a sign-in is a row that can be ended from anywhere."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from accounts.domain.person import LONGEST_PASSWORD, clean_email
from accounts.models import Person, SignedInSession
from accounts.services import audit, passwords
from kernel.actor import NOBODY
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db

SESSION_LASTS = timedelta(hours=12)
"""Longer than any day of examinations, so that no sign-in ends in the middle of a paper."""


def sign_in(*, email: str, password: str, address: str, device: str, now: datetime) -> UUID:
    """Start a session and give its id; raises Refused with one reason for whatever was wrong."""
    person = db.session.scalar(select(Person).where(Person.email == clean_email(email)))
    right = passwords.matches(password[: LONGEST_PASSWORD + 1], person.password_hash if person else None)
    if person is None or not right or person.disabled_at or person.is_simulated:
        raise Refused(Refusal("sign_in_failed"))
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
    return begin_session(person, address=address, device=device, now=now)


def begin_session(person: Person, *, address: str, device: str, now: datetime) -> UUID:
    """Start a session of somebody who has shown who they are, and give its id."""
    session = SignedInSession(
        person_id=person.id,
        started_at=now,
        expires_at=now + SESSION_LASTS,
        address=address[:45],
        device=device[:200],
    )
    db.session.add(session)
    db.session.flush()
    audit.record(person.actor, "accounts.sign_in", f"session:{session.id}", {}, now=now)
    return session.id


def end_session(session: SignedInSession, *, now: datetime) -> None:
    """Sign that device out; a second time changes nothing."""
    if session.ended_at is None:
        session.ended_at = now
        who = session.person.actor if session.person else NOBODY
        audit.record(who, "accounts.sign_out", f"session:{session.id}", {}, now=now)


def sign_out_everywhere(person_id: UUID, *, now: datetime) -> None:
    """End every sign-in of somebody."""
    query = select(SignedInSession).where(SignedInSession.person_id == person_id, SignedInSession.ended_at.is_(None))
    for session in db.session.scalars(query):
        end_session(session, now=now)
