"""Planning, publishing and entering sittings."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.support.exam_room import admit, enter, plan_sitting


def at_utc(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.fixture
def planned(in_room, the_clock):
    return in_room(lambda: plan_sitting(the_clock.now))


def entries(in_room, sitting_id):
    from exam.queries.entries import seats_taken

    return in_room(lambda: seats_taken([sitting_id]).get(sitting_id, 0))


def test_an_admitted_candidate_finds_the_sitting_and_enters(candidate, in_room, the_clock, planned):
    in_room(lambda: admit(candidate.id, the_clock.now))
    assert f"/sittings/{planned}/entries" in candidate.get("/exams?lang=en").text

    answer = candidate.post(f"/sittings/{planned}/entries")

    assert answer.status_code == 302
    lobby = candidate.get(answer.location).text
    assert "Theory examination" in lobby
    assert "90 minutes" in lobby
    assert "60.00 / 100" in lobby or "60 / 100" in lobby
    assert entries(in_room, planned) == 1


def test_without_approval_a_direct_post_gets_no_entry(candidate, in_room, planned):
    assert f"/sittings/{planned}/entries" not in candidate.get("/exams").text

    answer = candidate.post(f"/sittings/{planned}/entries?lang=en")

    assert answer.status_code == 409
    assert "no approved application" in answer.text
    assert entries(in_room, planned) == 0


def test_an_unpublished_sitting_does_not_exist_for_candidates(candidate, in_room, the_clock):
    secret = in_room(lambda: plan_sitting(the_clock.now, publish=False))
    in_room(lambda: admit(candidate.id, the_clock.now))

    assert candidate.post(f"/sittings/{secret}/entries").status_code == 404
    assert candidate.post(f"/sittings/{uuid4()}/entries").status_code == 404


def test_nobody_enters_twice_nor_after_the_door_has_opened(candidate, other_candidate, in_room, the_clock, planned):
    in_room(lambda: [admit(person.id, the_clock.now) for person in (candidate, other_candidate)])
    candidate.post(f"/sittings/{planned}/entries")

    assert "already" in candidate.post(f"/sittings/{planned}/entries?lang=en").text
    the_clock.moves_on(hours=2, minutes=30)
    assert "Entries closed" in other_candidate.post(f"/sittings/{planned}/entries?lang=en").text
    assert entries(in_room, planned) == 1


def test_a_full_sitting_has_a_waiting_list(candidate, other_candidate, in_room, the_clock):
    small = in_room(lambda: plan_sitting(the_clock.now, capacity=1))
    in_room(lambda: [admit(person.id, the_clock.now) for person in (candidate, other_candidate)])
    in_room(lambda: enter(small, [candidate.id], the_clock.now))
    assert "Join the waiting list" in other_candidate.get("/exams?lang=en").text

    answer = other_candidate.post(f"/sittings/{small}/entries")

    assert answer.status_code == 302
    assert "You are number 1 on the waiting list" in other_candidate.get(f"{answer.location}?lang=en").text
    assert entries(in_room, small) == 1


def test_a22_candidates_plan_publish_and_watch_nothing(candidate, planned):
    for address in ("/sittings", "/sittings/new"):
        assert candidate.get(address).status_code == 403
    for address in (f"/sittings/{planned}", f"/sittings/{planned}/desk"):
        assert candidate.get(address).status_code == 404
    for address in ("publication", "forms", "cancellation"):
        assert candidate.post(f"/sittings/{planned}/{address}").status_code == 404
    assert candidate.post("/sittings", {"place": "x"}).status_code == 403


def plan_on_the_wall(**changed):
    return {
        "component": "csm-national|3|theory",
        "place": "机房 202",
        "door_opens_at": "2026-03-09T08:30",
        "starts_at": "2026-03-09T09:00",
        "latest_start_at": "2026-03-09T09:30",
        "minutes": "",
        "capacity": "25",
        **changed,
    }


WINDOW = {
    "address": "朝阳区建国路1号 B座",
    "entries_open_at": "2026-03-03T10:00",
    "entries_close_at": "2026-03-06T18:00",
    "withdraw_until": "2026-03-05T18:00",
}


@pytest.mark.parametrize("year", ["0001", "1969", "9999"])
def test_a35_a_sitting_in_a_year_that_cannot_be_meant_is_refused(registrar, year):
    moments = ("door_opens_at", "starts_at", "latest_start_at")

    answer = registrar.post("/sittings", plan_on_the_wall(**dict.fromkeys(moments, f"{year}-12-31T23:59")))

    assert answer.status_code == 422


def test_a_registrar_plans_publishes_and_prepares_a_sitting(registrar, candidate, in_room, run_jobs, the_clock):
    answer = registrar.post("/sittings", plan_on_the_wall())
    assert answer.status_code == 302
    address = answer.location
    page = registrar.get(f"{address}?lang=en").text
    assert "9 March 2026, 09:00 (UTC+08:00)" in page
    assert "90 minutes" in page

    assert registrar.post(f"{address}/publication").status_code == 302
    in_room(lambda: admit(candidate.id, the_clock.now))
    candidate.post(f"{address}/entries")
    assert registrar.post(f"{address}/forms").status_code == 302
    assert registrar.get(f"{address}/forms/progress").json == {"made": 0, "wanted": 3, "under_way": True}
    assert "0 of 3 papers are made." in registrar.get(f"{address}?lang=en").text
    run_jobs()
    assert registrar.get(f"{address}/forms/progress").json == {"made": 3, "wanted": 3, "under_way": False}
    page = registrar.get(f"{address}?lang=en").text
    assert "王小明" in page
    assert "Overview of customer service" in page
    assert registrar.get("/sittings").status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"place": ""}, "Place", id="no place"),
        pytest.param({"starts_at": "2026-02-01T09:00"}, "must lie in the future", id="in the past"),
        pytest.param({"door_opens_at": "2026-03-09T09:01"}, "door must open before", id="door after the start"),
        pytest.param({"latest_start_at": "2026-03-09T08:59"}, "must not be before", id="latest start too early"),
        pytest.param({"component": "csm-national|3|oral"}, "What is examined", id="no such component"),
        pytest.param({"capacity": "0"}, "Seats", id="no seats"),
        pytest.param({"entries_close_at": "2026-03-09T08:31"}, "before the door opens", id="entries after the door"),
        pytest.param({**WINDOW, "entries_open_at": "2026-03-06T18:00"}, "close after they open", id="never open"),
        pytest.param({"withdraw_until": "2026-03-09T09:01"}, "Withdrawal must end", id="withdrawal after the start"),
    ],
)
def test_a_plan_that_cannot_be_is_shown_again_with_what_is_wrong(registrar, changed, said):
    answer = registrar.post("/sittings?lang=en", plan_on_the_wall(**changed))

    assert answer.status_code == 422
    assert said in answer.text


def test_a_bank_that_is_too_thin_is_told_by_the_cell(registrar, in_room, the_clock):
    from kernel.actor import PLATFORM
    from question_bank.domain.kind import Kind
    from question_bank.domain.lifecycle import Move
    from question_bank.models import Version
    from question_bank.services.reviewing import note
    from storage.database import db

    def retire_multiple_choice_of_foundations():
        rows = db.session.query(Version).filter_by(function="foundations", kind=Kind.MULTIPLE_CHOICE).all()
        for row in rows:
            note(row, Move.RETIRE, actor=PLATFORM, reason="test", now=the_clock.now)

    in_room(retire_multiple_choice_of_foundations)
    sitting = in_room(lambda: plan_sitting(the_clock.now, publish=False))

    answer = registrar.post(f"/sittings/{sitting}/publication?lang=en")

    assert answer.status_code == 409
    assert "Foundations, Multiple choice, Understand needs 1 questions and has 0; 1 are lacking" in answer.text


def test_a_cancelled_sitting_tells_everybody_who_had_entered(registrar, candidate, in_room, the_clock, planned):
    from messages.services import notices_of

    in_room(lambda: admit(candidate.id, the_clock.now))
    candidate.post(f"/sittings/{planned}/entries")

    assert registrar.post(f"/sittings/{planned}/cancellation").status_code == 302

    subjects = in_room(lambda: [notice.subject_en for notice in notices_of(candidate.id)])
    assert "Your sitting has been cancelled" in subjects
    assert registrar.post(f"/sittings/{planned}/cancellation").status_code == 409
    the_clock.moves_on(hours=4)
    another = in_room(lambda: plan_sitting(the_clock.now))
    the_clock.moves_on(hours=4)
    assert registrar.post(f"/sittings/{another}/cancellation").status_code == 409


def test_a_sitting_lasts_until_the_last_who_may_start_has_had_their_time(in_room, the_clock, planned):
    from exam.queries.sittings import sitting

    times = in_room(lambda: sitting(planned).times)

    assert times.ends_at - times.starts_at == timedelta(minutes=120)


def test_entries_are_taken_within_their_window_and_refusals_say_when(
    registrar, candidate, other_candidate, in_room, the_clock
):
    address = registrar.post("/sittings", plan_on_the_wall(**WINDOW)).location
    registrar.post(f"{address}/publication")
    in_room(lambda: admit(candidate.id, the_clock.now))
    page = registrar.get(f"{address}?lang=en").text
    assert "3 March 2026, 10:00 (UTC+08:00)" in page
    assert "朝阳区建国路1号 B座" in page

    early = candidate.post(f"{address}/entries?lang=en")
    assert early.status_code == 409
    assert "Entries open at 3 March 2026, 10:00 (UTC+08:00)" in early.text
    assert "Entries open at 3 March 2026, 10:00 (UTC+08:00)" in candidate.get("/exams?lang=en").text
    in_room(lambda: admit(other_candidate.id, the_clock.now))
    the_clock.moves_to(at_utc("2026-03-06T09:59:59"))
    for person in (candidate, other_candidate):
        person.signs_in()
    assert other_candidate.post(f"{address}/entries").status_code == 302
    the_clock.moves_on(seconds=1)
    late = candidate.post(f"{address}/entries?lang=en")
    assert late.status_code == 409
    assert "Entries closed at 6 March 2026, 18:00 (UTC+08:00)" in late.text


@pytest.mark.parametrize("field", ["seat", "state", "turn", "candidate_id", "resit_id"])
def test_a14_what_a_candidate_sends_along_sets_nothing(candidate, in_room, the_clock, planned, field):
    in_room(lambda: admit(candidate.id, the_clock.now))

    answer = candidate.post(f"/sittings/{planned}/entries", {field: "7"})

    from exam.queries.entries import find_entry

    assert answer.status_code == 400
    assert in_room(lambda: find_entry(planned, candidate.id)) is None


def test_nobody_keeps_seats_in_two_sittings_of_one_component(candidate, in_room, the_clock, planned):
    other = in_room(lambda: plan_sitting(the_clock.now, starts_in=timedelta(days=5)))
    in_room(lambda: admit(candidate.id, the_clock.now))
    in_room(lambda: enter(planned, [candidate.id], the_clock.now))

    refused = candidate.post(f"/sittings/{other}/entries?lang=en")

    assert refused.status_code == 409
    assert "You have entered another sitting of this component, at 2 March 2026, 12:00 (UTC+08:00)" in refused.text
