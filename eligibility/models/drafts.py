"""Tables of what a candidate has begun: answers to half a form, and the condition chosen for an application."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eligibility.domain.evidence import EvidenceKind
from storage.database import Base


class EvidenceDraft(Base):
    """The answers given so far about one more piece of evidence, and whether somebody says there is no more of it."""

    __tablename__ = "eligibility_evidence_draft"
    __table_args__ = (UniqueConstraint("candidate_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    kind: Mapped[EvidenceKind]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    nothing_to_add: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]


class ApplicationDraft(Base):
    """The condition on which somebody means to apply for a level."""

    __tablename__ = "eligibility_application_draft"
    __table_args__ = (UniqueConstraint("candidate_id", "scheme_code", "level"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    scheme_code: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    condition_id: Mapped[str] = mapped_column(String(20))
    updated_at: Mapped[datetime]
