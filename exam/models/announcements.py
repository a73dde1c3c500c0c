"""What is announced to a sitting, and who has said that they have seen it; rows are only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from exam.domain.announcement import LONGEST_ANNOUNCEMENT
from storage.database import Base


class Announcement(Base):
    """One announcement, in both languages or in the one in which it was written."""

    __tablename__ = "exam_announcement"

    number: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_room.id"))
    zh: Mapped[str] = mapped_column(String(LONGEST_ANNOUNCEMENT))
    en: Mapped[str] = mapped_column(String(LONGEST_ANNOUNCEMENT))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))


class AnnouncementSeen(Base):
    """A candidate has said that they have seen it."""

    __tablename__ = "exam_announcement_seen"

    number: Mapped[int] = mapped_column(ForeignKey("exam_announcement.number"), primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), primary_key=True)
    at: Mapped[datetime]
