"""Writing the audit log, one link after the other."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from accounts.domain.audit import GENESIS, entry_hash
from accounts.models import AuditEntry
from kernel import clock
from kernel.actor import Actor
from storage.database import db, reading
from storage.transaction import after_commit, aside, let_go
from storage.witness import witness

CHAIN_LOCK = 7_261_951
"""The advisory lock under which PostgreSQL keeps the chain in one line."""


def record(actor: Actor, action: str, subject: str, detail: Mapping[str, object], *, now: datetime) -> None:
    """Append an entry in the running transaction; `detail` holds JSON values and nothing secret."""
    after_commit(_append(db.session(), actor, action, subject, detail, now))


def record_reading(actor: Actor, action: str, subject: str, detail: Mapping[str, object], *, now: datetime) -> None:
    """Append an entry by itself, for what was only looked at."""
    with aside() as session:
        remember = _append(session, actor, action, subject, detail, now)
    remember()


def record_looking(actor: Actor, action: str, subject: str, detail: Mapping[str, object], *, now: datetime) -> None:
    """Append an entry about something that was looked at, from a page that only reads or in the midst of a change."""
    (record_reading if reading.get() else record)(actor, action, subject, detail, now=now)


def record_refusal(actor: Actor, action: str, subject: str, detail: Mapping[str, object], *, now: datetime) -> None:
    """Append an entry by itself about a wish that is about to be refused, before anything was changed for it.

    The running transaction is let go, so that what becomes of it is all the same to the entry.
    """
    let_go()
    record_reading(actor, action, subject, detail, now=now)


def _append(
    session: Session, actor: Actor, action: str, subject: str, detail: Mapping[str, object], now: datetime
) -> Callable[[], None]:
    """Write the entry; what is returned has it remembered outside the database, once it is durable."""
    at = clock.on_the_wall(now)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = session.execute(
        select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    who = str(actor.id) if actor.id else actor.name
    facts = dict(detail)
    own = entry_hash(number=number, at=at, actor=who, action=action, subject=subject, detail=facts, previous=previous)
    session.add(
        AuditEntry(
            number=number,
            at=at,
            actor=who,
            action=action,
            subject=subject,
            detail=facts,
            previous=previous,
            hash=own,
        )
    )
    session.flush()
    chain = session.scalar(select(AuditEntry.hash).where(AuditEntry.number == 1)) or own
    return lambda: witness.add(chain, f"{number} {own}")
