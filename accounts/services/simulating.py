"""Simulated people, who take part in rehearsals: they are found by id alone, and nobody can sign in as one of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from accounts.models import Person, SignedInSession
from accounts.queries import person_row
from accounts.services.signing_in import begin_session
from kernel.actor import Role
from kernel.errors import NotFound
from storage.database import db

NOWHERE = "rehearsal.invalid"
"""Where their letters would go: a domain that cannot exist."""


def make_simulated(number: int, *, now: datetime) -> list[UUID]:
    """So many simulated candidates, with the names under which they are known."""
    ids = [uuid4() for _ in range(number)]
    for place, person_id in enumerate(ids, start=1):
        person = Person(
            id=person_id,
            email=f"{person_id.hex}@{NOWHERE}",
            name=f"模拟考生 {place}",
            name_latin=f"Simulated candidate {place}",
            roles=[Role.CANDIDATE],
            registered_at=now,
            is_simulated=True,
        )
        db.session.add(person)
    db.session.flush()
    return ids


def sign_in_simulated(person_id: UUID, *, now: datetime) -> UUID:
    """The sign-in under which a simulated person acts; raises NotFound for everybody else."""
    person = person_row(person_id)
    if not person.is_simulated:
        raise NotFound
    return begin_session(person, address="", device="rehearsal", now=now)


def remove_simulated(person_ids: Iterable[UUID]) -> None:
    """Take simulated people away with their sign-ins; the audit log keeps what it has. Nobody else goes."""
    ids = list(person_ids)
    simulated = db.session.scalars(select(Person.id).where(Person.id.in_(ids), Person.is_simulated.is_(True))).all()
    db.session.execute(delete(SignedInSession).where(SignedInSession.person_id.in_(simulated)))
    db.session.execute(delete(Person).where(Person.id.in_(simulated)))
