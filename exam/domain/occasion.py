"""One candidate's entry to one sitting, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exam.domain.sitting import Phase, SittingState
from exam.domain.work import AttemptFacts, SittingFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Somebody has entered this sitting; the attempt is there once it was started."""

    entry_id: UUID
    candidate_id: UUID
    sitting: SittingFacts
    attempt: AttemptFacts | None

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be taken."""
        is_held = self.sitting.state is not SittingState.CANCELLED
        can_start = self.sitting.phase(now) not in {Phase.UNDER_WAY, Phase.OVER}
        return self.attempt is None and is_held and can_start
