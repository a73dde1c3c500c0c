"""Tables of accommodations: requests with their proofs, and the decisions on them. What is medical is sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.accommodation import (
    ACCOMMODATION,
    Accommodation,
    AccommodationMove,
    AccommodationState,
    Decided,
    DecisionKind,
    Measure,
)
from storage.database import Base
from storage.types import Sealed

WHY_ASKED = Sealed("accommodation_reason")
WHY_DECIDED = Sealed("accommodation_decision_reason")
PROOF_NAME = Sealed("accommodation_proof_name")
PROOF = Sealed("accommodation_proof")


class AccommodationRequest(Base):
    """A person's wish for accommodations, saved as it is written; `reason` is why, for one role alone."""

    __tablename__ = "eligibility_accommodation_request"
    __table_args__ = (
        Index(
            "uq_eligibility_accommodation_request_open",
            "candidate_id",
            unique=True,
            sqlite_where=text("state IN ('begun', 'asked')"),
            postgresql_where=text("state IN ('begun', 'asked')"),
        ),
        CheckConstraint("asked_at IS NOT NULL OR state = 'begun'", "asked_once_sent"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    state: Mapped[AccommodationState] = mapped_column(default=ACCOMMODATION.begins)
    wishes: Mapped[list[str]] = mapped_column(JSON, default=list)
    needed_until: Mapped[date | None]
    reason: Mapped[bytes | None] = mapped_column(WHY_ASKED)
    begun_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    proofs: Mapped[list["AccommodationProof"]] = relationship(
        order_by="AccommodationProof.uploaded_at", cascade="all, delete-orphan"
    )
    decisions: Mapped[list["AccommodationDecision"]] = relationship(order_by="AccommodationDecision.number")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def owner_id(self) -> UUID:
        """Whose request it is."""
        return self.candidate_id

    @property
    def wished(self) -> tuple[Measure, ...]:
        """What was asked for."""
        return tuple(measure for measure in Measure if measure in self.wishes)

    def move(self, move: AccommodationMove) -> None:
        """Change the state by the table of its lifecycle."""
        self.state = ACCOMMODATION.after(self.state, move)


class AccommodationProof(Base):
    """One paper that shows why; its name and its content are sealed, and without this row nobody can read the file."""

    __tablename__ = "eligibility_accommodation_proof"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_accommodation_request.id"), index=True)
    name: Mapped[bytes] = mapped_column(PROOF_NAME)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_key: Mapped[bytes] = mapped_column(PROOF)
    uploaded_at: Mapped[datetime]
    request: Mapped[AccommodationRequest] = relationship(viewonly=True)

    @property
    def owner_id(self) -> UUID:
        """Whose paper it is."""
        return self.request.candidate_id


class AccommodationDecision(Base):
    """What was decided, from which day to which, and why; rows are only ever added, numbered for each person."""

    __tablename__ = "eligibility_accommodation_decision"
    __table_args__ = (
        UniqueConstraint("candidate_id", "number"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", "ends_after_start"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility_accommodation_request.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    number: Mapped[int]
    kind: Mapped[DecisionKind]
    measures: Mapped[dict[str, Any]] = mapped_column(JSON)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[bytes] = mapped_column(WHY_DECIDED)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    decided_at: Mapped[datetime]

    @property
    def decided(self) -> Decided:
        """The decision as a value, without its reason."""
        return Decided(
            id=self.id,
            request_id=self.request_id,
            number=self.number,
            kind=self.kind,
            accommodation=Accommodation.read(self.measures),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            decided_by=self.decided_by,
            decided_at=self.decided_at,
        )
