"""Several windows, the sweep and an invigilator at once: one attempt, over once, and everybody knows how it stands."""

from tests.integration.exam.test_races import count
from tests.support.at_once import at_once
from tests.support.exam_room import choice, claims, entry, hands_in, saves, state_of


def test_r27_finishing_the_sweep_and_more_time_at_once_leave_one_attempt_that_is_over_once(
    app, exam_room, candidate, other_candidate, tabs, watch, the_clock, monkeypatch
):
    from exam.domain.events import AttemptHandedIn
    from exam.models.attempts import Attempt
    from exam.services.handing_in import close_overdue
    from kernel import event
    from kernel.errors import Refused
    from storage.transaction import transaction

    told = []
    monkeypatch.setitem(event._listeners, AttemptHandedIn, [told.append])
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    assert saves(candidate, attempt, entry(1)).status_code == 200
    the_clock.moves_on(minutes=91, seconds=1)

    def act(number):
        if number % 3 == 0:
            return hands_in(tabs[number], attempt).status_code == 200
        if number % 3 == 1:
            with app.app_context(), transaction():
                return close_overdue(now=the_clock.now) in {0, 1}
        try:
            return watch("give", candidate, minutes=5) == 1
        except Refused:
            return True

    assert all(at_once(act, 12))
    assert count(app, Attempt) == 1
    assert len(told) == 1
    assert state_of(candidate, attempt)["answers"]["1"]["chosen"] == ["A"]


def test_r28_the_second_tab_is_told_the_current_state(exam_room, candidate, tabs):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    assert claims(tabs[1], attempt, "page-two-0002").status_code == 200
    assert saves(tabs[1], attempt, entry(1, "1", choice("B")), writer="page-two-0002").status_code == 200

    answer = saves(tabs[0], attempt, entry(1, "1", choice("A")))

    assert (answer.status_code, answer.json["code"]) == (409, "elsewhere")
    now = state_of(tabs[0], attempt)
    assert (now["writer"], now["answers"]["1"]["chosen"], now["next_seq"]) == ("page-two-0002", ["B"], 2)
