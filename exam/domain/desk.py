"""How somebody in a sitting stands, as the invigilator's desk shows it: all of it computed from what is recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from exam.domain.attempt import CLOSED, OPEN, AttemptState
from exam.domain.timing import NOTHING, Timing, state_at

UNSTEADY_AFTER, WEAK_AFTER, LOST_AFTER = (timedelta(seconds=seconds) for seconds in (5, 10, 15))
"""How long nothing was heard of a page that speaks every few seconds."""
LEFT_LOBBY_AFTER = timedelta(seconds=75)
"""The lobby of somebody who waits speaks every half minute."""
CODE_LENGTH = 8
PIN_LENGTH = 6


class Place(StrEnum):
    """Where somebody is, or what became of them."""

    NOT_HERE = "not_here"
    AT_DOOR = "at_door"
    RELEASED = "released"
    LATE = "late"
    ABSENT = "absent"
    WRITING = "writing"
    LOST = "lost"
    PAUSED = "paused"
    RESTING = "resting"
    HANDED_IN = "handed_in"
    VOIDED = "voided"


class Connection(StrEnum):
    """When the server last heard of the page of somebody who is at it."""

    STEADY = "steady"
    UNSTEADY = "unsteady"
    WEAK = "weak"
    LOST = "lost"


class DeskAction(StrEnum):
    """What those who watch a sitting can do for some of its candidates, beside changing their time."""

    RELEASE = "release"
    TAKE_BACK = "take_back"
    MOVE_DEVICE = "move_device"
    END = "end"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is known of one candidate of a sitting; `state` is None until the attempt was started."""

    entry_id: UUID
    seat: int
    released_at: datetime | None
    heard_at: datetime | None
    saved_at: datetime | None
    state: AttemptState | None
    timing: Timing | None
    answered: int

    def state_at(self, now: datetime) -> AttemptState | None:
        """The state as every reader sees it."""
        if self.state is None or self.timing is None:
            return self.state
        return state_at(self.state, self.timing, now)

    def quiet_for(self, now: datetime) -> timedelta | None:
        """How long nothing was heard, by a save or otherwise; None where nothing ever was."""
        heard = [moment for moment in (self.heard_at, self.saved_at) if moment is not None]
        return max(now - max(heard), NOTHING) if heard else None

    def connection(self, now: datetime) -> Connection | None:
        """How well the page is connected; None where no page should be."""
        if self.state_at(now) not in OPEN:
            return None
        quiet = self.quiet_for(now)
        if quiet is None or quiet >= LOST_AFTER:
            return Connection.LOST
        if quiet >= WEAK_AFTER:
            return Connection.WEAK
        return Connection.UNSTEADY if quiet >= UNSTEADY_AFTER else Connection.STEADY

    def remaining(self, now: datetime) -> timedelta | None:
        """The time left to somebody who is at it."""
        return self.timing.remaining(now) if self.timing and self.state_at(now) in OPEN else None

    def ends_at(self, now: datetime) -> datetime | None:
        """When the time of somebody is over whose clock goes."""
        return self.timing.deadline if self.timing and self.state_at(now) is AttemptState.IN_PROGRESS else None

    def place(self, *, starts_at: datetime, absent_at: datetime, now: datetime) -> Place:
        """Where they are."""
        state = self.state_at(now)
        if state is None:
            return self._before(starts_at, absent_at, now)
        if state in CLOSED:
            return Place.HANDED_IN
        if state is AttemptState.PAUSED:
            return Place.RESTING if self.timing and self.timing.resumes_at else Place.PAUSED
        if state is AttemptState.VOIDED:
            return Place.VOIDED
        return Place.LOST if self.connection(now) is Connection.LOST else Place.WRITING

    def _before(self, starts_at: datetime, absent_at: datetime, now: datetime) -> Place:
        if now > absent_at:
            return Place.ABSENT
        quiet = self.quiet_for(now)
        if self.released_at is not None:
            return Place.RELEASED
        if quiet is not None and quiet < LEFT_LOBBY_AFTER:
            return Place.AT_DOOR
        return Place.LATE if now > starts_at else Place.NOT_HERE


def code_of(entry_id: UUID) -> str:
    """The short number of an admission ticket, under which the desk finds it: it proves nothing, so it is no secret."""
    return entry_id.hex[:CODE_LENGTH].upper()


def is_pin(words: str) -> bool:
    """Whether this is what a candidate says at the door: six digits, which no seat has."""
    plain = _plain(words)
    return len(plain) == PIN_LENGTH and plain.isascii() and plain.isdigit()


def is_meant(words: str, *, entry_id: UUID, seat: int, name: str, pin: str) -> bool:
    """Whether somebody is meant by what was read from a ticket, keyed in or searched for.

    That is its code, the code that the candidate says, a seat, a name.
    """
    if str(entry_id) in words.casefold():
        return True
    plain = _plain(words)
    if is_pin(words):
        return plain == pin
    if plain.upper() == code_of(entry_id) or plain == str(seat):
        return True
    return bool(plain) and not plain.isdigit() and plain in name.casefold().replace(" ", "")


def _plain(words: str) -> str:
    return words.casefold().replace(" ", "").replace("-", "")
