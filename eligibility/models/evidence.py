"""The table of evidence."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import KeptItem, Source, kept
from storage.database import Base


class EvidenceItem(Base):
    """One piece of evidence. Its data never change; a mistaken one is retired and another one handed in."""

    __tablename__ = "eligibility_evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    kind: Mapped[EvidenceKind]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[Source]
    reference: Mapped[str | None] = mapped_column(String(100))
    recorded_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    @property
    def owner_id(self) -> UUID:
        """Whose evidence it is."""
        return self.candidate_id

    @property
    def written(self) -> dict[str, Any]:
        """The item as an application keeps it."""
        return {
            "id": str(self.id),
            "kind": self.kind.value,
            "data": self.data,
            "place": self.place,
            "source": self.source.value,
        }

    @property
    def answers(self) -> dict[str, Any]:
        """The item as its form asks for it."""
        return {**self.data, "place": self.place}

    @property
    def kept(self) -> KeptItem:
        """The item as the rules and the pages read it."""
        return kept(self.written)
