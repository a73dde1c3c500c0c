"""Tables of notices and of outgoing mail."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.words import Words
from storage.database import Base


class Notice(Base):
    """Something a person should know, in both languages, with a link to where it matters."""

    __tablename__ = "messages_notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    subject_zh: Mapped[str] = mapped_column(String(300))
    subject_en: Mapped[str] = mapped_column(String(300))
    body_zh: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(300))
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    @property
    def owner_id(self) -> UUID:
        """Whose notice it is."""
        return self.person_id

    @property
    def subject(self) -> Words:
        """The heading."""
        return Words(self.subject_zh, self.subject_en)

    @property
    def body(self) -> Words:
        """What there is to say."""
        return Words(self.body_zh, self.body_en)
