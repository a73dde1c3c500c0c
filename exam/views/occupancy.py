"""What the page of a sitting shows of its rooms, seats and invigilators, and the forms that change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm

import accounts.queries
from accounts.domain.person import PersonFacts
from exam.domain.clash import Booking
from exam.forms.sittings import Assignment, Dealing, RoomsOfSitting
from exam.models.rooms import Room
from exam.models.sittings import Sitting
from exam.queries import bookings
from kernel.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """The people who watch, the rooms by their ids, who is to be in two places, and the forms."""

    people: Mapping[UUID, PersonFacts]
    clashes: Mapping[UUID, Booking]
    taking: RoomsOfSitting
    assigning: Assignment
    dealing: Dealing

    @property
    def forms(self) -> tuple[FlaskForm, ...]:
        """All of them."""
        return (self.taking, self.assigning, self.dealing)


def occupancy_of(sitting: Sitting) -> Occupancy:
    """Who and what a sitting has."""
    taken = {each.room_id for each in sitting.rooms}
    taking, assigning = RoomsOfSitting(), Assignment()
    taking.rooms.choices = [choice for choice in open_rooms() if UUID(choice[0]) not in taken]
    invigilators = accounts.queries.people_in_role(Role.INVIGILATOR)
    assigning.person.choices = [(str(person.id), person.name) for person in invigilators]
    assigning.room.choices = [
        ("", _("wherever needed")),
        *((str(each.room_id), each.room.name) for each in sitting.rooms),
    ]
    return Occupancy(
        people=accounts.queries.people(sitting.watcher_ids),
        clashes=bookings.clashes_of_candidates(sitting),
        taking=taking,
        assigning=assigning,
        dealing=Dealing(),
    )


def open_rooms() -> list[tuple[str, str]]:
    """The rooms that sittings can take, for a choice."""
    return [(str(room.id), _called(room)) for room in bookings.rooms() if room.closed_at is None]


def _called(room: Room) -> str:
    called: str = _("%(room)s (%(seats)d seats)", room=room.name, seats=room.seats)
    return f"{called} · {room.address}" if room.address else called
