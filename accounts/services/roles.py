"""Giving and taking roles, and shutting accounts."""

from collections.abc import Iterable
from datetime import datetime

from accounts.domain.person import may_go_together
from accounts.models import Person
from accounts.services import audit
from accounts.services.signing_in import sign_out_everywhere
from kernel.actor import Actor, Role
from kernel.errors import Refused
from kernel.verdict import Refusal


def set_roles(person: Person, roles: Iterable[Role], *, actor: Actor, now: datetime) -> None:
    """Give a person exactly these roles; their sessions end, so that nothing old stays in force."""
    if actor.id == person.id:
        raise Refused(Refusal("own_roles"))
    roles = set(roles)
    verdict = may_go_together(roles)
    if not verdict:
        raise Refused(*verdict.refusals)
    before, person.roles = person.roles, sorted(roles)
    sign_out_everywhere(person.id, now=now)
    audit.record(actor, "accounts.set_roles", f"person:{person.id}", {"before": before, "after": person.roles}, now=now)


def disable(person: Person, *, actor: Actor, now: datetime) -> None:
    """Shut an account; what the person did stays on record."""
    if actor.id == person.id:
        raise Refused(Refusal("own_roles"))
    person.disabled_at = person.disabled_at or now
    sign_out_everywhere(person.id, now=now)
    audit.record(actor, "accounts.disable", f"person:{person.id}", {}, now=now)


def enable(person: Person, *, actor: Actor, now: datetime) -> None:
    """Open a shut account again."""
    person.disabled_at = None
    audit.record(actor, "accounts.enable", f"person:{person.id}", {}, now=now)
