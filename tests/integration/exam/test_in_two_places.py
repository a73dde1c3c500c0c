"""Two wishes of the very same moment that only one can have: a candidate's or an invigilator's, never both granted."""

from datetime import timedelta

import pytest

from kernel.actor import Role
from tests.support.at_once import at_once
from tests.support.exam_room import admit, plan_sitting
from tests.support.people import Somebody

PEOPLE = 4


@pytest.fixture
def both(in_room, the_clock):
    """Two sittings of which nobody can take both."""
    at = timedelta(days=3)
    plan = lambda: [plan_sitting(the_clock.now, what, starts_in=at, watched=False) for what in ("theory", "case_study")]  # noqa: E731
    return in_room(plan)


def test_of_two_entries_that_exclude_each_other_one_is_taken(app, in_room, the_clock, both):
    people = [Somebody(app, f"考生{number}", Role.CANDIDATE) for number in range(PEOPLE)]
    in_room(lambda: [admit(person.id, the_clock.now) for person in people])
    tabs = [person.another_tab() for person in people for _ in both]

    answers = at_once(lambda n: tabs[n].post(f"/sittings/{both[n % 2]}/entries"), times=len(tabs))

    codes = [sorted(answer.status_code for answer in answers[n : n + 2]) for n in range(0, len(tabs), 2)]
    assert codes == [[302, 409]] * PEOPLE


def test_of_two_assignments_that_exclude_each_other_one_is_made(app, registrar, both):
    people = [Somebody(app, f"监考{number}", Role.INVIGILATOR, sign_in=False) for number in range(PEOPLE)]
    tabs = [registrar.another_tab() for _ in range(2 * PEOPLE)]

    def assign(number):
        sent = {"person": str(people[number // 2].id), "room": ""}
        return tabs[number].post(f"/sittings/{both[number % 2]}/invigilators", sent)

    answers = at_once(assign, times=len(tabs))

    codes = [sorted(answer.status_code for answer in answers[n : n + 2]) for n in range(0, len(tabs), 2)]
    assert codes == [[302, 409]] * PEOPLE
