"""How long an application waits, when that is too long, who has taken it, and until when the next word may come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kernel.dates import local_date

DECIDE_WITHIN_DAYS = 10
"""After so many whole days of waiting an application is overdue. Assumed: no source publishes a period."""
ANSWER_WITHIN_DAYS = 30
"""So long a candidate has to answer a question; then a registrar may refuse without an answer. Assumed."""
CLAIM_LASTS = timedelta(minutes=30)
"""A claim nobody acts on comes to an end by itself after this time."""


@dataclass(frozen=True, slots=True)
class Age:
    """How long something has been where it is."""

    since: datetime
    now: datetime

    @property
    def days(self) -> int:
        """Whole days."""
        return max((self.now - self.since).days, 0)

    @property
    def is_overdue(self) -> bool:
        """Whether a registrar has let it wait for too long."""
        return self.days >= DECIDE_WITHIN_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A registrar has taken an application; `acted_at` is when they last did something about it."""

    holder_id: UUID
    acted_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it comes to an end by itself."""
        return self.acted_at + CLAIM_LASTS

    def stands(self, now: datetime) -> bool:
        """Whether it still holds others off."""
        return now < self.ends_at


def last_day(since: datetime, days: int, zone: str) -> date:
    """The last day of a period of so many days that began at a moment; that day is included."""
    return local_date(since, zone) + timedelta(days=days)


def is_open(since: datetime, days: int, zone: str, now: datetime) -> bool:
    """Whether the period still runs."""
    return local_date(now, zone) <= last_day(since, days, zone)
