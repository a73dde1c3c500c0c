"""When the server last heard of somebody's page: nothing official, so it may be forgotten when the database falls."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base


class Heartbeat(Base):
    """One row for each entry whose lobby or paper has spoken."""

    __tablename__ = "exam_heartbeat"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("exam_entry.id"), primary_key=True)
    heard_at: Mapped[datetime]


event.listen(
    Heartbeat.__table__,
    "after_create",
    DDL("ALTER TABLE exam_heartbeat SET UNLOGGED").execute_if(dialect="postgresql"),  # type: ignore[no-untyped-call]
)
