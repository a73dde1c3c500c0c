"""The log of a sitting."""

from uuid import UUID

from sqlalchemy import select

from exam.domain.incident import Incident
from exam.models.incidents import IncidentRecord
from storage.database import db


def incidents_of(sitting_id: UUID) -> list[Incident]:
    """Everything that was written down of a sitting, the first first."""
    query = select(IncidentRecord).where(IncidentRecord.sitting_id == sitting_id).order_by(IncidentRecord.number)
    return [row.facts for row in db.session.scalars(query)]
