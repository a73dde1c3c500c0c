"""How long a candidate has: the recorded facts give the deadline, and the server's clock alone decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from exam.domain.attempt import AttemptMove, AttemptState

NETWORK_GRACE = timedelta(seconds=60)
"""How late an answer may arrive and still count: slow networks are not cheating."""

NOTHING = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What is recorded about an attempt's time: when it was started, the minutes of the sitting and minutes on top."""

    started_at: datetime
    minutes: int
    extra_minutes: int = 0

    @property
    def deadline(self) -> datetime:
        """The moment at which the paper counts as handed in."""
        return self.started_at + timedelta(minutes=self.minutes + self.extra_minutes)

    @property
    def last_arrival(self) -> datetime:
        """The moment from which nothing is accepted any more, however slow the network was."""
        return self.deadline + NETWORK_GRACE

    def is_over(self, now: datetime) -> bool:
        """Whether the deadline has come."""
        return now >= self.deadline

    def accepts_answers(self, now: datetime) -> bool:
        """Whether an answer that arrives now still counts."""
        return now <= self.last_arrival

    def remaining(self, now: datetime) -> timedelta:
        """The time left, never less than none."""
        return max(self.deadline - now, NOTHING)

    def ended_at(self, now: datetime) -> datetime:
        """When an attempt that ends now has ended: the deadline, if that came first."""
        return min(now, self.deadline)

    def closing_move(self, now: datetime) -> AttemptMove:
        """How an attempt that ends now ends: whoever closes it after its deadline only notes that time ran out."""
        return AttemptMove.RUN_OUT_OF_TIME if self.is_over(now) else AttemptMove.HAND_IN


def state_at(state: AttemptState, timing: Timing | None, now: datetime) -> AttemptState:
    """The state as every reader sees it: an overdue attempt has timed out, written down or not."""
    if state is AttemptState.IN_PROGRESS and timing is not None and timing.is_over(now):
        return AttemptState.TIMED_OUT
    return state


def remaining_ms(deadline: datetime, now: datetime) -> int:
    """Whole milliseconds until the deadline, for the page's clock."""
    return max((deadline - now) // timedelta(milliseconds=1), 0)
