"""Who is not admitted gets no seat, and who meets no condition cannot apply, whatever their browser sends."""

import pytest
from playwright.sync_api import expect

from kernel import clock
from kernel.actor import PLATFORM, Role
from tests.support.exam_room import plan_sitting
from tests.support.path_to_admission import LEVEL, adds_schooling, adds_work, applies, condition, years_ago

SENTENCE = "You have no approved application for this level."


@pytest.fixture
def candidate(somebody):
    return somebody("王小明", Role.CANDIDATE, lang="en")


@pytest.fixture
def sitting_id(platform):
    with platform.doing():
        return plan_sitting(clock.now())


def posts(person, path: str):
    """What a page would send, without the page: with this browser's cookies and its token against forgery."""
    page = person.goes_to("/")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    headers = {"X-CSRFToken": token, "Accept-Language": "en"}
    return page.request.post(f"{person.platform.url}{path}", headers=headers, max_redirects=0)


def nothing_yet(candidate) -> None:
    """An account and no more."""


def waits(candidate) -> None:
    """Everything that is needed, and an application that nobody has decided."""
    adds_schooling(candidate, "Bachelor's degree", "Another field", years_ago(4))
    adds_work(candidate, "This occupation", years_ago(3))
    applies(candidate)


def was_refused(candidate) -> None:
    """An application that a registrar has refused."""
    from eligibility.models.applications import Application
    from eligibility.services.applications import decide
    from storage.database import db

    waits(candidate)
    with candidate.platform.doing():
        application = db.session.query(Application).filter_by(candidate_id=candidate.id).one()
        decide(application, approve=False, reason="Not legible.", actor=PLATFORM, now=clock.now())


@pytest.mark.parametrize("so_far", [nothing_yet, waits, was_refused], ids=["not applied", "not decided", "refused"])
def test_without_approval_a_direct_request_takes_no_seat(candidate, sitting_id, so_far):
    so_far(candidate)
    page = candidate.goes_to("/exams")
    expect(page.get_by_role("main")).to_contain_text("No sitting is open to you at present")

    answer = posts(candidate, f"/sittings/{sitting_id}/entries")

    assert answer.status == 409
    assert SENTENCE in answer.text()
    page = candidate.goes_to("/exams")
    expect(page.get_by_role("heading", name="Entered", exact=True)).to_have_count(0)
    assert entry_of(candidate, sitting_id) is None


def entry_of(candidate, sitting_id):
    from exam.queries.entries import find_entry

    with candidate.platform.doing():
        return find_entry(sitting_id, candidate.id)


def test_without_the_token_of_the_page_nothing_is_done(candidate, sitting_id):
    page = candidate.goes_to("/")

    answer = page.request.post(f"{candidate.platform.url}/sittings/{sitting_id}/entries", max_redirects=0)

    assert answer.status == 400
    assert entry_of(candidate, sitting_id) is None


def test_who_meets_no_condition_cannot_apply(candidate):
    adds_schooling(candidate, "Bachelor's degree", "Another field", years_ago(4))
    page = candidate.goes_to("/admission")
    expect(page.get_by_role("link", name="Apply for Level 3")).to_have_count(0)
    expect(condition(page, 4)).to_contain_text("Needed: 1 year of continuous work")
    page = candidate.goes_to(f"{LEVEL}/application/check")
    expect(page.get_by_role("button", name="Confirm and apply")).to_have_count(0)
    expect(page.get_by_role("link", name="See what is missing")).to_be_visible()

    answer = posts(candidate, f"{LEVEL}/applications")

    assert answer.status == 409
    assert "The application was not sent" in answer.text()
    page = candidate.goes_to("/applications")
    expect(page.get_by_role("main")).to_contain_text("You have not applied yet")
