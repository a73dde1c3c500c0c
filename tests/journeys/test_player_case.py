"""The case study: reading beside writing, a text that saves itself, one file."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import SAVED, banner, save_line, serious_findings, sits_down
from tests.support.pictures import a_pdf

PDF = a_pdf()


@pytest.fixture
def paper(platform, somebody):
    return sits_down(platform, somebody, "case_study")


def test_a_text_saves_itself_after_a_pause_in_typing(paper):
    page = paper.opens()

    page.locator("#answer").press_sequentially("第四周 438/600, that is 73%", delay=10)
    expect(save_line(page)).to_have_text("Saving …")
    expect(page.locator("#answer-count")).to_have_text("20 characters, 8 words")
    expect(save_line(page)).to_have_text(SAVED, timeout=6000)

    assert paper.stored() == {"text": {"text": "第四周 438/600, that is 73%"}}


def test_half_a_sentence_survives_a_reload(paper):
    page = paper.opens()
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/answers", lambda route: route.abort())

    page.locator("#answer").fill("The crew leader posts the change, but nobody")
    page.reload()

    expect(page.locator("#answer")).to_have_value("The crew leader posts the change, but nobody")


def test_what_was_typed_last_leaves_before_one_is_asked_whether_to_go_and_is_there_whatever_the_browser_kept(paper):
    page = paper.opens()
    page.locator("#answer").press_sequentially("The crew leader")
    expect(save_line(page)).to_have_text(SAVED, timeout=6000)

    page.locator("#answer").press_sequentially(" posts")
    page.evaluate("IDBObjectStore.prototype.put = IDBObjectStore.prototype.delete = () => undefined")
    page.locator("#answer").press_sequentially(" the change")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert any(paper.stored() == {"text": {"text": "The crew leader posts the change"}} for _ in range(200))
    with page.expect_event("close"):
        asked.value.accept()

    window = paper.new_window()
    expect(window.locator("#answer")).to_have_value("The crew leader posts the change")
    expect(banner(window)).not_to_contain_text("Newer answers were found")


def test_letters_are_letters_while_writing(paper):
    page = paper.opens()

    page.locator("#answer").press_sequentially("fn?1")

    expect(page.locator("#answer")).to_have_value("fn?1")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_file_is_kept_replaced_and_refused_in_words(paper):
    page = paper.opens()

    page.locator("#file").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(page.locator(".file-words")).to_have_text("plan.pdf is saved.")
    page.locator("#file").set_input_files({"name": "plan-2.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%2"})
    expect(page.locator(".file-row")).to_contain_text("plan-2.pdf")
    page.locator("#file").set_input_files({"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"<script>"})
    expect(page.locator(".file-words")).to_contain_text("Only these files are taken: JPEG, PNG, PDF, Word (docx)")

    page.reload()
    expect(page.locator(".file-row")).to_contain_text("plan-2.pdf")
    assert paper.file().name == "plan-2.pdf"


def test_handing_in_carries_the_last_words(paper):
    page = paper.opens()

    page.locator("#answer").fill("My last words")
    page.locator("[data-hand-in]").click()
    expect(page.locator("#confirm")).to_contain_text("without a file")
    page.locator("[data-confirm]").click()

    page.wait_for_url(re.compile("/receipt"))
    assert paper.stored()["text"]["text"] == "My last words"


def test_the_case_stands_beside_the_answer_and_scrolls_by_itself(paper):
    page = paper.opens()

    reading, writing = page.locator(".case-reading").bounding_box(), page.locator(".case-writing").bounding_box()
    assert reading["x"] + reading["width"] <= writing["x"] + 1
    assert page.locator(".case-reading").evaluate("pane => pane.scrollHeight > pane.clientHeight")
    expect(page.locator("[data-hand-in]")).to_be_in_viewport()
    page.get_by_role("button", name="This task in Chinese").last.press("Enter")
    expect(page.locator(".case-task").last).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".case-task").last).to_contain_text(re.compile("[一-龥]"))
    expect(page.locator(".case-task").first).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="This task in English")).to_be_focused()
    assert serious_findings(page) == []


def test_on_a_phone_the_case_stands_above_the_answer(platform, somebody):
    page = sits_down(platform, somebody, "case_study", viewport=PHONE).opens()

    reading, writing = page.locator(".case-reading").bounding_box(), page.locator(".case-writing").bounding_box()
    assert reading["y"] + reading["height"] <= writing["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious_findings(page) == []
