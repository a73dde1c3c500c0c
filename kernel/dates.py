"""Calendar arithmetic as certification rules read it."""

from calendar import isleap, month_name, monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kernel.words import Words

FEBRUARY, LEAP_DAY = 2, 29
MONTHS = 12


def years_after(day: date, years: int) -> date:
    """The same month and day `years` later (negative: earlier); 29 February becomes 28 February in a common year."""
    year = day.year + years
    if (day.month, day.day) == (FEBRUARY, LEAP_DAY) and not isleap(year):
        return date(year, FEBRUARY, LEAP_DAY - 1)
    return day.replace(year=year)


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; where that month is shorter, its last day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of an aware moment in a scheme's time zone, for example "Asia/Shanghai"."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_in_words(day: date) -> Words:
    """A day as people write it: 2026年4月1日, 1 April 2026."""
    return Words(zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {month_name[day.month]} {day.year}")
