"""What others may hear from accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    """Somebody who was invited has chosen a password and can sign in."""

    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class NameCorrected:
    """Somebody's name is now written as on their identity document."""

    person_id: UUID
