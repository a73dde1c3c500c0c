"""The lobby before the examination: how long it still is, what changes meanwhile, the calendar, the check of the device."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from storage.transaction import transaction
from tests.support.exam_room import admit, enter, plan_sitting


@pytest.fixture
def lobby(app, candidate, the_clock):
    """The address of the candidate's entry to a sitting in three hours, whose door opens half an hour before."""
    with app.app_context(), transaction():
        admit(candidate.id, the_clock.now)
        [entry_id] = enter(plan_sitting(the_clock.now), [candidate.id], the_clock.now)
    return f"/entries/{entry_id}"


def change(app, lobby, work):
    from exam.queries.entries import entry_row

    with app.app_context(), transaction():
        work(entry_row(UUID(lobby.rsplit("/", 1)[-1])))


def test_r21_the_lobby_is_told_how_long_it_is_by_the_servers_clock(candidate, lobby, the_clock):
    told = candidate.get(f"/api{lobby}/lobby").json

    assert timedelta(milliseconds=told["remaining_ms"]) == timedelta(hours=2, minutes=30)
    assert datetime.fromisoformat(told["server_time"]) == the_clock.now
    assert f'data-edition="{told["edition"]}"' in candidate.get(lobby).text
    the_clock.moves_on(hours=2, minutes=30)
    assert candidate.get(f"/api{lobby}/lobby").json["remaining_ms"] == 30 * 60 * 1000


def test_r21_what_changes_meanwhile_makes_another_edition(app, candidate, lobby, the_clock):
    from exam.services.entering import grant_extra_time
    from exam.services.planning import cancel
    from kernel.actor import PLATFORM

    def edition():
        return candidate.get(f"/api{lobby}/lobby").json["edition"]

    seen = [edition()]
    change(app, lobby, lambda entry: grant_extra_time(entry, 30, actor=PLATFORM, now=the_clock.now))
    seen.append(edition())
    the_clock.moves_on(hours=2, minutes=30)
    seen.append(edition())
    change(app, lobby, lambda entry: cancel(entry.sitting, actor=PLATFORM, now=the_clock.now))
    seen.append(edition())

    assert len(set(seen)) == 4


def test_the_calendar_file_names_the_sitting_and_the_way_back(app, candidate, lobby):
    answer = candidate.get(f"{lobby}/calendar.ics")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")

    assert answer.mimetype == "text/calendar"
    assert "examination.ics" in answer.headers["Content-Disposition"]
    assert event["UID"].startswith(lobby.rsplit("/", 1)[-1])
    assert event["URL"] == app.config["BASE_URL"] + lobby
    assert "Theory examination" in event["SUMMARY"]
    assert event["DURATION"].dt == timedelta(minutes=90)


def test_a_calendar_is_told_again_when_the_sitting_is_called_off(app, candidate, lobby, the_clock):
    from exam.services.planning import cancel
    from kernel.actor import PLATFORM

    (before,) = Calendar.from_ical(candidate.get(f"{lobby}/calendar.ics").data).walk("VEVENT")
    change(app, lobby, lambda entry: cancel(entry.sitting, actor=PLATFORM, now=the_clock.now))
    (after,) = Calendar.from_ical(candidate.get(f"{lobby}/calendar.ics").data).walk("VEVENT")

    assert after["UID"] == before["UID"]
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize("what", ["", "/calendar.ics"], ids=["lobby", "calendar"])
def test_nobody_else_finds_the_lobby_or_its_calendar(other_candidate, registrar, lobby, what):
    assert other_candidate.get(f"{lobby}{what}").status_code == 404
    assert registrar.get(f"{lobby}{what}").status_code == 404
    assert other_candidate.get(f"/api{lobby}/lobby").status_code == 404


def test_the_check_of_the_device_is_for_candidates(candidate, registrar, visitor, the_clock):
    assert "Check this device" in candidate.get("/exams/check?lang=en").text
    assert datetime.fromisoformat(candidate.get("/api/clock").json["server_time"]) == the_clock.now
    assert registrar.get("/exams/check").status_code == 403
    assert visitor.get("/api/clock").status_code in {302, 401}
