"""Giving and taking roles, and shutting accounts."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from accounts.domain.person import may_go_together
from accounts.models import Person, SignedInSession
from accounts.services import audit
from accounts.services.signing_in import end_session
from kernel.actor import Actor, Role
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db


def set_roles(person: Person, roles: Iterable[Role], *, actor: Actor, now: datetime) -> None:
    """Give a person exactly these roles; their sessions end, so that nothing old stays in force."""
    if actor.id == person.id:
        raise Refused(Refusal("own_roles"))
    roles = set(roles)
    verdict = may_go_together(roles)
    if not verdict:
        raise Refused(*verdict.refusals)
    before, person.roles = person.roles, sorted(roles)
    _end_sessions(person, now)
    audit.record(actor, "accounts.set_roles", f"person:{person.id}", {"before": before, "after": person.roles}, now=now)


def disable(person: Person, *, actor: Actor, now: datetime) -> None:
    """Shut an account; what the person did stays on record."""
    if actor.id == person.id:
        raise Refused(Refusal("own_roles"))
    person.disabled_at = person.disabled_at or now
    _end_sessions(person, now)
    audit.record(actor, "accounts.disable", f"person:{person.id}", {}, now=now)


def enable(person: Person, *, actor: Actor, now: datetime) -> None:
    """Open a shut account again."""
    person.disabled_at = None
    audit.record(actor, "accounts.enable", f"person:{person.id}", {}, now=now)


def _end_sessions(person: Person, now: datetime) -> None:
    open_ones = select(SignedInSession).where(
        SignedInSession.person_id == person.id, SignedInSession.ended_at.is_(None)
    )
    for session in db.session.scalars(open_ones):
        end_session(session, now=now)
