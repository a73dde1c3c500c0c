"""Filling in the application on a telephone: leave halfway, come back at another device, hand in papers, check, apply."""

from playwright.sync_api import Page, expect

from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import serious_findings
from tests.support.papers import number_of
from tests.support.path_to_admission import LEVEL, answers
from tests.support.pictures import a_paper, a_portrait, jpeg

FORM = f"{LEVEL}/application"


def task(page: Page, name: str):
    """One task of the list, with how far it is."""
    return page.locator(".tasks > li").filter(has=page.get_by_text(name, exact=True))


def begins_and_leaves(candidate) -> None:
    """The path leads to the form; one answer is given, then the telephone is put away."""
    page = candidate.goes_to("/path")
    page.get_by_role("link", name="Enter my evidence").first.click()
    page.get_by_role("link", name="Schooling").click()
    page.get_by_role("link", name="Add schooling").click()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".error-summary")).to_be_focused()
    answers(page, "Junior college")
    expect(page.get_by_role("heading", level=1)).to_have_text("How close is its subject to this occupation?")
    page.close()


def goes_on(candidate, page: Page) -> None:
    """At another device the form is as it was left; what is answered there meets a condition."""
    page.goto(candidate.platform.url + FORM)
    expect(task(page, "Schooling")).to_contain_text("Begun")
    page.get_by_role("link", name="Schooling").click()
    page.get_by_role("link", name="Go on with it").click()
    answers(page, "A related field")
    answers(page, School_or_university="Example College", Date_on_the_certificate="2020-07-01")
    page.get_by_role("button", name="That is all, continue").click()
    expect(task(page, "Schooling")).to_contain_text("Done")
    expect(page.get_by_role("main")).to_contain_text("You meet condition 3.")
    expect(task(page, "Check your answers and apply")).to_contain_text("Not yet possible")


def says_who(page: Page, number: str) -> None:
    """The number of the identity card, and a portrait cut out of a photo."""
    page.get_by_role("link", name="Number of the identity document").click()
    page.get_by_label("Number", exact=True).fill(number)
    page.get_by_role("button", name="Record").click()
    page.get_by_role("link", name="Portrait").click()
    page.locator("input[type=file]").set_input_files(_file("me.jpg", jpeg(a_portrait())))
    expect(page.locator("[data-crop]")).to_be_visible()
    page.get_by_role("button", name="Keep this portrait").click()
    page.get_by_role("link", name="Go on").click()
    expect(task(page, "Portrait")).to_contain_text("Done")
    assert serious_findings(page) == []


def hands_in(page: Page) -> None:
    """Exactly the papers that the condition asks for, each looked at after it was sent."""
    page.get_by_role("link", name="Hand in the papers").click()
    expect(page.locator(".paper-line")).to_have_count(3)
    for name in ("Identity document", "Degree certificate"):
        page.locator(".paper-line").filter(has_text=name).get_by_role("link").click()
        page.locator("input[type=file]").set_input_files(_file("paper.jpg", jpeg(a_paper())))
        page.get_by_role("button", name="Upload").click()
        page.get_by_role("link", name="Yes, go on").click()
    expect(page.get_by_text("On file")).to_have_count(3)
    assert serious_findings(page) == []
    page.get_by_role("main").get_by_role("link", name="Back to the tasks").last.click()
    expect(task(page, "Hand in the papers")).to_contain_text("Done")


def checks_changes_and_applies(page: Page) -> None:
    """A slip is seen on the check of the answers and put right; then the application is sent."""
    page.get_by_role("link", name="Check your answers and apply").click()
    assert serious_findings(page) == []
    question = page.locator(".answers > div").filter(has_text="What does the degree certificate say?")
    question.get_by_role("link", name="Change").click()
    page.get_by_label("Date on the certificate").fill("2019-07-01")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you apply")
    expect(page.get_by_role("main")).to_contain_text("awarded on 1 July 2019")
    page.get_by_role("button", name="Confirm and apply").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for decision")


def _file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_an_application_is_filled_in_at_two_sittings_on_two_devices(somebody, screens):
    candidate = somebody("王小明", Role.CANDIDATE, lang="en", viewport=PHONE)
    begins_and_leaves(candidate)

    candidate.page = screens(PHONE, "en").new_page()
    page = candidate.signs_in()
    goes_on(candidate, page)
    says_who(page, number_of(candidate.id))
    hands_in(page)
    checks_changes_and_applies(page)

    page.goto(candidate.platform.url + "/path")
    expect(page.get_by_role("main")).to_contain_text("A registrar is looking at your application")
    expect(page.locator(".dates")).to_contain_text("Level 3: applied on")
    assert serious_findings(page) == []
