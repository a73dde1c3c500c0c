"""What can be known of people, sign-ins and the audit log."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, String, and_, bindparam, cast, func, or_, select

from accounts.domain.audit import Entry
from accounts.domain.identity import IdentityFacts, masked
from accounts.domain.person import PersonFacts, clean_email
from accounts.models import (
    Affiliation,
    AuditEntry,
    IdentityNumber,
    Invitation,
    Organisation,
    Person,
    Registration,
    SignedInSession,
)
from kernel.actor import Actor, Role
from kernel.errors import NotFound
from storage import alone
from storage.database import db, existing
from storage.sealing import unseal
from storage.witness import witness

LATELY = timedelta(days=90)
"""For how long a network address from which somebody signed in is taken for one of theirs."""


def person_row(person_id: UUID) -> Person:
    """The row of a person; raises NotFound."""
    return existing(Person, person_id)


def real_person_row(person_id: UUID) -> Person:
    """The row of a person who is not simulated; raises NotFound."""
    found = person_row(person_id)
    if found.is_simulated:
        raise NotFound
    return found


def person(person_id: UUID) -> PersonFacts:
    """Who somebody is; raises NotFound."""
    return person_row(person_id).facts


def people(person_ids: Iterable[UUID]) -> dict[UUID, PersonFacts]:
    """Several people at once."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(set(person_ids))))
    return {row.id: row.facts for row in rows}


def find_person(email: str) -> PersonFacts | None:
    """Who has this address."""
    row = db.session.scalar(_real().where(Person.email == clean_email(email)))
    return row.facts if row else None


def _real() -> Select[Person]:
    return select(Person).where(Person.is_simulated.is_(False))


def has_password(person_id: UUID) -> bool:
    """Whether somebody can sign in already, or was only invited; raises NotFound."""
    return person_row(person_id).password_hash is not None


def people_in_role(role: Role) -> tuple[PersonFacts, ...]:
    """Everybody in a role who can sign in, by name."""
    rows = db.session.scalars(_real().where(Person.disabled_at.is_(None)).order_by(Person.name))
    return tuple(row.facts for row in rows if role in row.roles)


def actor_of(person_id: UUID) -> Actor:
    """The person as somebody who acts, for commands and jobs."""
    return person_row(person_id).actor


def everybody(words: str = "", role: Role | None = None) -> Select[Person]:
    """All people by name, to be paged; or those with these words in name or address, and with this role."""
    query = _real().order_by(Person.name, Person.email)
    if words:
        places = (Person.name, Person.name_latin, Person.email)
        query = query.where(or_(*(place.icontains(words, autoescape=True) for place in places)))
    if role:
        query = query.where(cast(Person.roles, String).contains(f'"{role}"'))
    return query


def hold(person_ids: Iterable[UUID]) -> None:
    """From here to the commit, whoever else wants to hold one of these people waits."""
    query = select(Person.id).where(Person.id.in_(set(person_ids))).order_by(Person.id)
    db.session.execute(query.with_for_update(key_share=True))


def people_count() -> int:
    """How many people have an account."""
    return db.session.scalar(select(func.count()).select_from(_real().subquery())) or 0


def organisation_name(organisation_id: UUID) -> str:
    """The name of an organisation; raises NotFound."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found.name


def organisation_names(organisation_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Several organisations with their names, by name."""
    query = select(Organisation).where(Organisation.id.in_(set(organisation_ids))).order_by(Organisation.name)
    return {row.id: row.name for row in db.session.scalars(query)}


def staff_of(organisation_ids: Iterable[UUID], role: Role) -> list[tuple[UUID, UUID]]:
    """Who works for these organisations in a role and can sign in, each with the organisation."""
    query = _real().where(Person.disabled_at.is_(None), Affiliation.organisation_id.in_(set(organisation_ids)))
    rows = db.session.execute(query.join(Affiliation).add_columns(Affiliation.organisation_id).order_by(Person.name))
    return [(person.id, organisation_id) for person, organisation_id in rows if role in person.roles]


def organisations_of(person_id: UUID) -> dict[UUID, str]:
    """The organisations somebody works for, with their names."""
    rows = db.session.scalars(
        select(Organisation).join(Affiliation).where(Affiliation.person_id == person_id).order_by(Organisation.name)
    )
    return {row.id: row.name for row in rows}


_SIGNED_IN = (
    select(Person.id, Person.name, Person.roles, Affiliation.organisation_id)
    .join(SignedInSession, SignedInSession.person_id == Person.id)
    .outerjoin(Affiliation, Affiliation.person_id == Person.id)
    .where(
        SignedInSession.id == bindparam("session_id"),
        SignedInSession.ended_at.is_(None),
        SignedInSession.expires_at > bindparam("now"),
        Person.disabled_at.is_(None),
    )
)


def signed_in(session_id: UUID, now: datetime) -> Actor | None:
    """Who acts under a sign-in that still holds; every request asks this."""
    rows = alone.rows(_SIGNED_IN, session_id=session_id, now=now)
    if not rows:
        return None
    return Actor(
        id=rows[0].id,
        name=rows[0].name,
        roles=frozenset(Role(role) for role in rows[0].roles),
        organisation_ids=frozenset(row.organisation_id for row in rows if row.organisation_id),
    )


def live_session(session_id: UUID, now: datetime) -> SignedInSession | None:
    """A sign-in that still holds, of somebody who is not disabled."""
    found = db.session.get(SignedInSession, session_id)
    if found is None or found.ended_at or found.expires_at <= now or found.person.disabled_at:
        return None
    return found


def sessions_of(person_id: UUID, now: datetime) -> list[SignedInSession]:
    """The devices on which somebody is signed in, newest first."""
    query = select(SignedInSession).where(
        SignedInSession.person_id == person_id, SignedInSession.ended_at.is_(None), SignedInSession.expires_at > now
    )
    return list(db.session.scalars(query.order_by(SignedInSession.started_at.desc())))


def open_invitation(token_hash: str, now: datetime) -> Invitation:
    """The invitation behind a token, while it can be answered; raises NotFound."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))
    if found is None or found.used_at or found.expires_at <= now or found.person.disabled_at:
        raise NotFound
    return found


def open_registration(token_hash: str, now: datetime) -> Registration:
    """The registration behind a token, while it can be confirmed; raises NotFound."""
    found = db.session.scalar(select(Registration).where(Registration.token_hash == token_hash))
    if found is None or found.used_at or found.expires_at <= now:
        raise NotFound
    return found


def is_familiar(address: str, email: str, now: datetime) -> bool:
    """Whether this person signed in from this network address lately, or somebody is signed in from there now."""
    theirs = (Person.email == clean_email(email), SignedInSession.started_at > now - LATELY)
    living = (SignedInSession.ended_at.is_(None), SignedInSession.expires_at > now)
    query = (
        select(SignedInSession.id)
        .join(Person, Person.id == SignedInSession.person_id)
        .where(SignedInSession.address == address, or_(and_(*theirs), and_(*living)))
    )
    return db.session.scalar(query.limit(1)) is not None


def find_identity(person_id: UUID) -> IdentityNumber | None:
    """The row of somebody's identity number that stands, if there is one."""
    query = select(IdentityNumber).where(IdentityNumber.person_id == person_id, IdentityNumber.retired_at.is_(None))
    return db.session.scalar(query)


def identity_of(person_id: UUID) -> IdentityFacts | None:
    """What may be known of somebody's identity document, with the number masked."""
    row = find_identity(person_id)
    if row is None:
        return None
    number = unseal(row.sealed, of=IdentityNumber.sealed.type.of(row.id)).decode()
    return IdentityFacts(kind=row.kind, masked=masked(number), confirmed=row.confirmed_at is not None)


def identity_numbers_of(person_id: UUID) -> list[IdentityNumber]:
    """Every number somebody ever gave, newest first, for the record of corrections."""
    query = select(IdentityNumber).where(IdentityNumber.person_id == person_id)
    return list(db.session.scalars(query.order_by(IdentityNumber.recorded_at.desc(), IdentityNumber.id)))


def audit_entries() -> Iterator[Entry]:
    """The whole audit log from its beginning, streamed."""
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000))
    for row in rows:
        yield Entry(
            number=row.number,
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            detail=row.detail,
            previous=row.previous,
            hash=row.hash,
        )


def witnessed_audit_hashes(first_hash: str) -> dict[int, str]:
    """The hashes of the chain that begins with this one, as they were noted outside the database."""
    noted: dict[int, str] = {}
    for line in witness.lines(first_hash):
        number, _, proof = line.partition(" ")
        noted.setdefault(int(number), proof)
    return noted


def recent_audit_entries(
    *, person: str = "", action: str = "", since: datetime | None = None, until: datetime | None = None
) -> Select[AuditEntry]:
    """The audit log, newest first, to be paged: what somebody did or had done to them, one action, a time."""
    query = select(AuditEntry).order_by(AuditEntry.number.desc())
    if person:
        ids = db.session.scalars(everybody(person).with_only_columns(Person.id).order_by(None)).all()
        subjects = [f"person:{found}" for found in ids]
        query = query.where(or_(AuditEntry.actor.in_([str(found) for found in ids]), AuditEntry.subject.in_(subjects)))
    if action:
        query = query.where(AuditEntry.action == action)
    if since:
        query = query.where(AuditEntry.at >= since)
    if until:
        query = query.where(AuditEntry.at <= until)
    return query


def audit_length() -> int:
    """How many entries the audit log has."""
    return db.session.scalar(select(func.max(AuditEntry.number))) or 0
