"""The log of what happened in a sitting; rows are only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from exam.domain.incident import LONGEST_TEXT, Incident, IncidentKind
from storage.database import Base


class IncidentRecord(Base):
    """One entry, as it was reported and by whom."""

    __tablename__ = "exam_incident"

    number: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), index=True)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_entry.id"))
    kind: Mapped[IncidentKind]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    reporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    follows: Mapped[int | None] = mapped_column(ForeignKey("exam_incident.number"))

    @property
    def facts(self) -> Incident:
        """The entry as others read it."""
        return Incident(
            number=self.number,
            sitting_id=self.sitting_id,
            entry_id=self.entry_id,
            kind=self.kind,
            text=self.text,
            happened_at=self.happened_at,
            recorded_at=self.recorded_at,
            reporter_id=self.reporter_id,
            follows=self.follows,
        )
