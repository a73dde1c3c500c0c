"""What was granted to a person holds in every sitting: the same deadline on every surface, pinned at the start."""

import json
import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from kernel import clock
from storage.transaction import transaction
from tests.support.accommodations import CANARY, is_granted
from tests.support.exam_room import admit, enter, entry, plan_sitting, saves, state_of

TODAY = date(2026, 3, 2)


@pytest.fixture
def grants(app, the_clock):
    """`grants(person, **measures)` grants from today on, through the services."""

    def grant(person, *, starts_on=TODAY, ends_on=None, **measures):
        with app.app_context(), transaction():
            return is_granted(person.id, the_clock.now, starts_on=starts_on, ends_on=ends_on, **measures)

    return grant


def deadline_on_paper(person, attempt):
    page = person.get(f"/attempts/{attempt}").text
    return json.loads(
        unescape(re.search(r'<script type="application/json" id="paper">(.*?)</script>', page, re.DOTALL)[1])
    )


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.parametrize("component", ["theory", "case_study"])
def test_r03_extra_time_gives_one_deadline_on_every_surface(app, exam_room, candidate, invigilator, grants, component):
    from exam.queries.attempts import attempt as attempt_facts

    grants(candidate, extra_percent=25, large_print=True)
    exam_room.holds(candidate, component=component)
    minutes = {"theory": 90, "case_study": 120}[component]
    in_all = minutes + {"theory": 23, "case_study": 30}[component]
    lobby = candidate.get(f"/entries/{exam_room.entries[candidate.id]}")
    assert f"您有{in_all}分钟，而不是{minutes}分钟" in lobby.text
    english = candidate.get(f"/entries/{exam_room.entries[candidate.id]}?lang=en").text
    assert f"You have {in_all} minutes instead of {minutes}." in english
    assert "Large print: the paper opens in large type." in english

    attempt = exam_room.starts(candidate)

    due = exam_room.the_clock.now + timedelta(minutes=in_all)
    paper, state = deadline_on_paper(candidate, attempt), state_of(candidate, attempt)
    assert datetime.fromisoformat(paper["deadline"]) == due
    assert datetime.fromisoformat(state["deadline"]) == due
    assert paper["remaining_ms"] == state["remaining_ms"] == in_all * 60_000
    assert paper["text_size"] == 1.5
    with app.app_context():
        assert attempt_facts(attempt, clock.now()).deadline == due
    desk = text_of(invigilator.get(f"/sittings/{exam_room.sitting_id}/desk?lang=en"))
    assert f"{due.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M:%S}" in desk
    assert f"{in_all - minutes} extra minutes" in desk
    assert "large print" in desk


def test_answers_count_until_the_deadline_that_was_granted(exam_room, candidate, grants):
    grants(candidate, extra_percent=25)
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    exam_room.the_clock.moves_on(minutes=113)
    assert saves(candidate, attempt, entry(1)).status_code == 200
    exam_room.the_clock.moves_on(seconds=61)
    assert saves(candidate, attempt, entry(2)).json["code"] == "late"


def test_r02_the_deadline_counts_from_the_later_start(exam_room, candidate, grants):
    grants(candidate, extra_minutes=20)
    exam_room.holds(candidate)
    candidate.get(f"/entries/{exam_room.entries[candidate.id]}")
    exam_room.the_clock.moves_on(minutes=10)

    attempt = exam_room.starts(candidate)

    due = datetime.fromisoformat(state_of(candidate, attempt)["deadline"])
    assert due == exam_room.the_clock.now + timedelta(minutes=110)


def test_a_grant_after_entering_counts_and_the_lobby_looks_again(exam_room, candidate, grants):
    exam_room.holds(candidate)
    lobby = f"/api/entries/{exam_room.entries[candidate.id]}/lobby"
    before = candidate.get(lobby).json["edition"]

    grants(candidate, extra_percent=50)

    assert candidate.get(lobby).json["edition"] != before
    attempt = exam_room.starts(candidate)
    assert state_of(candidate, attempt)["remaining_ms"] == 135 * 60_000


def test_what_is_decided_while_somebody_writes_changes_nothing_of_their_paper(exam_room, candidate, grants):
    grants(candidate, extra_percent=10, large_print=True)
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    grants(candidate, extra_percent=50)

    assert state_of(candidate, attempt)["remaining_ms"] == 99 * 60_000
    assert deadline_on_paper(candidate, attempt)["text_size"] == 1.5


def test_the_day_of_the_sitting_decides(exam_room, candidate, other_candidate, grants):
    grants(candidate, extra_percent=25, ends_on=TODAY)
    grants(other_candidate, extra_percent=25, ends_on=TODAY + timedelta(days=2))
    exam_room.holds(candidate, other_candidate, starts_in=timedelta(days=2))
    exam_room.the_clock.moves_on(days=2, hours=-3)

    for person, minutes in ((candidate, 90), (other_candidate, 113)):
        person.signs_in()
        attempt = exam_room.starts(person)
        assert state_of(person, attempt)["remaining_ms"] == minutes * 60_000


def test_minutes_given_for_one_sitting_come_on_top(app, exam_room, candidate, grants):
    from exam.queries.entries import entry_row
    from exam.services.entering import grant_extra_time
    from kernel.actor import PLATFORM

    grants(candidate, extra_percent=10)
    exam_room.holds(candidate)
    with app.app_context(), transaction():
        grant_extra_time(entry_row(exam_room.entries[candidate.id]), 5, actor=PLATFORM, now=clock.now())

    attempt = exam_room.starts(candidate)

    assert state_of(candidate, attempt)["remaining_ms"] == 104 * 60_000


def test_staff_see_the_measures_of_each_candidate_and_never_why(
    exam_room, candidate, other_candidate, invigilator, registrar, grants
):
    grants(candidate, reader=True, break_minutes=15, extra_minutes=1)
    exam_room.holds(candidate, other_candidate)

    for person, page in ((invigilator, "/desk"), (registrar, "/desk"), (registrar, "")):
        shown = text_of(person.get(f"/sittings/{exam_room.sitting_id}{page}?lang=en"))
        assert "1 extra minute reader breaks: 15 minutes" in shown
        assert shown.count("extra minute") == 1
        assert CANARY not in shown


def test_who_has_no_accommodations_sees_nothing_of_them(exam_room, candidate):
    exam_room.holds(candidate)

    page = candidate.get(f"/entries/{exam_room.entries[candidate.id]}?lang=en").text

    assert "Granted to you" not in page
    assert "instead of" not in page
    attempt = exam_room.starts(candidate)
    assert deadline_on_paper(candidate, attempt)["text_size"] == 1.0


def test_the_officer_sees_for_whom_what_has_to_be_ready(
    app, exam_room, candidate, other_candidate, accommodations_officer, the_clock, grants
):
    grants(candidate, reader=True)
    with app.app_context(), transaction():
        sitting = plan_sitting(the_clock.now, starts_in=timedelta(days=3))
        for person in (candidate, other_candidate):
            admit(person.id, the_clock.now)
        enter(sitting, [candidate.id, other_candidate.id], the_clock.now)

    page = text_of(accommodations_officer.get("/sittings/accommodations?lang=en"))

    assert candidate.name in page
    assert other_candidate.name not in page
    assert "reader" in page
    assert "1 of them with a reader" in text_of(accommodations_officer.get("/?lang=en"))
    the_clock.moves_on(days=4)
    accommodations_officer.signs_in()
    assert "Nothing has to be prepared" in accommodations_officer.get("/sittings/accommodations?lang=en").text


def test_the_work_that_examiners_get_says_nothing_of_measures(app, exam_room, candidate, grants):
    from exam.queries.attempts import work

    grants(candidate, extra_percent=25, reader=True)
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)

    with app.app_context():
        told = repr(work(attempt, clock.now()))

    assert "reader" not in told
    assert "extra" not in told


@pytest.mark.parametrize(("extra", "both"), [(0, True), (45, False)])
def test_extra_time_counts_where_two_sittings_are_near(in_room, candidate, the_clock, extra, both):
    from kernel.errors import Refused

    def enters_two():
        admit(candidate.id, the_clock.now)
        first = plan_sitting(the_clock.now, starts_in=timedelta(days=2))
        second = plan_sitting(the_clock.now, "case_study", starts_in=timedelta(days=2, minutes=75))
        if extra:
            is_granted(candidate.id, the_clock.now, starts_on=the_clock.now.date(), extra_minutes=extra)
        enter(first, [candidate.id], the_clock.now)
        try:
            enter(second, [candidate.id], the_clock.now)
        except Refused as refused:
            return [refusal.code for refusal in refused.refusals] != ["entered_at_the_same_time"]
        return True

    assert in_room(enters_two) is both
