"""Correcting a name: as on the identity document, by somebody else, and on the record."""

from datetime import datetime

from accounts.domain.events import NameCorrected
from accounts.domain.person import LONGEST_NAME, clean_name
from accounts.models import Person
from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.event import publish
from kernel.verdict import Refusal


def correct_name(person: Person, name: str, name_latin: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """Write a name anew, with the reason; certificates already issued stay as they were printed."""
    if actor.id == person.id:
        raise Refused(Refusal("own_name"))
    name, name_latin, reason = clean_name(name), clean_name(name_latin), reason.strip()
    if not 0 < len(name) <= LONGEST_NAME or len(name_latin) > LONGEST_NAME:
        raise Refused(Refusal("name_missing"))
    if not reason:
        raise Refused(Refusal("name_needs_reason"))
    before = {"name": person.name, "name_latin": person.name_latin}
    person.name, person.name_latin = name, name_latin
    after = {"name": name, "name_latin": name_latin}
    publish(NameCorrected(person.id))
    detail = {"before": before, "after": after, "reason": reason}
    audit.record(actor, "accounts.correct_name", f"person:{person.id}", detail, now=now)
