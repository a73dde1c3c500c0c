"""Table of trainees: at which centre an applicant is trained for a level, as the centre tells it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base


class Trainee(Base):
    """Somebody has agreed to be trained by a centre for a level; the row goes when they leave. A note for the desk."""

    __tablename__ = "eligibility_trainee"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    scheme_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_organisation.id"), primary_key=True, index=True)
    noted_at: Mapped[datetime]
