"""What is written down of a sitting while it goes on: an entry is never changed, a later one corrects it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

FRESH_FOR = timedelta(minutes=30)
"""How long somebody stands on top of the desk for what happened, unless a later entry answers it."""
LONGEST_TEXT = 1000


class IncidentKind(StrEnum):
    """What kind of thing happened."""

    LATE = "late"
    DISTURBANCE = "disturbance"
    SUSPECTED_AID = "suspected_aid"
    TECHNICAL = "technical"
    MEDICAL = "medical"
    EVACUATION = "evacuation"
    NOTE = "note"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One entry of the log. `follows` is the number of the entry that it corrects or answers.

    Without `entry_id` it concerns everybody; without `reporter_id` the platform itself has noticed it.
    """

    number: int
    sitting_id: UUID
    entry_id: UUID | None
    kind: IncidentKind
    text: str
    happened_at: datetime
    recorded_at: datetime
    reporter_id: UUID | None
    follows: int | None


def followed_by(incidents: Iterable[Incident]) -> dict[int, tuple[int, ...]]:
    """The numbers of the entries that correct or answer each of those that have such."""
    found: dict[int, tuple[int, ...]] = {}
    for incident in incidents:
        if incident.follows is not None:
            found[incident.follows] = (*found.get(incident.follows, ()), incident.number)
    return found


def unsettled(incidents: Iterable[Incident], now: datetime) -> dict[UUID, Incident]:
    """The newest fresh entry about each candidate that no other answers; notes are for reading, not for acting."""
    known = tuple(incidents)
    answered = followed_by(known)
    return {
        incident.entry_id: incident
        for incident in sorted(known, key=lambda one: one.number)
        if incident.entry_id is not None
        and incident.follows is None
        and incident.kind is not IncidentKind.NOTE
        and incident.number not in answered
        and now - incident.recorded_at < FRESH_FOR
    }
