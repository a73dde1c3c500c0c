"""Waiting for the door on devices whose clocks are wrong, and trying out the device beforehand."""

import re
from datetime import timedelta

from playwright.sync_api import BrowserContext, Page, expect

from kernel import clock
from kernel.actor import Role
from tests.journeys.conftest import LAPTOP, PHONE, BrowserPerson
from tests.support.exam_room import admit, enter, plan_sitting

WRONG_CLOCK = """{
  let off = OFFSET;
  const Right = Date;
  class Wrong extends Right {
    constructor(...given) { super(...(given.length ? given : [Right.now() + off])); }
    static now() { return Right.now() + off; }
  }
  globalThis.Date = Wrong;
  globalThis.moveTheClock = (by) => { off += by; };
}"""
MINUTES = {"five minutes slow": -5, "an hour fast": 60}
HALF_AN_HOUR = 30


def the_face(page: Page) -> timedelta:
    expect(page.locator("[data-face]")).to_have_text(re.compile(r"^[\d:]+$"))
    parts = [int(part) for part in page.locator("[data-face]").inner_text().split(":")]
    return timedelta(**dict(zip(("seconds", "minutes", "hours"), reversed(parts), strict=False)))


def is_right(page: Page, door_opens_at) -> bool:
    """Whether the countdown is off by a second at most; its face shows whole seconds, the one that runs included."""
    before = door_opens_at - clock.now()
    shown = the_face(page)
    after = door_opens_at - clock.now()
    second = timedelta(seconds=1)
    return after - second <= shown <= before + 2 * second


def test_r21_the_countdown_is_right_on_devices_whose_clock_is_wrong(platform, somebody):
    from exam.queries.entries import entry_row
    from exam.services.entering import grant_extra_time
    from kernel.actor import PLATFORM

    person = somebody("王小明", Role.CANDIDATE, lang="en")
    now = clock.now()
    with platform.doing():
        admit(person.id, now)
        sitting = plan_sitting(now, starts_in=timedelta(minutes=2 * HALF_AN_HOUR))
        [entry_id] = enter(sitting, [person.id], now)
        door = entry_row(entry_id).sitting.door_opens_at
    for minutes in MINUTES.values():
        page = person.context.new_page()
        page.add_init_script(WRONG_CLOCK.replace("OFFSET", str(minutes * 60000)))
        page.goto(f"{platform.url}/entries/{entry_id}?lang=en")
        assert is_right(page, door)
        with page.expect_response("**/lobby"):
            page.evaluate("moveTheClock(7200000)")
        assert is_right(page, door)
    page.route("**/api/**/lobby", lambda route: route.fulfill(status=503, json={"code": "unavailable"}))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-state]")).not_to_be_empty()
    page.unroute("**/api/**/lobby")
    with platform.doing():
        grant_extra_time(entry_row(entry_id), 15, actor=PLATFORM, now=clock.now())
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("105 minutes instead of 90")).to_be_visible()


def test_a_candidate_abroad_sees_both_times_and_checks_the_device(platform, browser):
    def comes(lang: str, screen: dict[str, int], zone: str) -> tuple[BrowserContext, Page, BrowserPerson]:
        context = browser.new_context(viewport=screen, locale=lang, timezone_id=zone)
        person = BrowserPerson(platform, context, "李丽", Role.CANDIDATE)
        return context, person.signs_in(), person

    context, page, person = comes("en-GB", LAPTOP, "America/New_York")
    now = clock.now()
    with platform.doing():
        admit(person.id, now)
        [entry_id] = enter(plan_sitting(now, starts_in=timedelta(days=3)), [person.id], now)
    person.goes_to(f"/entries/{entry_id}")
    expect(page.locator(".own-time").first).to_contain_text(re.compile(r"On this device: .+ \(UTC-0[45]:00\)"))
    expect(page.locator("[data-face]")).to_have_text(re.compile(r"2 days 23 hours"))
    page.get_by_role("link", name="Check this device").click()
    for check in ("script", "secure", "storage", "clock", "screen"):
        expect(page.locator(f"[data-check={check}]")).to_have_attribute("data-outcome", "good")
    busy_machine = re.compile("good|warn")
    expect(page.locator("[data-check=network]")).to_have_attribute("data-outcome", busy_machine)
    expect(page.get_by_text(re.compile("This device (is ready|will do)")).filter(visible=True)).to_have_count(1)
    context.close()

    context, page, person = comes("zh-CN", PHONE, "Asia/Shanghai")
    page.add_init_script(WRONG_CLOCK.replace("OFFSET", "3600000"))
    person.goes_to("/exams/check")
    expect(page.get_by_text("本机基本可用")).to_be_visible()
    expect(page.locator("[data-check=clock]")).to_contain_text("快了 60分钟")
    context.route("**/api/clock", lambda route: route.abort())
    page.get_by_role("button", name="重新检查").click()
    expect(page.get_by_text("本机还不能用于考试")).to_be_visible()
    context.close()
