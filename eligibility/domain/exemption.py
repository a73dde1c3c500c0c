"""An exemption frees a candidate from a component on other proof; it is an outcome of its own and never a score."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kernel.dates import years_after
from kernel.lifecycle import Lifecycle


class ExemptionState(StrEnum):
    """Where an exemption stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class ExemptionMove(StrEnum):
    """What a second registrar can do with a proposal."""

    CONFIRM = "confirm"
    DECLINE = "decline"


EXEMPTION = Lifecycle(
    of="an exemption",
    begins=ExemptionState.PROPOSED,
    moves={
        (ExemptionState.PROPOSED, ExemptionMove.CONFIRM): ExemptionState.CONFIRMED,
        (ExemptionState.PROPOSED, ExemptionMove.DECLINE): ExemptionState.DECLINED,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionFacts:
    """A confirmed exemption: it counts from the day of its confirmation, as long as a pass would."""

    candidate_id: UUID
    scheme_code: str
    level: int
    component: str
    on: date
    valid_years: int

    @property
    def valid_until(self) -> date:
        """The last day on which it counts."""
        return years_after(self.on, self.valid_years)

    def is_valid(self, on: date) -> bool:
        """Whether it counts on a day, the first and the last included."""
        return self.on <= on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionConfirmed:
    """A second registrar has confirmed an exemption; a level may be complete now."""

    candidate_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    component: str
    at: datetime
