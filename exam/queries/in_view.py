"""What of a sitting somebody has in view who watches it: all of it, or the room to which they are assigned."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from exam import permissions
from exam.models.rooms import SittingRoom
from exam.models.sittings import Entry, Sitting
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class InView:
    """A sitting, and the one room of it that somebody has in view; None where it is all of them."""

    sitting: Sitting
    room: SittingRoom | None

    @property
    def rooms(self) -> Collection[SittingRoom]:
        """The rooms in view."""
        return [self.room] if self.room else self.sitting.rooms

    @property
    def room_id(self) -> UUID | None:
        """The one room, by its id."""
        return self.room.room_id if self.room else None

    @property
    def place(self) -> str:
        """Where that is."""
        return self.room.room.name if self.room else self.sitting.place

    @property
    def seated(self) -> list[Entry]:
        """Who has a seat there, by seat."""
        return [entry for entry in self.sitting.seated if self.has_seat(entry.seat or 0)]

    def has_seat(self, seat: int) -> bool:
        """Whether this seat is in view."""
        return self.room is None or seat in self.room.seat_numbers

    def room_named(self, room_id: str | None) -> UUID | None:
        """The room in view with this id, by what a form says; None for none of them."""
        return next((room.room_id for room in self.rooms if str(room.room_id) == room_id), None)


def in_view(sitting: Sitting, actor: Actor) -> InView:
    """What this actor has in view, who may watch the sitting."""
    everything = permissions.plan_sitting.holds(actor, None)
    assigned = next((each.room_id for each in sitting.invigilations if each.person_id == actor.id), None)
    room = next((each for each in sitting.rooms if each.room_id == assigned), None)
    return InView(sitting, None if everything else room)
