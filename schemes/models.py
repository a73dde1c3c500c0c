"""The versions of schemes that were put in force, each kept as it was written; drafts of new ones; reviews."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schemes.domain.draft import DRAFT, DraftMove, DraftState
from storage.database import Base


class SchemeVersion(Base):
    """One version of a scheme: the file as it was, its content as JSON, and its fingerprint. Never changed."""

    __tablename__ = "schemes_version"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(20))
    effective_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]


class SchemeDraft(Base):
    """A next version as somebody is writing it: its text as typed, right or wrong, and the reason for it."""

    __tablename__ = "schemes_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(60), index=True)
    base_version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    source: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[DraftState] = mapped_column(default=DRAFT.begins)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("schemes_version.id"), unique=True)
    edition: Mapped[int] = mapped_column()
    steps: Mapped[list["DraftStep"]] = relationship(order_by="DraftStep.number", lazy="selectin")

    __mapper_args__ = {"version_id_col": edition}  # noqa: RUF012 -- SQLAlchemy's spelling

    def move(self, move: DraftMove) -> None:
        """Change the state by the table of its lifecycle."""
        self.state = DRAFT.after(self.state, move)


class DraftStep(Base):
    """What somebody did with a draft, when, and in which words. Only appended."""

    __tablename__ = "schemes_draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_draft.id"))
    number: Mapped[int]
    move: Mapped[DraftMove]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    remark: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class VersionReview(Base):
    """Somebody looked at a version and found that it is still right. Only appended."""

    __tablename__ = "schemes_review"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    remark: Mapped[str] = mapped_column(Text)
    reviewed_at: Mapped[datetime]


class ReviewReminder(Base):
    """Registrars were reminded that a version had to be looked at by a day; once for each such day."""

    __tablename__ = "schemes_review_reminder"
    __table_args__ = (UniqueConstraint("version_id", "due_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("schemes_version.id"))
    due_on: Mapped[date]
    reminded_at: Mapped[datetime]
