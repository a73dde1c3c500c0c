"""The table of papers."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eligibility.domain.papers import PaperFacts, PaperKind
from eligibility.models.evidence import EvidenceItem
from storage.database import Base
from storage.types import Sealed


class Paper(Base):
    """A paper somebody handed in, sealed; the newest for its purpose counts, earlier ones stay on record.

    `preview` is the first page of a PDF as a picture. Without a key of its own a file cannot be opened any more.
    """

    __tablename__ = "eligibility_paper"
    __table_args__ = (CheckConstraint("turn BETWEEN 0 AND 3", name="paper_turns_by_quarters"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    kind: Mapped[PaperKind]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("eligibility_evidence.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    turn: Mapped[int] = mapped_column(default=0)
    file_key: Mapped[str | None] = mapped_column(String(60))
    sealed_key: Mapped[bytes | None] = mapped_column(Sealed("paper"))
    preview_key: Mapped[str | None] = mapped_column(String(60))
    sealed_preview_key: Mapped[bytes | None] = mapped_column(Sealed("paper_preview"))
    kept_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
    evidence: Mapped[EvidenceItem | None] = relationship(lazy="joined", viewonly=True)

    @property
    def owner_id(self) -> UUID:
        """Whose paper it is."""
        return self.candidate_id

    @property
    def facts(self) -> PaperFacts:
        """What may be known of it without looking at it."""
        return PaperFacts(
            id=self.id,
            candidate_id=self.candidate_id,
            kind=self.kind,
            evidence_id=self.evidence_id,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            pages=self.pages,
            turn=self.turn,
            kept_at=self.kept_at,
            is_of_earlier_words=self.evidence is not None and self.kept_at < self.evidence.recorded_at,
        )
