"""When one may come to a sitting and go: as the scheme has it, or as the sitting says."""

import json
import re
from datetime import datetime, timedelta

import pytest

from storage.transaction import transaction
from tests.support.clocks import agrees, minutes_left
from tests.support.exam_room import entry, hands_in, saves, state_of

HALF_AN_HOUR = timedelta(minutes=30)
AS_THE_SCHEME_HAS_IT = {
    "door_opens_at": None, "latest_start_at": None, "absent_after": None, "hand_in_after": None, "window": None,
}  # fmt: skip


def sitting_of(app, sitting_id):
    from exam.queries.sittings import sitting_row

    with app.app_context():
        return sitting_row(sitting_id)


def sweeps(app, the_clock):
    from exam.services.sweeping import sweep

    with app.app_context(), transaction():
        sweep(now=the_clock.now)


def test_a_sitting_that_says_nothing_is_as_the_scheme_has_it(app, exam_room, candidate):
    row = sitting_of(app, exam_room.holds(candidate, **AS_THE_SCHEME_HAS_IT))

    offsets = (row.door_opens_at, row.latest_start_at, row.absent_at, row.hand_in_from)
    assert [(moment - row.starts_at) // timedelta(minutes=1) for moment in offsets] == [-30, 25, 30, 30]
    assert row.closes_at is None


@pytest.mark.parametrize(
    ("late_by", "starts"),
    [
        pytest.param(timedelta(), True, id="on time"),
        pytest.param(timedelta(minutes=25), True, id="at the last moment"),
        pytest.param(timedelta(minutes=25, seconds=1), False, id="a second later"),
    ],
)
def test_nobody_is_let_in_after_the_latest_start(exam_room, candidate, late_by, starts):
    exam_room.holds(candidate, **AS_THE_SCHEME_HAS_IT)
    exam_room.the_clock.moves_on(seconds=late_by.total_seconds())

    answer = candidate.post(f"/attempts/of/{exam_room.entries[candidate.id]}", {"ready": "y"})

    assert (answer.status_code == 201) is starts


def test_nobody_hands_in_before_the_time_and_nothing_is_lost_by_trying(exam_room, candidate, the_clock):
    exam_room.holds(candidate, hand_in_after=30)
    attempt = exam_room.starts(candidate)
    the_clock.moves_on(minutes=29, seconds=59)

    early = hands_in(candidate, attempt, entry(1))
    assert (early.status_code, early.json["code"]) == (409, "too_early_to_hand_in")
    assert state_of(candidate, attempt)["state"] == "in_progress"
    assert saves(candidate, attempt, entry(1)).status_code == 200
    the_clock.moves_on(seconds=1)
    assert hands_in(candidate, attempt, entry(1)).status_code == 200


def test_whose_time_is_over_hands_in_whatever_the_hour(exam_room, candidate, the_clock):
    exam_room.holds(candidate, hand_in_after=30, minutes=20)
    attempt = exam_room.starts(candidate)
    the_clock.moves_on(minutes=20)

    assert hands_in(candidate, attempt, entry(1)).status_code == 200


@pytest.mark.parametrize(("window", "minutes"), [("start_only", 90), ("caps_end", 70)])
def test_r01_who_starts_late_is_told_before_when_the_time_is_over_and_it_is_so(
    app, exam_room, candidate, the_clock, window, minutes
):
    from schemes.domain.scheme import Window

    exam_room.holds(candidate, window=Window(window))
    the_clock.moves_on(minutes=20)
    lobby = candidate.get(f"/entries/{exam_room.entries[candidate.id]}?lang=en").text
    attempt = exam_room.starts(candidate)

    due = datetime.fromisoformat(state_of(candidate, attempt)["deadline"])
    assert minutes_left(candidate, attempt) == minutes
    local = due + timedelta(hours=8)
    assert f"If you start now, your time is over at {local.day} March 2026, {local:%H:%M}" in lobby.replace("\xa0", " ")
    assert ("has the full time" in lobby) is (window == "start_only")
    assert agrees(app, attempt)


def test_who_does_not_come_is_noted_as_absent_once_and_told(
    app, exam_room, candidate, other_candidate, invigilator, the_clock
):
    from exam.queries.entries import entry_row

    exam_room.holds(candidate, other_candidate, absent_after=40)
    exam_room.starts(candidate)

    def since(person):
        with app.app_context():
            return entry_row(exam_room.entries[person.id]).absent_since

    the_clock.moves_on(minutes=40)
    sweeps(app, the_clock)
    assert since(other_candidate) is None
    the_clock.moves_on(seconds=1)
    for _ in range(2):
        sweeps(app, the_clock)

    assert since(other_candidate) == the_clock.now - timedelta(seconds=1)
    assert since(candidate) is None
    assert other_candidate.get("/notices").text.count("您缺考了") == 1
    assert "缺考" in invigilator.get(f"/sittings/{exam_room.sitting_id}/desk").text


def test_absence_does_not_come_before_the_latest_start(app, exam_room, candidate):
    from kernel.errors import Refused

    with pytest.raises(Refused) as refused:
        exam_room.holds(candidate, absent_after=29)
    assert [each.code for each in refused.value.refusals] == ["absent_before_latest_start"]


def test_nobody_can_start_when_the_time_is_over_for_everybody(exam_room, candidate):
    from kernel.errors import Refused
    from schemes.domain.scheme import Window

    with pytest.raises(Refused) as refused:
        exam_room.holds(candidate, window=Window.CAPS_END, minutes=30)
    assert [each.code for each in refused.value.refusals] == ["latest_start_after_end"]
    exam_room.holds(candidate, window=Window.CAPS_END, minutes=31)
    assert exam_room.starts(candidate)


def test_the_button_brings_the_paper_itself_and_leads_there_when_it_is_pressed_again(exam_room, candidate):
    exam_room.holds(candidate)
    button = f"/attempts/of/{exam_room.entries[candidate.id]}"

    first, again = (candidate.post(button, {"ready": "y"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 302)
    assert first.location == again.location
    assert (first.headers["Cache-Control"], first.mimetype) == ("no-store", "text/html")
    here, there = (
        json.loads(re.search(r'id="paper">(.*?)</script>', page)[1])
        for page in (first.text, candidate.get(first.location).text)
    )
    assert here == there
    assert here["urls"]["paper"] == first.location
    assert here["questions"]
