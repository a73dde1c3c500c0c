"""Anybody tries a fictional applicant in the browser: a line more, a mistake, the answer; with the keyboard, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.support.at_the_paper import serious_findings


@pytest.mark.parametrize("screen", [pytest.param(LAPTOP, id="1366"), pytest.param(PHONE, id="390")])
def test_a_stranger_hears_what_the_training_would_do(anybody, screen):
    page = anybody(viewport=screen, lang="en").goes_to("/what-if?scheme=csm-national&level=3")

    page.locator("#education-1-degree").select_option("bachelor")
    page.locator("#education-1-field").select_option("other")
    page.locator("#education-1-awarded").fill("2018-07-01")
    page.get_by_role("button", name="Add training").click()
    page.locator("#training-1-hours").fill("100")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#education-1-awarded")).to_have_value("2018-07-01")
    page.get_by_role("link", name="For which level?").click()
    expect(page.locator("#training-1-level")).to_be_focused()

    page.locator("#training-1-level").select_option("3")
    page.locator("#training-1-completed").fill("2020-03-01")
    page.get_by_role("button", name="Read the conditions").last.click()

    expect(page.get_by_role("heading", name="How the conditions read")).to_be_focused()
    level = page.locator(".level-card")
    expect(level).to_have_count(1)
    expect(level).to_contain_text("Not yet")
    expect(level).to_contain_text("you could apply at once")
    expect(level).to_contain_text("needs at least 180 hours in one course; the longest has 100")
    assert serious_findings(page) == []

    page.locator("#training-1-hours").fill("180")
    page.keyboard.press("Enter")

    expect(level).to_contain_text("You may apply")
    expect(level).to_contain_text("Met: condition 5.")
