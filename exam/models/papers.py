"""The papers of a sitting and the questions they were drawn from."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exam.domain.form import Layout
from storage.database import Base


class Pool(Base):
    """The questions, pinned to their versions, from which forms of a sitting were drawn."""

    __tablename__ = "exam_pool"
    __table_args__ = (UniqueConstraint("sitting_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pinned_at: Mapped[datetime]


class Form(Base):
    """One prepared paper, by the order of making; without an entry it is a spare. Once made it never changes."""

    __tablename__ = "exam_form"
    __table_args__ = (Index("uq_exam_form_number", "sitting_id", "number", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"))
    number: Mapped[int]
    pool_id: Mapped[UUID] = mapped_column(ForeignKey("exam_pool.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_entry.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column("layout", JSON)
    prepared_at: Mapped[datetime]
    pool: Mapped[Pool] = relationship()

    @property
    def layout(self) -> Layout:
        """What is on the paper."""
        return Layout.from_data(self.content)
