"""What is announced to those who sit an examination."""

from dataclasses import dataclass
from datetime import datetime

from kernel.words import Words

LONGEST_ANNOUNCEMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One announcement; where it was written in one language only, both say the same."""

    number: int
    words: Words
    at: datetime
