"""Continuous years of work: stretches of employment, the gaps they survive, and when their years are complete."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import accumulate

from eligibility.domain.evidence import Employment
from kernel.dates import years_after

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Unbroken work from its first day up to `reaches`, the day after its last one, as read on some day."""

    start: date
    reaches: date
    periods: tuple[Employment, ...]

    def after(self, day: date) -> "Stretch | None":
        """The part from this day on; None where nothing is left."""
        start = max(self.start, day)
        return Stretch(start=start, reaches=self.reaches, periods=self.periods) if start < self.reaches else None

    def has(self, years: int) -> bool:
        """Whether so many years are complete."""
        complete = years_complete(self.start, years)
        return complete is not None and complete <= self.reaches

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.reaches - self.start

    @property
    def years_and_months(self) -> tuple[int, int]:
        """The whole years and the whole months beyond them."""
        months = (self.reaches.year - self.start.year) * 12 + self.reaches.month - self.start.month
        if self.reaches.day < self.start.day:
            months -= 1
        return divmod(max(months, 0), 12)


def stretches(periods: Iterable[Employment], on: date, gap_days: int) -> tuple[Stretch, ...]:
    """The unbroken stretches of these periods as read on a day.

    What begins later does not count; a gap of up to `gap_days` whole days is bridged and counts; overlaps merge.
    """
    begun = sorted((period for period in periods if period.start <= on), key=lambda period: period.start)
    groups: list[list[Employment]] = []
    last_day = date.min
    for period in begun:
        if groups and (period.start - last_day).days - 1 <= gap_days:
            groups[-1].append(period)
            last_day = max(last_day, _last_day(period, on))
        else:
            groups.append([period])
            last_day = _last_day(period, on)
    return tuple(
        Stretch(start=group[0].start, reaches=max(_reach(period, on) for period in group), periods=tuple(group))
        for group in groups
    )


def fewest(
    periods: Iterable[Employment], *, begins: date, years: int, on: date, gap_days: int
) -> tuple[Employment, ...]:
    """As few of these periods as suffice for the years, counted from `begins` on; empty where all do not suffice.

    From each period the chain goes on with the one that lasts longest among those that begin before it would break.
    """
    begun = sorted((period for period in periods if period.start <= on), key=lambda period: period.start)
    starts = [period.start.toordinal() for period in begun]
    ends = [_last_day(period, on).toordinal() for period in begun]
    longest = list(accumulate(range(len(begun)), partial(max, key=ends.__getitem__)))
    best: tuple[Employment, ...] = ()
    for first, period in enumerate(begun):
        complete = years_complete(max(period.start, begins), years)
        chain = [first]
        while complete is not None and _reach(begun[chain[-1]], on) < complete:
            last = ends[chain[-1]]
            following = longest[bisect_right(starts, last + gap_days + 1) - 1]
            if ends[following] <= last:
                break
            chain.append(following)
        else:
            if complete is not None and (not best or len(chain) < len(best)):
                best = tuple(begun[index] for index in chain)
    return best


def years_complete(start: date, years: int) -> date | None:
    """The day on which so many years from `start` are complete; None beyond the calendar."""
    try:
        return years_after(start, years)
    except ValueError:
        return None


def _last_day(period: Employment, on: date) -> date:
    return on if period.end is None or period.end > on else period.end


def _reach(period: Employment, on: date) -> date:
    """The day after the last day worked, never past the day of reading."""
    return on if period.end is None or period.end >= on else period.end + A_DAY
