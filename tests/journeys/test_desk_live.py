"""The desk and a paper side by side: who writes is seen, what is announced arrives, and who is moved elsewhere stops."""

from datetime import timedelta

from playwright.sync_api import expect

from exam.domain.desk import LOST_AFTER
from kernel import clock
from kernel.actor import Role
from tests.support.at_the_paper import SAVED, save_line, serious_findings, sits_down
from tests.support.exam_room import admit, enter, watch

WITHIN_MS = 8000


def test_the_desk_sees_the_paper_and_the_paper_hears_the_desk(platform, somebody):
    paper = sits_down(platform, somebody)
    page = paper.opens()
    invigilator = somebody("孙监考", Role.INVIGILATOR, lang="en")
    with platform.doing():
        watch(paper.sitting_id, clock.now())
    desk = invigilator.goes_to(f"/sittings/{paper.sitting_id}/desk")
    line = desk.get_by_role("row", name="王小明")
    page.keyboard.press("A")
    expect(save_line(page)).to_have_text(SAVED)
    expect(line).to_contain_text("writing", timeout=WITHIN_MS)
    expect(line).to_contain_text("1 / ", timeout=WITHIN_MS)

    desk.keyboard.press("/")
    desk.keyboard.type("nobody of that name")
    expect(line).to_be_hidden()
    desk.get_by_role("searchbox").fill("1")
    expect(line).to_be_visible()
    desk.get_by_role("searchbox").clear()

    desk.get_by_label("In English").fill("The fire drill is over.")
    desk.get_by_role("button", name="Say it to everybody").click()
    said = page.get_by_role("alert").filter(has_text="The fire drill is over.")
    expect(said).to_be_visible(timeout=WITHIN_MS)
    assert serious_findings(page) == []
    page.get_by_role("button", name="I have seen it").click()
    expect(said).to_have_count(0)
    expect(desk.get_by_text("seen by 1")).to_be_visible(timeout=WITHIN_MS)

    desk.get_by_role("checkbox", name="Choose 王小明").check()
    desk.get_by_label("In English").fill("Half of what I wan")
    desk.route("**/api/**/desk", lambda route: route.fulfill(status=503, json={"code": "unavailable"}))
    expect(desk.locator("#desk-fresh")).to_contain_text("cannot be reached", timeout=WITHIN_MS)
    then = clock.now() - timedelta(hours=4)
    other = somebody("李丽", Role.CANDIDATE)
    with platform.doing():
        admit(other.id, then)
        enter(paper.sitting_id, [other.id], then)
    desk.unroute("**/api/**/desk")
    expect(desk.get_by_role("row", name="李丽")).to_be_visible(timeout=2 * WITHIN_MS)
    expect(desk.get_by_role("checkbox", name="Choose 王小明")).to_be_checked()
    expect(desk.get_by_label("In English")).to_have_value("Half of what I wan")

    page.context.set_offline(True)
    paper.was_heard_earlier(LOST_AFTER)
    expect(desk.locator("#attention-list")).to_contain_text("王小明", timeout=25_000)
    expect(line).to_contain_text("no connection")
    assert serious_findings(desk) == []
