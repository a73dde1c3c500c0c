"""The right to a free resit, as other packages may know it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeResit:
    """Somebody failed a component and may join the next intake's training and examination once, free of charge."""

    candidate_id: UUID
    scheme_code: str
    level: int
    component: str
    last_on: date
