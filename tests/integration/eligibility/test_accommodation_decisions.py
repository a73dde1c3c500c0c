"""Deciding on accommodations: once, from a day to a day, never on one's own; the newest decision holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from kernel.actor import Role
from storage.transaction import transaction
from tests.support.accommodations import CANARY, asks, begins, change, decision, held, is_granted, state_of
from tests.support.people import Somebody

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


def test_a_grant_holds_from_its_first_day_to_its_last_and_the_message_says_what_and_not_why(
    app, candidate, officer, asked
):
    from messages.services import notices_of

    answer = officer.post(
        f"/desk/accommodations/{asked}/decision",
        decision(ends_on="2026-06-30", reason=CANARY, break_minutes="15", extra_minutes="5"),
    )

    assert answer.location.endswith("/desk/accommodations")
    assert held(app, candidate, date(2026, 3, 1)) is None
    assert held(app, candidate, date(2026, 6, 30)).minutes_on_top(90) == 28
    assert held(app, candidate, date(2026, 7, 1)) is None
    with app.app_context():
        [notice] = notices_of(candidate.id)
    assert "25% extra time, 5 extra minutes, large print, rest breaks, 15 minutes in all" in notice.body_en
    assert "2 March 2026 until 30 June 2026" in notice.body_en
    assert "2026年3月2日至2026年6月30日" in notice.body_zh
    assert CANARY not in notice.body_en + notice.body_zh
    assert CANARY in candidate.get(notice.link).text


def test_who_is_declined_reads_why_and_asks_again(app, candidate, officer, asked):
    officer.post(f"/desk/accommodations/{asked}/decision", {"decision": "decline", "reason": "请补充医生证明"})

    assert state_of(app, asked) == "declined"
    assert held(app, candidate, TODAY) is None
    notices = candidate.get("/notices").text
    assert "您的合理便利申请未获批准" in notices
    assert "请补充医生证明" not in notices
    assert "请补充医生证明" in candidate.get(f"/accommodations/requests/{asked}").text
    again = begins(candidate)
    assert again != str(asked)
    assert candidate.get(f"/accommodations/requests/{again}").location.endswith("/measures")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"starts_on": "2026-03-01"}, "Choose today or a later day"),
        ({"ends_on": "2026-03-01"}, "must not lie before"),
        ({"extra_percent": "0", "large_print": ""}, "Grant at least one measure"),
        ({"extra_percent": "15"}, "Not a valid choice"),
        ({"extra_minutes": "999"}, "between 0 and 240"),
        ({"break_minutes": "-1"}, "between 0 and 120"),
        ({"reason": " "}, "Give the reason"),
        ({"starts_on": "2026-02-30"}, "Not a valid date"),
    ],
    ids=["past", "backwards", "nothing", "another percentage", "too long", "negative breaks", "no reason", "no such day"],
)  # fmt: skip
def test_a_decision_that_cannot_be_meant_is_not_made(app, officer, asked, changes, why):
    answer = officer.post(f"/desk/accommodations/{asked}/decision?lang=en", decision(**changes))

    assert answer.status_code == 422
    assert why in answer.text
    assert state_of(app, asked) == "asked"


def test_a_grant_can_last_until_the_twenty_ninth_of_february(app, candidate, officer, asked):
    officer.post(f"/desk/accommodations/{asked}/decision", decision(ends_on="2028-02-29"))

    assert held(app, candidate, date(2028, 2, 29)) is not None
    assert held(app, candidate, date(2028, 3, 1)) is None


def test_a_new_decision_takes_the_place_of_the_old_one_which_stays_on_record(app, candidate, officer, granted):
    from eligibility.queries.accommodations import decisions_of

    answer = officer.post(
        f"/desk/accommodations/{granted}/change",
        change(extra_percent="50", starts_on="2026-04-01", seen="1", reason="复查后调整"),
    )

    assert answer.status_code == 302
    assert held(app, candidate, date(2026, 3, 31)).extra_percent == 25
    assert held(app, candidate, date(2026, 4, 1)).extra_percent == 50
    with app.app_context():
        assert [each.number for each in decisions_of([candidate.id])[candidate.id]] == [1, 2]
    again = officer.post(f"/desk/accommodations/{granted}/change", change(extra_percent="10", seen="1"))
    assert again.status_code == 409
    assert held(app, candidate, date(2026, 4, 1)).extra_percent == 50


def test_an_end_holds_from_its_day_on_and_the_person_is_told(app, candidate, officer, granted):
    answer = officer.post(
        f"/desk/accommodations/{granted}/end", {"starts_on": "2026-03-10", "seen": "1", "reason": "证明已过期"}
    )

    assert answer.status_code == 302
    assert held(app, candidate, date(2026, 3, 9)) is not None
    assert held(app, candidate, date(2026, 3, 10)) is None
    assert "您的合理便利将终止" in candidate.get("/notices").text
    assert officer.get(f"/desk/accommodations/{granted}/end").status_code == 404


def test_a_person_who_needs_it_no_longer_ends_it_and_can_ask_again(app, candidate, granted):
    assert candidate.post(f"/accommodations/requests/{granted}/end").status_code == 302

    assert held(app, candidate, TODAY) is None
    assert state_of(app, granted) == "ended"
    assert candidate.post(f"/accommodations/requests/{granted}/end").status_code == 409
    assert begins(candidate) != str(granted)


def test_a_newer_grant_replaces_the_older_request(app, candidate, officer, granted, the_clock):
    with app.app_context(), transaction():
        second = asks(candidate.id, the_clock.moves_on(days=5), measures=("reader",))
    officer.signs_in()

    officer.post(
        f"/desk/accommodations/{second}/decision",
        {"decision": "grant", "extra_percent": "0", "reader": "y", "starts_on": "2026-03-08", "reason": "更换"},
    )

    assert (state_of(app, granted), state_of(app, second)) == ("replaced", "granted")
    assert held(app, candidate, date(2026, 3, 7)).extra_percent == 25
    assert held(app, candidate, date(2026, 3, 8)).reader


def test_nobody_decides_on_their_own_request(app, the_clock):
    both = Somebody(app, "既是考生", Role.CANDIDATE, Role.ACCOMMODATIONS_OFFICER)
    with app.app_context(), transaction():
        own = asks(both.id, the_clock.now)

    answer = both.post(f"/desk/accommodations/{own}/decision?lang=en", decision())

    assert answer.status_code == 422
    assert "Nobody decides on their own request" in answer.text
    assert state_of(app, own) == "asked"


def test_the_queue_shows_the_longest_waiting_first_with_its_age(app, candidate, officer, asked, the_clock):
    the_clock.moves_on(days=3)
    later = Somebody(app, "后来者", Role.CANDIDATE)
    with app.app_context(), transaction():
        asks(later.id, the_clock.now, measures=("reader",))
    officer.signs_in()

    page = officer.get("/desk/accommodations?lang=en").text

    assert page.index(candidate.name) < page.index("后来者")
    assert "3 days ago" in page
    assert CANARY not in page
    assert "the oldest waits 3 days" in officer.get("/?lang=en").text


def test_who_has_something_in_force_is_found_by_a_part_of_the_name(app, candidate, officer, granted):
    assert candidate.name in officer.get("/desk/accommodations/people").text
    assert candidate.name in officer.get(f"/desk/accommodations/people?q={candidate.name[:2]}").text
    assert candidate.name not in officer.get("/desk/accommodations/people?q=nobody").text


def test_of_two_officers_who_decide_at_once_one_decides(app, officer, asked, the_clock):
    from eligibility.queries.accommodations import decisions_of, request_row

    officers = [officer, Somebody(app, "另一专员", Role.ACCOMMODATIONS_OFFICER)]
    wishes = [decision(), {"decision": "decline", "reason": "材料不足"}]
    for person in officers:
        assert person.token
    ready = Barrier(2)

    def decide(number):
        ready.wait(30)
        return officers[number].post(f"/desk/accommodations/{asked}/decision", wishes[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, range(2)))

    assert answers == [302, 409]
    with app.app_context():
        candidate_id = request_row(asked).candidate_id
        assert len(decisions_of([candidate_id])[candidate_id]) == 1


def test_what_was_granted_before_is_shown_when_it_is_over(app, candidate, the_clock):
    with app.app_context(), transaction():
        is_granted(candidate.id, the_clock.now, starts_on=TODAY, ends_on=TODAY + timedelta(days=2), extra_percent=10)
    the_clock.moves_on(days=3)
    candidate.signs_in()

    page = candidate.get("/accommodations?lang=en").text

    assert "You have no accommodations at present" in page
    assert "10% extra time" in page
