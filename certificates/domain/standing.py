"""Whether a certificate is in force: computed from what was recorded and the day that is asked about, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kernel.dates import local_date
from kernel.lifecycle import Lifecycle


class Standing(StrEnum):
    """What a stranger is told about a certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Status(StrEnum):
    """What the issuer decided about a certificate, whatever the clock says."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Move(StrEnum):
    """What the issuer may decide about a certificate."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"


CERTIFICATE = Lifecycle(
    of="a certificate",
    begins=Status.IN_FORCE,
    moves={
        (Status.IN_FORCE, Move.SUSPEND): Status.SUSPENDED,
        (Status.SUSPENDED, Move.REINSTATE): Status.IN_FORCE,
        (Status.IN_FORCE, Move.REVOKE): Status.REVOKED,
        (Status.SUSPENDED, Move.REVOKE): Status.REVOKED,
    },
)


class Decision(Protocol):
    """A move that the issuer made at a moment."""

    @property
    def move(self) -> Move:
        """What was decided."""

    @property
    def at(self) -> datetime:
        """From when on it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The first and the last day on which a certificate is in force, in the time zone of its scheme."""

    issued_on: date
    expires_on: date
    zone: str

    def has_passed(self, at: datetime) -> bool:
        """Whether the last day is over."""
        return local_date(at, self.zone) > self.expires_on

    def covers(self, day: date) -> bool:
        """Whether the day lies within, first and last day included."""
        return self.issued_on <= day <= self.expires_on


def status(decisions: Iterable[Decision], at: datetime) -> Status:
    """What the issuer's decisions up to a moment come to."""
    found = CERTIFICATE.begins
    for decision in sorted(decisions, key=lambda decision: decision.at):
        if decision.at <= at:
            found = CERTIFICATE.after(found, decision.move)
    return found


def standing(term: Term, decisions: Iterable[Decision], at: datetime) -> Standing:
    """A revocation outweighs everything; a certificate whose term has passed is expired even if it was suspended."""
    decided = status(decisions, at)
    if decided is Status.REVOKED:
        return Standing.REVOKED
    if term.has_passed(at):
        return Standing.EXPIRED
    return Standing.SUSPENDED if decided is Status.SUSPENDED else Standing.VALID
