"""An answer file holds what a browser could not send; what becomes of each entry depends on when it arrives here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from exam.domain.answer import Value

WRITER = "answer-file"
"""Who wrote what came by a file."""
TAKEN_FOR = timedelta(hours=24)
"""How long after the end a file is taken: time for a device to be repaired and brought, and little to make one up.

A file proves for which paper it was made, but not when it was written.
"""


class Fate(StrEnum):
    """What becomes of an entry: it counts at once, waits for a decision, or changes nothing."""

    COUNTS = "counts"
    LATE = "late"
    OVERTAKEN = "overtaken"
    KNOWN = "known"


UNDECIDED = frozenset({Fate.LATE, Fate.OVERTAKEN})
"""What a person has to decide on."""


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """The state of a slot as the browser kept it; `base` is what the server had when it was entered."""

    id: str
    slot: str
    value: Value
    base: Value | None
    order: int


def newest(entries: Sequence[KeptEntry]) -> list[KeptEntry]:
    """The last entry of each slot."""
    latest: dict[str, KeptEntry] = {}
    for entry in sorted(entries, key=lambda each: each.order):
        latest[entry.slot] = entry
    return list(latest.values())


def fate_of(entry: KeptEntry, stored: Mapping[str, Value], filed: Collection[str], *, in_time: bool) -> Fate:
    """Whether an entry counts. `stored` is what stands in the slots, `filed` which entries came by a file before.

    The browser's word on when it was entered is not asked: only what arrives in time is in time, and never in place of
    an answer that is newer.
    """
    there = stored.get(entry.slot)
    if entry.id in filed or there == entry.value:
        return Fate.KNOWN
    if not in_time:
        return Fate.LATE
    return Fate.COUNTS if there is None or there == entry.base else Fate.OVERTAKEN


def taken_until(ended_at: datetime, results_at: datetime | None) -> datetime:
    """Until when a file is taken: never once the results are out."""
    until = ended_at + TAKEN_FOR
    return until if results_at is None else min(until, results_at)
