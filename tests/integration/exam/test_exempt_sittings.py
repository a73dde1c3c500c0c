"""Who is exempt from a component is not offered its sittings, cannot enter them, and cannot sit them."""

from datetime import timedelta

import pytest

from exam.domain.entry import EntryState
from kernel.actor import Role
from tests.support.exam_room import admit, enter, plan_sitting
from tests.support.exemptions import exempt
from tests.support.people import Somebody

UNTIL = "You are exempt from this component until 2 March 2028"


@pytest.fixture
def admitted(candidate, in_room, the_clock):
    in_room(lambda: admit(candidate.id, the_clock.now))
    return candidate


@pytest.fixture
def case_study(in_room, the_clock):
    return in_room(lambda: plan_sitting(the_clock.now, "case_study", capacity=1, starts_in=timedelta(days=2)))


def state_of(in_room, sitting_id, person):
    """Where somebody's last entry to a sitting stands."""
    from exam.queries.sittings import sitting_row

    entries = in_room(lambda: [(e.candidate_id, e.state) for e in sitting_row(sitting_id).entries])
    return dict(entries).get(person.id)


def test_its_sittings_are_not_offered_and_a_direct_post_is_refused_in_both_languages(
    admitted, in_room, the_clock, case_study
):
    theory = in_room(lambda: plan_sitting(the_clock.now, "theory", starts_in=timedelta(days=2)))
    assert f"/sittings/{case_study}/entries" in admitted.get("/exams").text
    in_room(lambda: exempt(admitted.id, "case_study", the_clock.now))

    page = admitted.get("/exams?lang=en").text
    assert f"/sittings/{case_study}/entries" not in page
    assert f"/sittings/{theory}/entries" in page
    assert "Exempt: Case study" in page
    refused = admitted.post(f"/sittings/{case_study}/entries?lang=en")
    assert refused.status_code == 409
    assert UNTIL in refused.text
    assert "您已获准免考该科目" in admitted.post(f"/sittings/{case_study}/entries?lang=zh").text
    assert state_of(in_room, case_study, admitted) is None
    assert admitted.post(f"/sittings/{theory}/entries").status_code == 302


def test_a_seat_that_was_taken_before_goes_to_the_next_in_line(app, admitted, in_room, the_clock, case_study):
    next_one = Somebody(app, "乙", Role.CANDIDATE)
    in_room(lambda: admit(next_one.id, the_clock.now))
    in_room(lambda: enter(case_study, [admitted.id, next_one.id], the_clock.now))
    assert state_of(in_room, case_study, next_one) is EntryState.WAITING

    in_room(lambda: exempt(admitted.id, "case_study", the_clock.now))

    assert state_of(in_room, case_study, admitted) is EntryState.WITHDRAWN
    assert state_of(in_room, case_study, next_one) is EntryState.SEATED
    assert "You are exempt from Case study and need not come" in admitted.get("/notices?lang=en").text
    assert "You have moved up" in next_one.get("/notices?lang=en").text


def test_whoever_missed_a_sitting_and_is_exempt_since_is_not_sent_to_another(admitted, in_room, the_clock, case_study):
    in_room(lambda: enter(case_study, [admitted.id], the_clock.now))
    the_clock.moves_on(days=3)
    admitted.signs_in()
    assert "You can enter another sitting" in admitted.get("/exams?lang=en").text

    in_room(lambda: exempt(admitted.id, "case_study", the_clock.now))

    assert "need not sit this component any more" in admitted.get("/exams?lang=en").text


def exempt_without_a_word(candidate_id, now):
    """An exemption of which the exam room did not hear, as from before it listened."""
    from eligibility.domain.exemption import ExemptionConfirmed
    from kernel.event import _listeners

    heard = _listeners.pop(ExemptionConfirmed)
    try:
        exempt(candidate_id, "case_study", now)
    finally:
        _listeners[ExemptionConfirmed] = heard


def test_with_a_seat_that_nobody_gave_up_the_paper_is_not_handed_out(admitted, in_room, the_clock):
    from exam.queries.entries import find_entry
    from exam.services.preparing import prepare_forms

    sitting_id = in_room(lambda: plan_sitting(the_clock.now, "case_study"))
    in_room(lambda: enter(sitting_id, [admitted.id], the_clock.now))
    in_room(lambda: prepare_forms(sitting_id, now=the_clock.now))
    entry_id = in_room(lambda: find_entry(sitting_id, admitted.id).id)
    in_room(lambda: exempt_without_a_word(admitted.id, the_clock.now))
    the_clock.moves_on(hours=3)

    assert UNTIL in admitted.get(f"/entries/{entry_id}?lang=en").text
    refused = admitted.post(f"/attempts/of/{entry_id}?lang=en", {"ready": "y"})
    assert refused.status_code == 409
    assert UNTIL in refused.text


def test_after_its_last_day_the_component_is_entered_again(admitted, in_room, the_clock):
    in_room(lambda: exempt(admitted.id, "case_study", the_clock.now))
    last, after = (
        in_room(lambda day=day: plan_sitting(the_clock.now, "case_study", starts_in=timedelta(days=day)))
        for day in (731, 732)
    )

    assert admitted.post(f"/sittings/{last}/entries").status_code == 409
    assert admitted.post(f"/sittings/{after}/entries").status_code == 302
