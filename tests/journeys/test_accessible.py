"""Candidates, examiners and those who check certificates can use their pages with whatever aid they use."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.support.at_the_paper import serious_findings, sits_down
from tests.support.crawler import in_language
from tests.support.demonstration import Demonstration

PAGES = {
    "candidate": (
        "home.home", "home.notices", "accounts.account", "eligibility.admission", "eligibility.evidence",
        "eligibility.new_evidence", "exam.exams", "exam.lobby",
    ),
    "evidence": ("eligibility.application_form", "eligibility.evidence_of_kind", "eligibility.application_papers"),
    "refused": ("home.home", "home.path", "eligibility.application", "eligibility.check_answers"),
    "sitting": ("home.home", "exam.attempt"),
    "handed-in": ("exam.receipt",),
    "failed": ("home.home", "grading.results", "grading.result"),
    "holder": ("certificates.mine", "certificates.certificate", "certificates.new_activity", "certificates.verified_code"),
    "examiner": ("home.home", "grading.marking", "grading.script"),
    "": ("home.home", "accounts.sign_in_form", "accounts.registration_form", "certificates.counter", "schemes.scheme",
         "eligibility.what_if"),
}  # fmt: skip
"""Whose pages are examined, by the view that shows them."""

UNGROUPED = """() => {
  const groups = new Map();
  for (const box of document.querySelectorAll("main input[type=radio], main input[type=checkbox]")) {
    if (box.name) groups.set(box.name, [...(groups.get(box.name) ?? []), box]);
  }
  return [...groups].filter(([, boxes]) => boxes.length > 1 && boxes.some((box) => {
    const group = box.closest("fieldset, [role=group], [role=radiogroup]");
    const legend = group?.querySelector("legend");
    const named = group?.getAttribute("aria-labelledby") ?? group?.getAttribute("aria-label");
    return !(legend?.innerText.trim() || named);
  })).map(([name]) => name);
}"""
"""Names of choices that stand in no group with words of its own."""


@pytest.fixture
def opened(demonstration: Demonstration, walks, browser):
    """Somebody's pages in the browser, on a laptop in Chinese and on a telephone in English."""
    contexts = []

    def pages(handle: str) -> Iterator[tuple[str, Page]]:
        contexts.append(context := demonstration.enters(browser, handle, viewport=LAPTOP))
        own_first = sorted(walks["en"], key=lambda walk: walk[0] != (handle or "stranger"))
        found: dict[str, str] = {}
        for _who, visited in own_first:
            found.setdefault(visited.endpoint, visited.path)
        page = context.new_page()
        for endpoint in PAGES[handle]:
            for screen, language in ((LAPTOP, "zh"), (PHONE, "en")):
                page.set_viewport_size(screen)
                page.goto(demonstration.url + in_language(found[endpoint], language))
                if endpoint == "exam.attempt":
                    expect(page.locator("#skip")).not_to_be_empty()  # the page's programme writes its words
                yield f"{endpoint} {screen['width']}", page

    yield pages
    for context in contexts:
        context.close()


@pytest.mark.parametrize("handle", [pytest.param(handle, id=handle or "stranger") for handle in PAGES])
def test_the_pages_have_no_serious_findings(opened, handle):
    findings = {where: (serious_findings(page), page.evaluate(UNGROUPED)) for where, page in opened(handle)}

    assert {where: found for where, found in findings.items() if found != ([], [])} == {}


@pytest.mark.parametrize("screen", [pytest.param(LAPTOP, id="1366"), pytest.param(PHONE, id="390")])
def test_writing_a_case_study_has_no_serious_findings(platform, somebody, screen):
    page = sits_down(platform, somebody, "case_study", viewport=screen).opens()

    assert serious_findings(page) == []
    page.locator("[data-hand-in]").click()
    expect(page.get_by_role("button", name="Yes, hand in")).to_be_visible()
    assert serious_findings(page) == []


@pytest.mark.parametrize("number", [pytest.param("", id="nothing"), pytest.param("AAAA-BBBB-CCCC-DDDD", id="a slip")])
def test_asking_in_vain_for_a_certificate_has_no_serious_findings(demonstration, browser, number):
    context = demonstration.enters(browser, "", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{demonstration.url}/verify?lang=en")
    page.get_by_label("Certificate number").fill(number)
    page.get_by_role("button", name="Look up").click()

    expect(page.get_by_label("Certificate number")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".form-error")).to_be_visible()
    assert serious_findings(page) == []
    context.close()


def test_marking_a_script_has_no_serious_findings(demonstration, browser):
    """The second examiner takes the script that waits, so that the desk is seen at work."""
    context = demonstration.enters(browser, "examiner2", viewport=LAPTOP)
    page = context.new_page()
    page.goto(f"{demonstration.url}/marking?lang=en")
    page.locator("form[action='/marking/scripts'] button").first.click()
    expect(page.get_by_role("radio").first).to_be_enabled()

    for screen in (LAPTOP, PHONE):
        page.set_viewport_size(screen)
        assert serious_findings(page) == []
        assert page.evaluate(UNGROUPED) == []
    context.close()


REJECTED = {
    "/sign-in": {"#email": "nobody@example.org", "#password": "wrong"},
    "/registration": {"#name": "", "#email": "no address", "#password": "short"},
    "/evidence/certificates/new/certificate": {},
    "/evidence/student_certificates/new/paper": {"#place": "Example University"},
}
"""Forms, and what is wrongly entered in them."""


@pytest.mark.parametrize("address", REJECTED)
def test_a_rejected_form_says_so_first_and_leads_to_the_fields(demonstration, browser, address):
    handle = "candidate" if address.startswith("/evidence") else ""
    context = demonstration.enters(browser, handle, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{demonstration.url}{address}?lang=en")
    for field, value in REJECTED[address].items():
        page.locator(field).fill(value)
    page.locator("main form button[type=submit]").first.click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_have_role("alert")
    expect(page).to_have_title(re.compile("^Error: "))
    links = summary.get_by_role("link")
    for number in range(links.count()):
        links.nth(number).click()
        target = page.locator(links.nth(number).get_attribute("href") or "")
        expect(target).to_be_focused()
        words = links.nth(number).inner_text().split(": ", 1)[1]
        expect(page.locator("main form")).to_contain_text(words)
        summary.focus()
    assert serious_findings(page) == []
    context.close()


def test_a_row_of_a_table_stands_on_a_phone_with_its_headings_and_stays_a_table(demonstration, browser):
    context = demonstration.enters(browser, "registrar", viewport=PHONE)
    page = context.new_page()
    page.goto(demonstration.url + in_language("/sittings", "en"))

    row = page.get_by_role("row").nth(1)
    place = row.get_by_role("cell").nth(1)

    heading = place.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert heading == '"Place"'
    assert page.get_by_role("columnheader", name="Place").count() == 1
    assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
    context.close()
