"""Tables of people, organisations, sign-ins and the audit log."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.domain.identity import IdentityKind
from accounts.domain.person import PersonFacts
from kernel.actor import Actor, Role
from storage.database import Base
from storage.types import Sealed


class OrganisationKind(StrEnum):
    """What an organisation is to the platform."""

    CERTIFICATION_BODY = "certification_body"
    TRAINING_CENTRE = "training_centre"


class Person(Base):
    """Somebody with an account. Without a password hash they have been invited but not yet signed in.

    Who is simulated takes part in rehearsals alone: by id they are found, and on no list.
    """

    __tablename__ = "accounts_person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100), default="")
    language: Mapped[str] = mapped_column(String(2), default="zh")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON)
    registered_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    is_simulated: Mapped[bool] = mapped_column(default=False)
    affiliations: Mapped[list["Affiliation"]] = relationship(lazy="selectin")

    @property
    def facts(self) -> PersonFacts:
        """What other packages may know."""
        return PersonFacts(
            id=self.id,
            name=self.name,
            name_latin=self.name_latin,
            email=self.email,
            language=self.language,
            roles=frozenset(Role(role) for role in self.roles),
        )

    @property
    def actor(self) -> Actor:
        """The person as somebody who acts."""
        return Actor(
            id=self.id,
            name=self.name,
            roles=self.facts.roles,
            organisation_ids=frozenset(affiliation.organisation_id for affiliation in self.affiliations),
        )


class Organisation(Base):
    """A training centre or the certification body itself."""

    __tablename__ = "accounts_organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[OrganisationKind]


class Affiliation(Base):
    """A person works for an organisation."""

    __tablename__ = "accounts_affiliation"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_organisation.id"), index=True)


class SignedInSession(Base):
    """One sign-in on one device; ending it signs that device out at once."""

    __tablename__ = "accounts_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="", index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def owner_id(self) -> UUID:
        """Whose sign-in it is."""
        return self.person_id


class AuditEntry(Base):
    """One link of the audit chain; never changed, never deleted."""

    __tablename__ = "accounts_audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Invitation(Base):
    """A letter by which somebody who has an account but no password chooses one, once."""

    __tablename__ = "accounts_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    host: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class Registration(Base):
    """Somebody asked for an account; it exists once they have opened the link sent to their address."""

    __tablename__ = "accounts_registration"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class IdentityNumber(Base):
    """The number of somebody's identity document, sealed; corrected ones are retired and stay on record."""

    __tablename__ = "accounts_identity_number"
    __table_args__ = tuple(
        Index(
            f"uq_accounts_identity_number_{column}",
            column,
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        )
        for column in ("person_id", "fingerprint")
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    kind: Mapped[IdentityKind]
    sealed: Mapped[bytes] = mapped_column(Sealed("identity"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    confirmed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
