"""Files on their way: what was announced, and the parts that have arrived."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exam.domain.upload import UPLOAD, UploadMove, UploadState
from exam.models.attempts import Attempt
from storage.database import Base
from storage.types import Sealed

PART_SEALED_AS = Sealed("part of a file")


class Upload(Base):
    """A file announced by its size and hash; it counts when it has become a handed-in file, and not before."""

    __tablename__ = "exam_upload"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("exam_attempt.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    received: Mapped[int] = mapped_column(default=0)
    state: Mapped[UploadState] = mapped_column(default=UPLOAD.begins)
    begun_at: Mapped[datetime]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_file.id"))
    attempt: Mapped[Attempt] = relationship()

    @property
    def owner_id(self) -> UUID:
        """Whose it is."""
        return self.attempt.candidate_id

    def move(self, move: UploadMove) -> None:
        """Change the state as the table allows."""
        self.state = UPLOAD.after(self.state, move)


class UploadPart(Base):
    """A part that has arrived, durable and sealed; it goes when the upload is over."""

    __tablename__ = "exam_upload_part"
    __table_args__ = (UniqueConstraint("upload_id", "offset"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("exam_upload.id"))
    offset: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_key: Mapped[bytes] = mapped_column(PART_SEALED_AS)
