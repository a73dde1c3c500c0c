"""Nothing that a candidate entered is lost, and nothing is called saved before the server has it."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.at_the_paper import SAVED, banner, option, save_line, sits_down


@pytest.fixture
def paper(platform, somebody):
    return sits_down(platform, somebody)


def test_an_answer_survives_a_reload_and_so_does_the_place(paper):
    page = paper.opens()

    page.locator(".bar-next").click()
    page.locator("label.option").nth(1).click()
    expect(save_line(page)).to_have_text(SAVED)
    page.reload()

    expect(page.locator("#question-heading")).to_contain_text("Question 2 of 60")
    expect(option(page, "B")).to_be_checked()
    assert paper.stored() == {"2": {"chosen": ["B"], "flagged": False}}


def test_the_page_never_says_saved_before_the_server_did(paper):
    paper.page.clock.install()
    page = paper.opens()
    held = []
    page.route("**/answers", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks the handler, and a built-in takes no marks

    option(page, "A").check()
    expect(save_line(page)).to_have_text("Saving …")
    page.clock.fast_forward(3000)
    expect(save_line(page)).to_have_text("Saving …")
    assert paper.stored() == {}
    held[0].continue_()

    expect(save_line(page)).to_have_text(SAVED)
    assert paper.stored()["1"]["chosen"] == ["A"]


def test_without_a_network_one_goes_on_and_all_is_saved_when_it_is_back(paper):
    page = paper.opens()

    paper.person.context.set_offline(True)
    for letter in ("A", "B", "C"):
        page.keyboard.press(letter)
        page.keyboard.press("n")
    expect(banner(page)).to_contain_text("No connection. You can keep answering.")
    expect(banner(page)).to_contain_text("3 answers are kept on this device.")
    expect(save_line(page)).to_have_text("Not saved – working offline")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert paper.stored() == {}
    paper.person.context.set_offline(False)

    expect(banner(page)).to_contain_text("All 3 answers are saved.", timeout=5000)
    expect(save_line(page)).to_have_text(SAVED)
    assert [paper.stored()[slot]["chosen"] for slot in "123"] == [["A"], ["B"], ["C"]]


def test_what_waited_in_a_window_that_was_closed_is_sent_by_the_next(paper):
    page = paper.opens()
    paper.person.context.set_offline(True)
    option(page, "D").check()
    expect(save_line(page)).to_have_text("Not saved – working offline")
    page.close()
    paper.person.context.set_offline(False)

    window = paper.new_window()

    expect(option(window, "D")).to_be_checked()
    assert paper.stored()["1"]["chosen"] == ["D"]


def test_of_what_was_changed_again_and_again_without_a_network_the_last_is_sent_by_the_next_window(paper):
    page = paper.opens()
    option(page, "A").check()
    expect(save_line(page)).to_have_text(SAVED)
    paper.person.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/answers")):
        option(page, "B").check()
    option(page, "C").check()
    page.close()
    paper.person.context.set_offline(False)

    window = paper.new_window()

    expect(option(window, "C")).to_be_checked()
    expect(banner(window)).not_to_contain_text("Newer answers were found")
    assert paper.stored()["1"]["chosen"] == ["C"]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"status": 500, "body": "<h1>Bad gateway</h1>", "content_type": "text/html"}, id="an error page"),
        pytest.param(
            {"status": 200, "body": "<h1>Log in to the hotel</h1>", "content_type": "text/html"}, id="a portal"
        ),
        pytest.param({"status": 503, "json": {"code": "unavailable", "message": "later"}}, id="the database is away"),
    ],
)
def test_r11_an_answer_leaves_the_outbox_only_on_its_own_acknowledgement(paper, broken):
    page = paper.opens()
    asked = []

    def answer(route):
        asked.append(route)
        route.fulfill(**broken) if len(asked) < 3 else route.continue_()

    page.route("**/answers", answer)
    option(page, "B").check()

    expect(save_line(page)).to_have_text("Not saved – working offline")
    expect(save_line(page)).to_have_text(SAVED, timeout=10_000)
    assert len(asked) == 3
    assert paper.stored()["1"]["chosen"] == ["B"]


def test_an_acknowledgement_that_was_lost_changes_nothing(paper):
    page = paper.opens()
    lost = []

    def answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/answers", answer)
    option(page, "C").check()

    expect(save_line(page)).to_have_text(SAVED, timeout=10_000)
    assert paper.stored() == {"1": {"chosen": ["C"], "flagged": False}}


def test_leaving_is_questioned_only_while_something_is_unsaved(paper):
    page = paper.opens()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    option(page, "A").check()
    expect(save_line(page)).to_have_text(SAVED)
    page.reload()
    assert asked == []
    expect(save_line(page)).to_have_text(SAVED)

    page.route("**/answers", lambda route: route.abort())
    option(page, "B").check()
    page.reload()
    assert asked == ["beforeunload"]


def test_an_older_window_becomes_read_only_and_can_be_continued(paper):
    first = paper.opens()
    option(first, "A").check()
    expect(save_line(first)).to_have_text(SAVED)

    second = paper.new_window()
    expect(option(second, "A")).to_be_checked()
    expect(banner(first)).to_contain_text("This paper is open somewhere else")
    expect(option(first, "B")).to_be_disabled()
    option(second, "B").check()
    expect(save_line(second)).to_have_text(SAVED)

    first.get_by_role("button", name="Continue here").click()
    expect(option(first, "B")).to_be_checked()
    expect(option(first, "B")).to_be_enabled()
    expect(banner(second)).to_contain_text("This paper is open somewhere else")


def test_an_ended_session_costs_nothing_but_signing_in_again(paper):
    page = paper.opens()
    paper.person.context.clear_cookies()

    option(page, "C").check()
    expect(banner(page)).to_contain_text("Please sign in again")
    expect(save_line(page)).to_have_text("Not saved – working offline")
    with paper.person.context.expect_page() as opened:
        banner(page).get_by_role("link", name="Sign in").click()
    door = opened.value
    door.close()
    paper.person.page = paper.person.context.new_page()
    paper.person.signs_in()

    expect(save_line(page)).to_have_text(SAVED, timeout=10_000)
    expect(banner(page)).not_to_contain_text("Please sign in again")
    assert paper.stored()["1"]["chosen"] == ["C"]


def test_r23_handing_in_at_once_carries_the_last_click(paper):
    page = paper.opens()
    page.route("**/answers", lambda route: route.abort())

    option(page, "D").check()
    page.locator(".bar-check").click()
    page.locator("[data-hand-in]").click()
    page.locator("[data-confirm]").click()

    page.wait_for_url(re.compile("/receipt"))
    assert paper.stored()["1"]["chosen"] == ["D"]


def test_handing_in_without_a_network_completes_by_itself(paper):
    page = paper.opens()
    page.locator(".bar-check").click()
    page.locator("[data-hand-in]").click()

    paper.person.context.set_offline(True)
    page.locator("[data-confirm]").click()
    expect(banner(page)).to_contain_text("The paper is not handed in yet.")
    paper.person.context.set_offline(False)

    page.wait_for_url(re.compile("/receipt"))
