"""Rooms, which of them a sitting uses, who watches there, and when all clocks of a room or a sitting stood."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exam.domain.standing import Standing
from exam.domain.timeline import Cause
from storage.database import Base


class Room(Base):
    """A room with numbered seats; `changeover_minutes` is how long it needs between two sittings."""

    __tablename__ = "exam_room"
    __table_args__ = (
        UniqueConstraint("name", "address"),
        CheckConstraint("seats > 0", "seats"),
        CheckConstraint("changeover_minutes >= 0", "changeover"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(300), default="")
    seats: Mapped[int]
    step_free: Mapped[bool] = mapped_column(default=False)
    changeover_minutes: Mapped[int]
    closed_at: Mapped[datetime | None]

    @property
    def changeover(self) -> timedelta:
        """How long it needs between two sittings."""
        return timedelta(minutes=self.changeover_minutes)


class SittingRoom(Base):
    """A room of a sitting, with the numbers that its seats have there."""

    __tablename__ = "exam_sitting_room"
    __table_args__ = (CheckConstraint("seats > 0", "seats"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), primary_key=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("exam_room.id"), primary_key=True, index=True)
    first_seat: Mapped[int]
    seats: Mapped[int]
    room: Mapped[Room] = relationship(lazy="joined", innerjoin=True)

    @property
    def seat_numbers(self) -> range:
        """The numbers of its seats."""
        return range(self.first_seat, self.first_seat + self.seats)


class Invigilation(Base):
    """Somebody who watches a sitting, in one of its rooms or wherever they are needed."""

    __tablename__ = "exam_invigilation"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True, index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_room.id"))


class Stop(Base):
    """From when until when all clocks of a sitting stood, or those of one of its rooms."""

    __tablename__ = "exam_stop"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("exam_sitting.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_room.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    cause: Mapped[Cause]
    reason: Mapped[str] = mapped_column(String(300))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))

    @property
    def standing(self) -> Standing:
        """From when until when."""
        return Standing(self.since, self.until)
