"""Answer files: what a browser could not send, handed in by the invigilator, and what was decided on it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exam.domain.answer_file import UNDECIDED, Fate
from exam.models.attempts import Attempt
from storage.database import Base


class AnswerFile(Base):
    """One file that was handed in for an attempt; rows are only ever added."""

    __tablename__ = "exam_answer_file"
    __table_args__ = (UniqueConstraint("attempt_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    received_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    attempt: Mapped[Attempt] = relationship()
    answers: Mapped[list["FiledAnswer"]] = relationship(order_by="FiledAnswer.slot")
    decision: Mapped["FileDecision | None"] = relationship()

    @property
    def waiting(self) -> list["FiledAnswer"]:
        """The answers on which somebody has to decide, whether or not that was done."""
        return [answer for answer in self.answers if answer.fate in UNDECIDED]


class FiledAnswer(Base):
    """One entry of a file and what became of it when it came; rows are only ever added."""

    __tablename__ = "exam_filed_answer"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("exam_answer_file.id"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    slot: Mapped[str] = mapped_column(String(20))
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    fate: Mapped[Fate]


class FileDecision(Base):
    """A registrar decided whether the answers of a file that waited count; once."""

    __tablename__ = "exam_file_decision"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("exam_answer_file.id"), primary_key=True)
    counts: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    decided_at: Mapped[datetime]
