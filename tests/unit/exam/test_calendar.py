"""What candidates' own calendars are told."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from exam.services.calendar import Appointment, written
from kernel.words import Words

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai."""
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def appointment(**chosen):
    return Appointment(
        **{
            "uid": "one@example.org",
            "sequence": 0,
            "is_cancelled": False,
            "title": Words("理论知识考试", "Theory examination"),
            "place": "机房 101；二楼, 左侧",
            "zone": "Asia/Shanghai",
            "door_opens_at": NINE - timedelta(minutes=30),
            "starts_at": NINE,
            "minutes": 90,
            "link": "https://example.org/entries/one",
            **chosen,
        }
    )


def read(file):
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/St_Johns"])
def host_zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_r10_a_calendar_hears_the_same_wherever_the_server_stands(host_zone):
    file = written(appointment(), now=NOW)
    calendar, event = read(file)

    assert b"DTSTART;TZID=Asia/Shanghai:20260309T090000" in file
    assert b"DURATION:PT1H30M" in file
    assert b"DTSTAMP:20260302T010000Z" in file
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert "08:30 开始入场，09:00 开考" in event["DESCRIPTION"]
    assert event["LOCATION"] == "机房 101；二楼, 左侧"


@pytest.mark.parametrize(
    ("starts_at", "door", "starts"),
    [
        pytest.param(datetime(2026, 3, 8, 5, 0, tzinfo=UTC), "01:00", "01:30", id="across the gap"),
        pytest.param(datetime(2026, 11, 1, 3, 0, tzinfo=UTC), "00:00", "00:30", id="across the fold"),
    ],
)
def test_r10_the_time_is_as_long_as_it_should_be_when_the_clocks_are_changed(host_zone, starts_at, door, starts):
    file = written(
        appointment(zone="America/St_Johns", starts_at=starts_at, door_opens_at=starts_at - timedelta(minutes=30)),
        now=NOW,
    )
    _, event = read(file)

    assert event.start.astimezone(UTC) == starts_at
    assert event["DURATION"].dt == timedelta(minutes=90)
    assert f"The door opens at {door}, the start is at {starts}" in event["DESCRIPTION"]


def test_a_sitting_called_off_is_taken_out_of_the_calendar_under_the_same_name():
    _, before = read(written(appointment(), now=NOW))
    _, after = read(written(appointment(sequence=1, is_cancelled=True), now=NOW))

    assert before["UID"] == after["UID"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert [len(event.walk("VALARM")) for event in (before, after)] == [1, 0]
