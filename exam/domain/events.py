"""What others may hear from the exam room."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AttemptHandedIn:
    """An attempt is closed, by its candidate or by time, and can be marked."""

    attempt_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class LateAnswersCounted:
    """Answers that came by a file after the end of an attempt count by a registrar's decision."""

    attempt_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SittingChanged:
    """A sitting that people have entered is held at another time or place, or not at all: said in both languages."""

    sitting_id: UUID
    change_zh: str
    change_en: str
    at: datetime
