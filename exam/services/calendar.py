"""The file by which a candidate's own calendar learns of a sitting, and later of what changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event
from icalendar.enums import STATUS

import schemes.queries
from exam.domain.entry import EntryState
from exam.domain.sitting import SittingState
from exam.models.sittings import Entry
from exam.services.allowing import allowance_of
from exam.services.telling import place_of
from kernel.words import Words

REMINDED = timedelta(days=1)
"""How long before the start the calendar reminds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What a calendar should know. The same `uid` with a higher `sequence` replaces what it knew before."""

    uid: str
    sequence: int
    is_cancelled: bool
    title: Words
    place: str
    zone: str
    door_opens_at: datetime
    starts_at: datetime
    minutes: int
    link: str


def calendar_file(entry: Entry, address: str, *, now: datetime) -> bytes:
    """The sitting as an iCalendar file in both languages; `address` is where the platform is reached."""
    sitting = entry.sitting
    scheme = schemes.queries.version(sitting.scheme_version_id)
    level = scheme.level(sitting.level)
    component = level.components[sitting.component].title
    is_cancelled = sitting.state is SittingState.CANCELLED or entry.state is not EntryState.SEATED
    return written(
        Appointment(
            uid=f"{entry.calendar_id}@{urlsplit(address).hostname}",
            sequence=sitting.revision + entry.revision,
            is_cancelled=is_cancelled,
            title=Words(
                f"{component.zh} · {scheme.title.zh} {level.title.zh}",
                f"{component.en} · {scheme.title.en}, {level.title.en}",
            ),
            place=place_of(entry),
            zone=scheme.zone,
            door_opens_at=sitting.door_opens_at,
            starts_at=sitting.starts_at,
            minutes=allowance_of(entry).total,
            link=f"{address}/entries/{entry.id}",
        ),
        now=now,
    )


def written(appointment: Appointment, *, now: datetime) -> bytes:
    """The appointment in the form of RFC 5545, with the rules of its time zone.

    A duration and no end: an end on the wall could lie in the hour that comes twice when summer time ends.
    """
    zone = ZoneInfo(appointment.zone)
    starts, door = appointment.starts_at.astimezone(zone), appointment.door_opens_at.astimezone(zone)
    offset = f"{starts:%z}"[:3] + ":" + f"{starts:%z}"[3:]
    event = Event.new(
        uid=appointment.uid,
        sequence=appointment.sequence,
        stamp=now,
        summary=f"{appointment.title.zh} / {appointment.title.en}",
        location=appointment.place,
        start=starts,
        status=STATUS.CANCELLED if appointment.is_cancelled else STATUS.CONFIRMED,
        description=(
            f"{door:%H:%M} 开始入场，{starts:%H:%M} 开考，考试时间 {appointment.minutes} 分钟（UTC{offset}）。\n"
            f"The door opens at {door:%H:%M}, the start is at {starts:%H:%M}, "
            f"the time is {appointment.minutes} minutes (UTC{offset}).\n{appointment.link}"
        ),
    )
    event.add("duration", timedelta(minutes=appointment.minutes))
    event.add("url", appointment.link)
    if not appointment.is_cancelled:
        event.add_component(_reminder(appointment.title))
    file = Calendar.new(method="PUBLISH", subcomponents=[event])
    file.add_missing_timezones()
    return bytes(file.to_ical())


def _reminder(title: Words) -> Alarm:
    alarm = Alarm.new(description=f"{title.zh} / {title.en}")
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMINDED)
    return alarm
