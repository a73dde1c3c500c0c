"""Taking people and organisations in."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.domain.person import (
    SHORTEST_PASSWORD,
    acceptable,
    clean_email,
    clean_name,
    may_go_together,
    password_is_long_enough,
)
from accounts.models import Affiliation, Organisation, OrganisationKind, Person
from accounts.queries import person_row
from accounts.services import audit, passwords
from kernel.actor import PLATFORM, Actor, Role
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db


def register(
    *,
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[Role],
    now: datetime,
    name_latin: str = "",
    language: str = "zh",
    actor: Actor = PLATFORM,
) -> UUID:
    """Take a person in; without a password they are invited. Raises Refused (one of them `email_taken`)."""
    email, name, roles = clean_email(email), clean_name(name), set(roles)
    verdicts = acceptable(email=email, name=name, password=password), may_go_together(roles)
    if not all(verdicts):
        raise Refused(*(refusal for verdict in verdicts for refusal in verdict.refusals))
    if db.session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise Refused(Refusal("email_taken"))
    person = Person(
        email=email,
        name=name,
        name_latin=clean_name(name_latin),
        language=language,
        password_hash=passwords.hashed(password) if password else None,
        roles=sorted(roles),
        registered_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise Refused(Refusal("email_taken")) from None
    audit.record(actor, "accounts.register", f"person:{person.id}", {"roles": person.roles}, now=now)
    return person.id


def set_password(person_id: UUID, password: str, *, now: datetime) -> None:
    """Give a person a new password."""
    if not password_is_long_enough(password):
        raise Refused(Refusal("password_short", least=SHORTEST_PASSWORD))
    person = person_row(person_id)
    person.password_hash = passwords.hashed(password)
    audit.record(person.actor, "accounts.set_password", f"person:{person.id}", {}, now=now)


def found_organisation(*, name: str, kind: str, now: datetime, actor: Actor = PLATFORM) -> UUID:
    """Take an organisation in (`training_centre` or `certification_body`); one of that name stays as it is."""
    existing = db.session.scalar(select(Organisation).where(Organisation.name == name))
    if existing is not None:
        return existing.id
    organisation = Organisation(name=name, kind=OrganisationKind(kind))
    db.session.add(organisation)
    db.session.flush()
    audit.record(actor, "accounts.found_organisation", f"organisation:{organisation.id}", {"name": name}, now=now)
    return organisation.id


def affiliate(person_id: UUID, organisation_id: UUID, *, now: datetime, actor: Actor = PLATFORM) -> None:
    """Let a person work for an organisation."""
    person = person_row(person_id)
    if organisation_id in person.actor.organisation_ids:
        return
    db.session.add(Affiliation(person_id=person_id, organisation_id=organisation_id))
    db.session.flush()
    db.session.refresh(person)
    audit.record(actor, "accounts.affiliate", f"person:{person_id}", {"organisation": str(organisation_id)}, now=now)
