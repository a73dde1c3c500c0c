"""Days and moments in the reader's form, always with their zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_datetime

from web.language import language

ZONE = "Asia/Shanghai"
PATTERNS = {"zh": "y年M月d日", "en": "d MMMM y"}
"""How a day is written; a moment begins with it."""


def day(value: date) -> str:
    """A calendar day in the reader's form."""
    return format_date(value, PATTERNS[language()])


def moment(value: datetime, zone: str = ZONE) -> str:
    """A moment as the clock on the wall of `zone` shows it, and which zone that is."""
    local = value.astimezone(ZoneInfo(zone))
    pattern = PATTERNS[language()] + (" HH:mm" if language() == "zh" else ", HH:mm")
    offset = local.strftime("%z")
    return f"{format_datetime(local, pattern, rebase=False)} (UTC{offset[:3]}:{offset[3:]})"


def clock_time(value: datetime, zone: str = ZONE) -> str:
    """Hours, minutes and seconds on the wall of `zone`."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")
