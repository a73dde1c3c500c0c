"""Tables of the register: certificates, their documents, decisions about them, activities and credits."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificates.domain.certificate import CertificateFacts, PassedComponent
from certificates.domain.credit import ACTIVITY, ActivityMove, ActivityState, Claim, Entry
from certificates.domain.standing import Move, Term
from kernel.words import Words
from storage.database import Base


class CertificateEvent(Base):
    """A decision of the issuer about a certificate; appended, never changed. The reason is not public."""

    __tablename__ = "certificates_event"
    __table_args__ = (UniqueConstraint("certificate_id", "ordinal"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates_certificate.id"))
    ordinal: Mapped[int]
    move: Mapped[Move]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))


class Certificate(Base):
    """What was certified, as it was printed. `ordinal` counts a person's certificates of one level: one at a time."""

    __tablename__ = "certificates_certificate"
    __table_args__ = (
        UniqueConstraint("candidate_id", "scheme_code", "level", "ordinal"),
        CheckConstraint("expires_on >= issued_on", name="term"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(19), unique=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    scheme_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    ordinal: Mapped[int]
    holder: Mapped[str] = mapped_column(String(100))
    holder_latin: Mapped[str] = mapped_column(String(100))
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)
    components: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    expires_on: Mapped[date] = mapped_column(index=True)
    zone: Mapped[str] = mapped_column(String(40))
    credits_needed: Mapped[Decimal]
    events: Mapped[list[CertificateEvent]] = relationship(lazy="selectin", order_by=CertificateEvent.ordinal)

    @property
    def owner_id(self) -> UUID:
        """The holder."""
        return self.candidate_id

    @property
    def term(self) -> Term:
        """When it is in force."""
        return Term(issued_on=self.issued_on, expires_on=self.expires_on, zone=self.zone)

    @property
    def facts(self) -> CertificateFacts:
        """What others may know."""
        return CertificateFacts(
            id=self.id,
            number=self.number,
            holder_id=self.candidate_id,
            holder=self.holder,
            holder_latin=self.holder_latin,
            scheme_code=self.scheme_code,
            scheme_title=Words(**self.titles["scheme"]),
            level=self.level,
            level_title=Words(**self.titles["level"]),
            issued_at=self.issued_at,
            term=self.term,
            components=tuple(
                PassedComponent(
                    code=component["code"],
                    title=Words(**component["title"]),
                    score=Decimal(component["score"]) if component["score"] is not None else None,
                    passed_on=date.fromisoformat(component["passed_on"]),
                )
                for component in self.components
            ),
            issuer=Words(**self.titles["issuer"]),
            decisions=tuple(self.events),
        )


class CertificateDocument(Base):
    """The sealed file of a certificate and its fingerprint."""

    __tablename__ = "certificates_document"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates_certificate.id"), primary_key=True)
    file_key: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    sealed_at: Mapped[datetime]
    certificate: Mapped[Certificate] = relationship()


class HeldUp(Base):
    """A certificate that is due and cannot be printed yet; `characters` are those that no font has."""

    __tablename__ = "certificates_held_up"
    __table_args__ = (UniqueConstraint("candidate_id", "scheme_code", "level"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    scheme_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    characters: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime]


class Activity(Base):
    """Continuing education that a holder filed, and what was decided about it."""

    __tablename__ = "certificates_activity"
    __table_args__ = (CheckConstraint("credits > 0", name="credits"), CheckConstraint("hours > 0", name="hours"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates_certificate.id"), index=True)
    done_on: Mapped[date]
    hours: Mapped[Decimal]
    credits: Mapped[int]
    description: Mapped[str] = mapped_column(String(500))
    filed_at: Mapped[datetime]
    state: Mapped[ActivityState] = mapped_column(default=ACTIVITY.begins, index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()
    certificate: Mapped[Certificate] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def claim(self) -> Claim:
        """What the holder says."""
        return Claim(on=self.done_on, hours=self.hours, credits=self.credits, description=self.description)

    def move(self, move: ActivityMove) -> None:
        """Go on in the lifecycle."""
        self.state = ACTIVITY.after(self.state, move)


class CreditEntry(Base):
    """Credits entered to a certificate's account; appended, never changed, once for an activity."""

    __tablename__ = "certificates_credit"
    __table_args__ = (CheckConstraint("credits > 0", name="credits"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates_certificate.id"), index=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("certificates_activity.id"), unique=True)
    done_on: Mapped[date]
    credits: Mapped[int]
    entered_at: Mapped[datetime]

    @property
    def entry(self) -> Entry:
        """The credits and the day they were earned."""
        return Entry(on=self.done_on, credits=self.credits)
