"""What others may hear of messages."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NoticeWritten:
    """A person has a new notice, which should reach them by mail too."""

    notice_id: UUID
