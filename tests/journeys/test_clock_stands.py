"""An invigilator stops the clock of a paper that is open, and somebody rests: the page follows within seconds."""

import re

from playwright.sync_api import expect

from kernel import clock
from kernel.actor import Role
from kernel.dates import local_date
from tests.support.accommodations import is_granted
from tests.support.at_the_paper import SAVED, AtThePaper, option, save_line
from tests.support.exam_room import watch
from web.times import ZONE

WITHIN_MS = 6000
"""Five seconds, and one for this machine."""


def does(page, what, reason, minutes=""):
    page.get_by_label("Everybody in this sitting").check()
    page.get_by_label("Action").select_option(label=what)
    if minutes:
        page.get_by_label("Minutes to give").fill(minutes)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_label("Reason")).to_have_value("")


def test_r17_a_stopped_clock_is_seen_on_the_page_and_everything_comes_back(platform, somebody):
    person = somebody("王小明", Role.CANDIDATE, lang="en")
    with platform.doing():
        is_granted(person.id, clock.now(), starts_on=local_date(clock.now(), ZONE), break_minutes=5)
    paper = AtThePaper(platform, person)
    page = paper.opens()
    invigilator = somebody("孙监考", Role.INVIGILATOR, lang="en")
    with platform.doing():
        watch(paper.sitting_id, clock.now())
    desk = invigilator.goes_to(f"/sittings/{paper.sitting_id}/desk")
    page.keyboard.press("A")
    expect(save_line(page)).to_have_text(SAVED)

    does(desk, "Stop the clock", "the light went out")
    expect(desk.get_by_role("row", name="王小明")).to_contain_text("clock stands")
    expect(page.locator("#banner")).to_contain_text("Your clock stands still", timeout=WITHIN_MS)
    expect(option(page, "A")).to_be_hidden()
    standing = page.locator("#time").text_content()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("The paper comes back as soon as the clock goes on")
    does(desk, "Let the clock go on", "it is back")
    expect(save_line(page)).to_have_text(SAVED, timeout=2 * WITHIN_MS)
    expect(option(page, "A")).to_be_checked()
    assert page.locator("#time").text_content() <= standing

    does(desk, "Give minutes", "for the dark", minutes="7")
    expect(page.locator("#spoken")).to_have_text(
        re.compile(r"You have been given time. 9\d minutes are left."), timeout=WITHIN_MS
    )

    page.get_by_role("button", name="Take a break (5 min)").click()
    expect(page.locator("#banner")).to_contain_text("You are resting")
    expect(option(page, "A")).to_be_hidden()
    page.get_by_role("button", name="End the break and go on").click()
    expect(save_line(page)).to_have_text(SAVED, timeout=WITHIN_MS)
    expect(page.get_by_role("button", name="Take a break (4 min)")).to_be_visible()
    expect(option(page, "A")).to_be_checked()
