"""Rehearsals of sittings: how far they are, what came of them, and by which clock they go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exam.domain.rehearsal import Anchor
from exam.models.sittings import Sitting
from storage.database import Base


class Rehearsal(Base):
    """What is remembered of a rehearsal beside its sitting; without a `speed` it goes from one moment to the next.

    `heard_at` is when whoever holds it last said so, `stopped_at` when it was asked to end before its time; `report` is
    there when it is over.
    """

    __tablename__ = "exam_rehearsal"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))
    speed: Mapped[float | None]
    moments: Mapped[int] = mapped_column(default=0)
    moments_done: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sitting: Mapped[Sitting] = relationship()


class ClockAnchor(Base):
    """One anchor of the clock of a rehearsal; rows are only ever added."""

    __tablename__ = "exam_clock_anchor"
    __table_args__ = (CheckConstraint("speed >= 1", "speed"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    shown: Mapped[datetime]
    speed: Mapped[float]

    @property
    def anchor(self) -> Anchor:
        """What counts of it."""
        return Anchor(at=self.at, shown=self.shown, speed=self.speed)
