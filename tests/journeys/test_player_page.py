"""The exam page for everybody: by keyboard, by ear, on a phone, in both languages, with the server's clock."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import SAVED, banner, option, save_line, serious_findings, sits_down

MINUTE = 60_000


@pytest.fixture
def paper(platform, somebody):
    return sits_down(platform, somebody)


def the_server_says(page: Page, left: dict[str, int]) -> None:
    """Let the server's answers carry another remaining time, as if the exam were further on."""

    def answer(route):
        response = route.fetch()
        body = response.json()
        if left["ms"] is not None:
            body["remaining_ms"] = left["ms"]
        route.fulfill(response=response, json=body)

    page.route(re.compile(r"/(claim|state|pulse|answers)$"), answer)


def heading(page: Page):
    return page.locator("#question-heading")


def test_a_paper_is_sat_with_the_keyboard_alone(paper):
    page = paper.opens()

    for key in ("b", "2", "f", "n", "3", "ArrowRight", "a", "ArrowLeft", "p"):
        page.keyboard.press(key)

    expect(heading(page)).to_have_text("Question 1 of 60")
    expect(page.locator("[data-flag]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#progress")).to_contain_text("3 of 60 answered")
    expect(save_line(page)).to_have_text(SAVED)
    assert paper.stored() == {
        "1": {"chosen": ["B"], "flagged": True},
        "2": {"chosen": ["C"], "flagged": False},
        "3": {"chosen": ["A"], "flagged": False},
    }


def test_keys_of_an_input_method_and_of_the_browser_choose_nothing(paper):
    page = paper.opens()

    page.evaluate(
        """for (const more of [{isComposing: true}, {ctrlKey: true}, {metaKey: true}, {altKey: true}])
             document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "b", bubbles: true, ...more}))"""
    )

    expect(page.locator("#progress")).to_contain_text("0 of 60 answered")


def test_shortcuts_are_explained_and_can_be_switched_off(paper):
    page = paper.opens()

    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Use keyboard shortcuts").uncheck()
    page.locator("#help").get_by_role("button", name="Close").click()
    page.keyboard.press("b")

    expect(page.locator("#progress")).to_contain_text("0 of 60 answered")


def test_several_answers_can_be_chosen_where_several_are_right(paper):
    page = paper.opens()
    page.locator(".cell").nth(40).click()

    expect(heading(page)).to_have_text("Question 41 of 60")
    for letter in ("c", "a", "d", "d"):
        page.keyboard.press(letter)

    expect(save_line(page)).to_have_text(SAVED)
    assert paper.stored()["41"]["chosen"] == ["A", "C"]


def test_the_overview_tells_each_state_in_words_and_filters(paper):
    page = paper.opens()
    page.keyboard.press("a")
    page.keyboard.press("n")
    page.keyboard.press("f")

    first, second, third = (page.locator("button.cell").nth(index) for index in range(3))
    expect(first).to_have_attribute("aria-label", "Question 1: answered")
    expect(second).to_have_attribute("aria-label", "Question 2: not answered, flagged, you are here")
    expect(third).to_have_attribute("aria-label", "Question 3: not answered")
    page.get_by_role("button", name="Flagged", exact=True).click()
    expect(page.locator("button.cell:visible")).to_have_count(1)
    page.get_by_role("button", name="Not answered", exact=True).click()
    expect(page.locator("button.cell:visible")).to_have_count(59)


def test_the_check_names_what_is_missing_and_leads_back(paper):
    page = paper.opens()
    page.keyboard.press("a")

    page.locator(".bar-check").click()
    expect(page.locator("[data-hand-in]")).to_have_text("Hand in with 59 not answered")
    page.locator(".review-list").first.get_by_role("link", name=re.compile("Question 7:")).click()
    expect(heading(page)).to_have_text("Question 7 of 60")
    page.locator(".bar-check").click()
    page.locator("[data-hand-in]").click()
    page.get_by_role("button", name="No, go back").click()
    page.locator("[data-hand-in]").click()
    page.get_by_role("button", name="Yes, hand in").click()

    page.wait_for_url(re.compile("/receipt"))
    page.goto(paper.url)
    assert "/receipt" in page.url


def test_the_language_changes_without_losing_the_place(paper):
    page = paper.opens()
    page.keyboard.press("n")
    page.keyboard.press("b")

    page.get_by_role("button", name="中文").click()

    expect(heading(page)).to_have_text("第 2 题，共 60 题")
    expect(option(page, "B")).to_be_checked()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.get_by_role("button", name="English").click()
    expect(heading(page)).to_have_text("Question 2 of 60")


def test_r21_countdown_follows_the_server(paper):
    page = paper.page
    left = {"ms": 30 * MINUTE}
    the_server_says(page, left)
    paper.opens()
    expect(page.locator("#time")).to_have_text(re.compile(r"^(30:00|29:5\d)$"))

    left["ms"] = 20 * MINUTE
    page.keyboard.press("a")

    expect(page.locator("#time")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))


def test_a_hidden_time_comes_back_with_polite_warnings(paper):
    page = paper.page
    left = {"ms": 30 * MINUTE + 2000}
    the_server_says(page, left)
    paper.opens()
    page.locator("#time-hide").click()
    expect(page.locator("#time")).to_have_text("––:––")

    expect(page.locator("#spoken")).to_have_text("30 minutes left.", timeout=8000)
    expect(page.locator("#time")).to_have_text("––:––")
    left["ms"] = 10 * MINUTE
    page.keyboard.press("c")
    expect(page.locator("#spoken")).to_have_text("10 minutes left.")
    expect(page.locator("#time")).to_have_text(re.compile(r"^(10:00|09:5\d)$"))
    for minutes, words in ((5, "5 minutes left."), (1, "One minute left.")):
        left["ms"] = minutes * MINUTE
        page.keyboard.press("a" if minutes == 5 else "b")
        expect(page.locator("#spoken")).to_contain_text(words)
    assert page.locator("#spoken").get_attribute("aria-live") == "polite"
    assert page.locator(".timer").get_attribute("aria-live") == "off"


def test_the_time_of_saving_is_told_in_the_zone_of_the_scheme(paper):
    page = paper.page
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "America/St_Johns"})
    before = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    paper.opens()

    page.keyboard.press("a")

    expect(save_line(page)).to_have_text(SAVED)
    hours, minutes, seconds = map(int, re.findall(r"\d+", save_line(page).inner_text()))
    told = before.replace(hour=hours, minute=minutes, second=seconds)
    assert abs(told - before) % timedelta(days=1) < timedelta(minutes=1)


def test_r25_the_page_never_hands_in_on_its_own_clock_alone(paper):
    page = paper.page
    left = {"ms": 1500}
    the_server_says(page, left)
    page.goto(paper.url)
    expect(save_line(page)).to_have_text(SAVED)

    left["ms"] = None
    expect(page.locator("#time")).not_to_have_text("0:00")

    expect(page.locator("#time")).to_have_text(re.compile(r"^1:[23]\d:\d\d$"))
    expect(option(page, "A")).to_be_enabled()


def test_when_the_server_agrees_that_time_is_over_the_paper_is_handed_in(paper):
    page = paper.page
    left = {"ms": 3000}
    the_server_says(page, left)
    page.goto(paper.url)
    expect(save_line(page)).to_have_text(SAVED)
    page.keyboard.press("d")
    left["ms"] = 0

    page.wait_for_url(re.compile("/receipt"), timeout=15_000)
    assert paper.stored()["1"]["chosen"] == ["D"]


def test_the_paper_fits_a_phone(platform, somebody):
    paper = sits_down(platform, somebody, viewport=PHONE)
    page = paper.opens()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert all(box["height"] >= 44 for box in (label.bounding_box() for label in page.locator("label.option").all()))
    page.locator(".bar-overview").click()
    page.locator("button.cell").nth(4).click()
    expect(heading(page)).to_have_text("Question 5 of 60")
    assert serious_findings(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_has_no_serious_accessibility_findings(paper, language):
    page = paper.opens()
    if language == "zh":
        page.get_by_role("button", name="中文").click()

    page.keyboard.press("a")
    page.keyboard.press("f")
    assert serious_findings(page) == []
    page.locator(".bar-check").click()
    assert serious_findings(page) == []
    page.locator("[data-hand-in]").click()
    assert serious_findings(page) == []


def test_no_script_and_no_style_is_refused_by_the_policy(paper):
    refused = []
    paper.page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page = paper.opens()

    page.keyboard.press("a")
    page.keyboard.press("?")

    expect(banner(page)).to_be_empty()
    assert refused == []
