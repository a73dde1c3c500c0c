"""The code that a candidate says at the door; it follows from the entry and LOOKUP_KEY, and is stored nowhere."""

from uuid import UUID

from exam.domain.desk import PIN_LENGTH
from storage.sealing import fingerprint


def pin_of(entry_id: UUID) -> str:
    """Six digits that nobody finds out without the key."""
    return f"{int(fingerprint(str(entry_id), of='door code'), 16) % 10**PIN_LENGTH:0{PIN_LENGTH}}"
