"""The audit log is a chain: each entry carries the hash of the one before, so no entry can change unnoticed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

GENESIS = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who did what to which thing when; `number` counts from 1 without gaps."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, object]
    previous: str
    hash: str


def entry_hash(
    *, number: int, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, object], previous: str
) -> str:
    """SHA-256 (hex) over the canonical JSON of an entry and the hash of its predecessor."""
    facts = [number, at.astimezone(UTC).isoformat(), actor, action, subject, detail, previous]
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(entries: Iterable[Entry], witnessed: Mapping[int, str] = MappingProxyType({})) -> int | None:
    """The number of the first entry that is missing, moved or changed; None where the chain is whole.

    A chain alone cannot show that its last entries were cut off, or that all of it was written anew: `witnessed` are
    the hashes of entries, by number, as somebody else remembers them.
    """
    previous, expected = GENESIS, 0
    for expected, entry in enumerate(entries, start=1):
        proper = entry_hash(
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            detail=entry.detail,
            previous=previous,
        )
        remembered = witnessed.get(expected, entry.hash)
        if entry.number != expected or entry.previous != previous or not proper == entry.hash == remembered:
            return expected
        previous = entry.hash
    return expected + 1 if max(witnessed, default=0) > expected else None
