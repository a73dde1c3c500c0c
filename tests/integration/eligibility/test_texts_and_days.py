"""What people enter as texts and days: nothing hides its neighbours, and slips of a digit are told."""

import re

import pytest

from tests.support.accommodations import begins


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


def test_a_reason_is_kept_without_marks_that_turn_the_direction(candidate):
    page = f"/accommodations/requests/{begins(candidate)}"
    candidate.post(f"{page}/measures", {"measures": ["reader"], "lasts": "lasting"})

    candidate.post(f"{page}/reason", {"reason": "因\u202e阅读\u2066较慢"})

    assert "因阅读较慢" in candidate.get(f"{page}/reason").text


@pytest.mark.parametrize(
    ("day", "status"),
    [("1899-12-31", 422), ("1900-01-01", 200), ("2125-12-31", 200), ("2126-01-01", 422), ("9999-12-31", 422)],
)
def test_a_day_that_nobody_can_mean_is_told_beside_its_field(scheme, candidate, day, status):
    sheet = candidate.get("/what-if").text
    version = re.search(r'<option selected value="([0-9a-f-]{36})"', sheet)
    form = {"education-1-degree": "bachelor", "education-1-field": "same", "education-1-awarded": day}
    whole = {"version": version[1] if version else "", "level": "3", "on": "2026-03-02", "read": "1", **form}
    answer = candidate.post("/what-if/reading?lang=en", whole)

    assert ("Give a day between 1 January 1900 and 31 December 2125" in answer.text) is (status == 422)


def test_a_paper_that_is_none_is_not_found(candidate):
    assert candidate.get("/papers/not-a-paper").status_code == 404


def test_the_identity_of_a_person_belongs_to_the_applications(candidate, registrar):
    page = registrar.get(f"/desk/people/{candidate.id}/identity").text

    assert re.findall(r'href="([^"]+)" aria-current="page"', page)[:1] == ["/desk/applications"]
