"""A candidate's dates on one line: what happened, what counts until when, and what will be possible from when on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kernel.words import Words

MOST_TICKS = 6
"""So many years can be written under the line on a phone."""
FULL = Decimal(100)


class Event(StrEnum):
    """What a date is about."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    TURNED_DOWN = "turned_down"
    SITTING = "sitting"
    SCORE = "score"
    SCORE_OVER = "score_over"
    CERTIFICATE = "certificate"
    CERTIFICATE_OVER = "certificate_over"
    MAY_APPLY = "may_apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that holds on a day, or from one day through another; `about` is the level or the component."""

    event: Event
    about: Words
    since: date
    until: date | None = None

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until or self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The lines in the order of their days, and where each day stands between the first year and the last."""

    today: date
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, lines: Iterable[Line], today: date) -> "Timeline":
        """The lines sorted."""
        return cls(today=today, lines=tuple(sorted(lines, key=lambda line: (line.since, line.last, line.event))))

    @property
    def begins(self) -> date:
        """The first day of the year of the earliest date."""
        return date(min(self.today, *(line.since for line in self.lines), self.today).year, 1, 1)

    @property
    def ends(self) -> date:
        """The first day of the year after the latest date."""
        return date(max(self.today, *(line.last for line in self.lines), self.today).year + 1, 1, 1)

    @property
    def years(self) -> tuple[int, ...]:
        """The years to write under the line, not more than fit."""
        first, last = self.begins.year, self.ends.year
        step = -(-(last - first) // MOST_TICKS)
        return tuple(range(first, last, step))

    def place(self, day: date) -> Decimal:
        """Where a day stands, in percent of the whole."""
        whole = (self.ends - self.begins).days
        return (FULL * (day - self.begins).days / whole).quantize(Decimal("0.01"))

    def place_of_year(self, year: int) -> Decimal:
        """Where a year begins."""
        return self.place(date(year, 1, 1))

    def length(self, line: Line) -> Decimal:
        """How long a line is, in percent of the whole; its last day counts."""
        return self.place(line.last) - self.place(line.since)
