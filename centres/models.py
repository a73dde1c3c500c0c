"""Tables of cohorts, their members, uploaded rosters and completed training."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from centres.domain.cohort import CohortFacts
from centres.domain.membership import MemberFacts
from centres.domain.training import TrainingFacts
from storage.database import Base


class Cohort(Base):
    """People trained together for a level."""

    __tablename__ = "centres_cohort"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opened_at: Mapped[datetime]

    @property
    def facts(self) -> CohortFacts:
        """What other packages may know."""
        return CohortFacts(
            id=self.id,
            organisation_id=self.organisation_id,
            title=self.title,
            scheme_code=self.scheme_code,
            level=self.level,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


class Member(Base):
    """Somebody on the roster, named as the centre named them; they are seen by the centre once they have joined."""

    __tablename__ = "centres_member"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("centres_cohort.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(20), default="")
    brought_account: Mapped[bool]
    """Whether the roster made the account; setting its first password then answers the invitation."""
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)

    @property
    def facts(self) -> MemberFacts:
        """What other packages may know."""
        return MemberFacts(
            id=self.id,
            cohort_id=self.cohort_id,
            person_id=self.person_id,
            name=self.name,
            name_latin=self.name_latin,
            email=self.email,
            phone=self.phone,
            invited_at=self.invited_at,
            joined_at=self.joined_at,
            declined_at=self.declined_at,
        )

    @property
    def owner_id(self) -> UUID:
        """Whose membership it is."""
        return self.person_id

    @property
    def organisation_id(self) -> UUID:
        """Whose cohort it is in."""
        return self.cohort.organisation_id


class UploadedRoster(Base):
    """A roster as it was uploaded: looked through first, imported when the manager says so."""

    __tablename__ = "centres_roster"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("centres_cohort.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    file_key: Mapped[str] = mapped_column(String(60))
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    uploaded_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    imported: Mapped[int] = mapped_column(default=0)
    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)

    @property
    def organisation_id(self) -> UUID:
        """Whose cohort it is for."""
        return self.cohort.organisation_id


class Training(Base):
    """Completed training of a member, as the centre certified it; never changed."""

    __tablename__ = "centres_training"
    __table_args__ = (UniqueConstraint("member_id", "level", "completed_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("centres_member.id"))
    level: Mapped[int]
    hours: Mapped[Decimal]
    completed_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    recorded_at: Mapped[datetime]

    @property
    def facts(self) -> TrainingFacts:
        """What other packages may know."""
        return TrainingFacts(
            member_id=self.member_id,
            level=self.level,
            hours=self.hours,
            completed_on=self.completed_on,
            recorded_at=self.recorded_at,
        )
