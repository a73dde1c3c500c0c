"""Every page that anybody can reach, in both languages: it opens, fits the screen, and speaks one language only."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import LANGUAGES, LAPTOP, PHONE
from tests.support.crawler import Visited, in_language
from tests.support.language import chinese_in
from tests.support.words_of_pages import english_in, written_by_people

BY_OTHER_WAYS = {
    "accounts.registration": "from a letter; the main path opens it",
    "accounts.registration_sent": "from a form; the main path opens it",
    "eligibility.paper_picture": "a picture on other pages",
    "exam.picture": "a picture on a paper; tests/integration/exam opens it",
    "question_bank.picture": "a picture on other pages; tests/integration/exam opens it",
    "accounts.invitation": "from a letter; the training centre's journey opens it",
    "centres.roster": "from an upload; the training centre's journey opens it",
    "centres.corrections": "from an upload; the training centre's journey saves it",
    "question_bank.preview": "from an upload; tests/integration/question_bank opens it",
    "question_bank.import_progress": "for the page of a large file, which asks by itself",
    "certificates.search": "from a form; opened here by its address",
    "certificates.verified_number": "from a form; opened here by its address",
    "exam.check_receipt": "from a form and a printed code; tests/integration/exam opens it",
    "schemes.comparison": "where a scheme has two versions; tests/integration/schemes opens it",
    "exam.attempt_file": "where a file was handed in; the exam's journey opens it",
    "grading.script_file": "where a file was handed in; the exam's journey opens it",
    "exam.attempt_state": "for the exam page, which asks by itself",
    "exam.pulse": "for the exam page, which asks every few seconds",
    "exam.desk_state": "for the invigilator's desk, which asks every few seconds",
    "exam.announcements": "for the exam page, which asks by itself",
    "exam.portrait_at_door": "a picture on the page of the door; tests/integration/exam opens it",
    "exam.lobby_state": "for the lobby, which asks by itself",
    "exam.forms_progress": "for the page of a sitting while its papers are made, which asks by itself",
    "exam.rehearsal_progress": "for the page of a rehearsal while it is held, which asks by itself",
    "exam.server_clock": "for the check of the device, which asks by itself",
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "openapi": "for machines",
}
"""Pages to which no link leads in the demonstration world, and where they are looked at instead."""

LOOK = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const root = document.documentElement;
  return {
    tooWide: root.scrollWidth > innerWidth,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].map((heading) => heading.innerText.replace(/\\s+/g, " ").trim()),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    language: root.lang,
  };
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page_that_opens(walks, language):
    refused = [(who, page.path, page.status) for who, page in walks[language] if page.status != 200]

    assert refused == []


def test_every_page_of_the_platform_is_reached_by_somebody(demonstration, walks):
    pages = {rule.endpoint for rule in demonstration.platform.app.url_map.iter_rules() if "GET" in rule.methods}
    reached = {page.endpoint for _, page in walks["en"]}

    assert sorted((pages - reached - {"static"}) ^ set(BY_OTHER_WAYS)) == []


def test_english_pages_show_no_chinese_but_names_and_what_people_wrote(demonstration, walks):
    with demonstration.platform.doing():
        expected = written_by_people(*demonstration.essays())
    found = {(page.endpoint, text) for _, page in walks["en"] for text in chinese_in(page.html, *expected)}

    assert sorted(found) == []


def test_chinese_pages_show_nothing_that_was_left_in_english(walks):
    found = {(page.endpoint, text) for _, page in walks["zh"] for text in english_in(page.html)}

    assert sorted(found) == []


def test_every_page_fits_and_is_sound(demonstration, browser, walks):
    """In a real browser, on a laptop and on a telephone: nothing is cut off, nothing fails in silence.

    In English, whose words are longer; Chinese breaks anywhere.
    """
    wrong = []
    for handle, pages in _one_of_each(walks["en"]):
        context = demonstration.enters(browser, "" if handle == "stranger" else handle, viewport=LAPTOP)
        page, complaints = context.new_page(), []
        page.on("console", lambda said, heard=complaints: heard.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error, heard=complaints: heard.append(str(error)))
        for visited in pages:
            page.goto(demonstration.url + in_language(visited.path, "en"))
            wrong += [(handle, visited.path, fault) for fault in (*_faults(page), *complaints)]
            complaints.clear()
        context.close()

    assert wrong == []


def _one_of_each(walk: list[tuple[str, Visited]]) -> Iterator[tuple[str, list[Visited]]]:
    """The fullest page of each kind, and everybody's home; by whose browser sees it."""
    fullest: dict[str, tuple[str, Visited]] = {}
    for handle, page in walk:
        kind = f"home of {handle}" if page.path == "/" else page.endpoint
        if page.html and (kind not in fullest or len(page.html) > len(fullest[kind][1].html)):
            fullest[kind] = (handle, page)
    for who in dict.fromkeys(handle for handle, _ in fullest.values()):
        yield who, [page for handle, page in fullest.values() if handle == who]


def _faults(page: Page) -> Iterator[str]:
    page.set_viewport_size(LAPTOP)
    on_a_laptop = page.evaluate(LOOK)
    page.set_viewport_size(PHONE)
    on_a_phone = page.evaluate(LOOK)
    if on_a_laptop["tooWide"]:
        yield "wider than a laptop"
    if on_a_phone["tooWide"]:
        yield "wider than a telephone"
    if on_a_laptop["repeatedIds"]:
        yield f"repeated ids: {on_a_laptop['repeatedIds']}"
    title = " ".join(on_a_laptop["title"].split()).rpartition(" · ")[0]
    if on_a_laptop["headings"] != [title]:
        yield f"title “{title}”, headings {on_a_laptop['headings']}"
