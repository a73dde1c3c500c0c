"""What training centres tell of their trainees, so that the desk can be narrowed to the applicants of one centre."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from eligibility.models.trainees import Trainee
from storage.database import db


def note_trainee(candidate_id: UUID, organisation_id: UUID, *, scheme_code: str, level: int, now: datetime) -> None:
    """Somebody is trained by a centre for a level; noted again, nothing changes."""
    place = (candidate_id, scheme_code, level, organisation_id)
    if db.session.get(Trainee, place) is None:
        db.session.add(
            Trainee(
                candidate_id=candidate_id,
                scheme_code=scheme_code,
                level=level,
                organisation_id=organisation_id,
                noted_at=now,
            )
        )
        db.session.flush()


def forget_trainee(candidate_id: UUID, organisation_id: UUID, *, scheme_code: str, level: int) -> None:
    """Somebody has left the centre."""
    db.session.execute(
        delete(Trainee).where(
            Trainee.candidate_id == candidate_id,
            Trainee.scheme_code == scheme_code,
            Trainee.level == level,
            Trainee.organisation_id == organisation_id,
        )
    )
