"""How long one candidate has in one sitting, and what else was granted to them for it."""

from dataclasses import dataclass

from eligibility.domain.accommodation import Accommodation

NORMAL_TEXT, LARGE_TEXT = 1.0, 1.5
"""How large the paper's text opens; large print is 18 points instead of 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The minutes of the sitting, minutes given by hand for this sitting, and the accommodation of the person."""

    minutes: int
    given_minutes: int = 0
    accommodation: Accommodation | None = None

    @property
    def extra_minutes(self) -> int:
        """All that comes on top of the sitting's minutes."""
        granted = self.accommodation.minutes_on_top(self.minutes) if self.accommodation else 0
        return self.given_minutes + granted

    @property
    def total(self) -> int:
        """The minutes this candidate has."""
        return self.minutes + self.extra_minutes

    @property
    def text_size(self) -> float:
        """How large the text of the paper is at first."""
        return LARGE_TEXT if self.accommodation and self.accommodation.large_print else NORMAL_TEXT
