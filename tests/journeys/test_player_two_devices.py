"""One paper on two devices: the newer writes, the older says so, and nothing that was typed vanishes without a word."""

from playwright.sync_api import expect

from tests.support.at_the_paper import SAVED, banner, option, save_line, sits_down


def another_device(paper, browser):
    """The same person signs in on another computer, which shares nothing with the first but the account."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    first = paper.person.page
    paper.person.page = context.new_page()
    paper.person.signs_in()
    device, paper.person.page = paper.person.page, first
    return device


def test_the_newer_answer_stands_and_the_older_device_says_so(platform, somebody, browser):
    paper = sits_down(platform, somebody)
    old = paper.opens()
    paper.person.context.set_offline(True)
    option(old, "B").check()
    expect(save_line(old)).to_have_text("Not saved – working offline")

    new = paper.opens(another_device(paper, browser))
    option(new, "C").check()
    expect(save_line(new)).to_have_text(SAVED)
    paper.person.context.set_offline(False)
    expect(banner(old)).to_contain_text("This paper is open somewhere else", timeout=8000)
    old.get_by_role("button", name="Continue here").click()

    expect(banner(old)).to_contain_text("Newer answers were found")
    expect(option(old, "C")).to_be_checked()
    assert paper.stored()["1"]["chosen"] == ["C"]
    new.context.close()


def test_text_that_was_overtaken_on_another_device_is_shown_to_its_writer(platform, somebody, browser):
    paper = sits_down(platform, somebody, "case_study")
    old = paper.opens()
    paper.person.context.set_offline(True)
    old.locator("#answer").fill("Written without a network")
    expect(save_line(old)).to_have_text("Not saved – working offline", timeout=8000)

    new = paper.opens(another_device(paper, browser))
    new.locator("#answer").fill("Written on the other device")
    expect(save_line(new)).to_have_text(SAVED, timeout=8000)
    paper.person.context.set_offline(False)
    expect(banner(old)).to_contain_text("This paper is open somewhere else", timeout=8000)
    old.get_by_role("button", name="Continue here").click()

    expect(old.locator("#answer")).to_have_value("Written on the other device")
    expect(old.get_by_role("textbox", name="Text not sent from this device")).to_have_value("Written without a network")
    new.context.close()


def test_what_nobody_overtook_is_sent_when_the_paper_is_continued(platform, somebody, browser):
    paper = sits_down(platform, somebody)
    old = paper.opens()
    paper.person.context.set_offline(True)
    option(old, "D").check()

    new = paper.opens(another_device(paper, browser))
    new.keyboard.press("n")
    option(new, "A").check()
    expect(save_line(new)).to_have_text(SAVED)
    paper.person.context.set_offline(False)
    expect(banner(old)).to_contain_text("This paper is open somewhere else", timeout=8000)
    old.get_by_role("button", name="Continue here").click()

    expect(save_line(old)).to_have_text(SAVED)
    assert {slot: value["chosen"] for slot, value in paper.stored().items()} == {"1": ["D"], "2": ["A"]}
    new.context.close()
