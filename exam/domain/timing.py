"""How the time of an attempt stands: what was recorded comes to a deadline, and the server's clock alone decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from exam.domain.attempt import OPEN, AttemptMove, AttemptState

NETWORK_GRACE = timedelta(seconds=60)
"""How late an answer may arrive and still count: slow networks are not cheating."""

NOTHING = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When the time is over. Since `paused_at` the clock stands; at `resumes_at`, if known, it goes on by itself.

    The deadline holds the whole of a pause whose end is known, and nothing yet of one whose end is not.
    """

    deadline: datetime
    paused_at: datetime | None = None
    resumes_at: datetime | None = None

    @property
    def last_arrival(self) -> datetime:
        """The moment from which nothing is accepted any more, however slow the network was."""
        return self.deadline + NETWORK_GRACE

    def is_paused(self, now: datetime) -> bool:
        """Whether the clock stands."""
        return self.paused_at is not None and (self.resumes_at is None or now < self.resumes_at)

    def is_over(self, now: datetime) -> bool:
        """Whether the deadline has come; while the clock stands it does not."""
        return now >= self.deadline and not self.is_paused(now)

    def accepts_answers(self, now: datetime) -> bool:
        """Whether an answer that arrives now still counts."""
        return now <= self.last_arrival and not self.is_paused(now)

    def remaining(self, now: datetime) -> timedelta:
        """The time left, never less than none."""
        stands_at = self.resumes_at or self.paused_at
        return max(self.deadline - (stands_at if stands_at and self.is_paused(now) else now), NOTHING)

    def remaining_ms(self, now: datetime) -> int:
        """The same in whole milliseconds, for the clock of the page."""
        return self.remaining(now) // timedelta(milliseconds=1)

    def ended_at(self, now: datetime) -> datetime:
        """When an attempt that ends now ends: the deadline, if that came first."""
        return min(now, self.deadline)

    def closing_move(self, now: datetime) -> AttemptMove:
        """How an attempt that ends now ends: whoever closes it after its deadline only notes that time ran out."""
        return AttemptMove.RUN_OUT_OF_TIME if self.is_over(now) else AttemptMove.HAND_IN


def state_at(state: AttemptState, timing: Timing, now: datetime) -> AttemptState:
    """The state as every reader sees it: breaks end and overdue attempts have timed out, written down or not."""
    if state not in OPEN:
        return state
    if timing.is_over(now):
        return AttemptState.TIMED_OUT
    return AttemptState.PAUSED if timing.is_paused(now) else AttemptState.IN_PROGRESS


def remaining_ms(deadline: datetime, now: datetime) -> int:
    """Whole milliseconds until a moment, for the clock of a page."""
    return max((deadline - now) // timedelta(milliseconds=1), 0)
