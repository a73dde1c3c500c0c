"""What others may hear of results."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ResultReleased:
    """A candidate's score became official; a level may be complete now."""

    candidate_id: UUID
    scheme_version_id: UUID
    level: int
