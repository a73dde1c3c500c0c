"""A paper of every kind of question in the browser: by keyboard, on a phone, and saved like all others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import SAVED, save_line, serious_findings, sits_down
from tests.support.kinds import furnish_with_kinds
from tests.support.live import Live


@pytest.fixture(scope="module")
def platform(tmp_path_factory) -> Iterator[Live]:
    """A platform whose level-3 papers ask every kind."""
    running = Live(tmp_path_factory.mktemp("kinds"))
    running.prepares("db upgrade")
    with running.doing():
        furnish_with_kinds(clock.now())
    running.start(workers=1)
    yield running
    running.stop()


@pytest.fixture
def paper(platform, somebody):
    return sits_down(platform, somebody, **PHONE_SCREEN)


PHONE_SCREEN = {"viewport": PHONE}


def turns_to(page: Page, paper, kind: str, *, group: bool = False) -> dict:
    """Open the page of a question of this kind; what the paper says of it."""
    questions = page.evaluate("JSON.parse(document.querySelector('#paper').textContent).questions")
    number, asked = next(
        (number, each)
        for number, each in enumerate(questions, 1)
        if each["kind"] == kind and (each["group"] is not None) is group
    )
    page.evaluate(f"location.hash = '#q{number}'")
    expect(page.locator("#question-heading")).to_have_text(f"Question {number} of {len(questions)}")
    return asked


def test_every_kind_is_answered_by_keyboard_and_saved(paper):
    page = paper.opens()
    press = page.keyboard.press
    wanted = {}

    asked = turns_to(page, paper, "matching")
    page.locator("#match-0").focus()
    for letter in ("B", "A"):
        press(letter)
        press("Tab")
    wanted[asked["slot"]] = {"chosen": ["B", "A", ""], "flagged": False}
    expect(page.locator("[aria-current]")).to_have_attribute("aria-label", "Question 3: not answered, you are here")
    press("C")
    wanted[asked["slot"]]["chosen"][2] = "C"
    expect(page.locator("[aria-current]")).to_have_attribute("aria-label", "Question 3: answered, you are here")
    assert serious_findings(page) == []

    asked = turns_to(page, paper, "ordering")
    page.locator(".ordering li").nth(1).locator("[data-step='1']").focus()
    press("Enter")
    expect(page.locator(".ordering + button + [role=status]")).to_have_text("Now at place 3 of 4")
    press("ArrowDown")
    expect(page.locator(".ordering li").nth(3).locator("[data-step='-1']")).to_be_focused()
    wanted[asked["slot"]] = {"chosen": ["A", "C", "D", "B"], "flagged": False}
    assert serious_findings(page) == []

    asked = turns_to(page, paper, "numeric")
    page.locator("#line").focus()
    page.keyboard.type("３OO")
    expect(page.locator("#line-words")).to_have_text("This cannot be read as a number.")
    page.locator("#line").fill("300")
    expect(page.locator("#line-words")).to_have_text("Choose the unit as well; without it the number does not count.")
    page.locator("select.line-unit").select_option("seconds")
    expect(page.locator("#line-words")).to_be_empty()
    wanted[asked["slot"]] = {"text": "300", "unit": "B", "flagged": False}
    assert serious_findings(page) == []

    asked = turns_to(page, paper, "short_text")
    page.locator("#line").fill("帕累託圖")
    wanted[asked["slot"]] = {"text": "帕累託圖", "unit": "", "flagged": False}

    expect(save_line(page)).to_have_text(SAVED)
    expect(save_line(page)).to_have_attribute("data-state", "good")
    assert paper.stored() == wanted

    again = paper.new_window()
    turns_to(again, paper, "numeric")
    expect(again.locator("#line")).to_have_value("300")
    expect(again.locator("select.line-unit")).to_have_value("B")
    turns_to(again, paper, "ordering")
    assert again.locator(".ordering li").evaluate_all("items => items.map((item) => item.dataset.letter)") == list(
        "ACDB"
    )
    again.locator("[data-clear]").click()
    expect(again.get_by_role("button", name="Answer with this order")).to_be_visible()
    again.goto(f"{paper.url}#review")
    expect(again.locator(".review-counts dd").first).to_have_text("3")


def test_a_case_text_stands_above_each_of_its_questions_and_stays_folded(paper):
    page = paper.opens()

    asked = turns_to(page, paper, "numeric", group=True)
    expect(page.locator(".question-case summary")).to_have_text("Text for questions 7 to 8")
    expect(page.locator(".question-case td").nth(1)).to_have_text("42")
    expect(page.locator(".line-unit")).to_have_text("%")
    page.locator(".question-case summary").click()
    page.locator("#line").fill("25")
    page.keyboard.press("Tab")
    page.locator("#question-heading").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".question-case")).not_to_have_attribute("open", "")
    expect(page.locator(".option")).to_have_count(3)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(save_line(page)).to_have_text(SAVED)
    expect(save_line(page)).to_have_attribute("data-state", "good")
    assert paper.stored() == {asked["slot"]: {"text": "25", "unit": "", "flagged": False}}
