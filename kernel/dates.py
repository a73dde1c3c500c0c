"""Calendar arithmetic as certification rules read it."""

from calendar import isleap
from datetime import date, datetime
from zoneinfo import ZoneInfo

FEBRUARY, LEAP_DAY = 2, 29


def years_after(day: date, years: int) -> date:
    """The same month and day `years` later (negative: earlier); 29 February becomes 28 February in a common year."""
    year = day.year + years
    if (day.month, day.day) == (FEBRUARY, LEAP_DAY) and not isleap(year):
        return date(year, FEBRUARY, LEAP_DAY - 1)
    return day.replace(year=year)


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of an aware moment in a scheme's time zone, for example "Asia/Shanghai"."""
    return moment.astimezone(ZoneInfo(zone)).date()
