"""What cannot be in two places at once: a room, an invigilator, a candidate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kernel.words import Words

NOTHING = timedelta()


class SeatOrder(StrEnum):
    """How seats are dealt out."""

    BY_CHANCE = "by_chance"
    BY_NAME = "by_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A sitting that takes rooms and people from when its door opens until the last has ended.

    `done_at` is when somebody can be through who starts as early as they can.
    """

    sitting_id: UUID
    what: Words
    begins: datetime
    starts_at: datetime
    latest_start_at: datetime
    done_at: datetime
    ends: datetime

    def meets(self, other: "Booking", apart: timedelta = NOTHING) -> bool:
        """Whether both go on at some moment, or less than `apart` lies between them."""
        return self.begins < other.ends + apart and other.begins < self.ends + apart

    def excludes(self, other: "Booking") -> bool:
        """Whether nobody can take both, neither this one first nor the other."""
        return self.done_at > other.latest_start_at and other.done_at > self.latest_start_at


def first_clash(wish: Booking, others: Iterable[Booking], clashes: Callable[[Booking], bool]) -> Booking | None:
    """The first of the other sittings that stands against the wish."""
    met = (other for other in others if other.sitting_id != wish.sitting_id and clashes(other))
    return min(met, key=lambda other: (other.begins, other.sitting_id), default=None)
