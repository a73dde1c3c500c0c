"""What a sitting asks of its candidates, what they agreed to, and what was seen; rows are only ever added."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from exam.domain.agreement import Agreement, Signature
from exam.domain.integrity import LONGEST_DETAIL, Decision, Fact, Flag, Outcome, Seen
from exam.domain.safe_browser import SafeBrowser
from kernel.words import Words
from storage.database import Base


class Safeguards(Base):
    """What a sitting asks: an agreement, Safe Exam Browser. The highest version holds; with none it asks nothing."""

    __tablename__ = "exam_safeguards"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agreement_zh: Mapped[str | None] = mapped_column(Text)
    agreement_en: Mapped[str | None] = mapped_column(Text)
    config_keys: Mapped[list[str]] = mapped_column(JSON)
    exam_keys: Mapped[list[str]] = mapped_column(JSON)
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))

    @property
    def agreement(self) -> Agreement | None:
        """The text to agree to."""
        if self.agreement_zh is None or self.agreement_en is None:
            return None
        return Agreement(version=self.version, text=Words(self.agreement_zh, self.agreement_en))

    @property
    def safe_browser(self) -> SafeBrowser:
        """The browser in which it is taken."""
        return SafeBrowser(config_keys=tuple(self.config_keys), exam_keys=tuple(self.exam_keys))


class Signed(Base):
    """One candidate's agreement."""

    __tablename__ = "exam_agreement"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("exam_entry.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))
    signed_at: Mapped[datetime]

    @property
    def signature(self) -> Signature:
        """What counts of it."""
        return Signature(version=self.version, digest=self.digest, name=self.name, signed_at=self.signed_at)


class Observed(Base):
    """One thing that was seen of an attempt: when the server heard of it, and where it stood in what came with it."""

    __tablename__ = "exam_observation"
    __table_args__ = (Index("ix_exam_observation_attempt_id_at", "attempt_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"))
    seen: Mapped[Seen]
    at: Mapped[datetime]
    position: Mapped[int] = mapped_column(default=0)
    detail: Mapped[str] = mapped_column(String(LONGEST_DETAIL), default="")

    @property
    def fact(self) -> Fact:
        """What counts of it."""
        return Fact(seen=self.seen, at=self.at, detail=self.detail)


class CaseDecision(Base):
    """What a person made of what was seen of an attempt."""

    __tablename__ = "exam_case_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), index=True)
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(String(1000))
    flags: Mapped[list[str]] = mapped_column(JSON)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    decided_at: Mapped[datetime]

    @property
    def decision(self) -> Decision:
        """What counts of it."""
        return Decision(
            outcome=self.outcome,
            reason=self.reason,
            flags=frozenset(map(Flag, self.flags)),
            decided_by=self.decided_by_id,
            decided_at=self.decided_at,
        )
