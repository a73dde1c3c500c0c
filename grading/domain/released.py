"""A released score as its candidate and other packages see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedScore:
    """One component's official score; `detail` breaks it down by function or by criterion."""

    attempt_id: UUID
    candidate_id: UUID
    sitting_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    component: str
    score: Decimal
    on: date
    released_at: datetime
    detail: Mapping[str, Any]

    @property
    def owner_id(self) -> UUID:
        """Whose score it is."""
        return self.candidate_id
