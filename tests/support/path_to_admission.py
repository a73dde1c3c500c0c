"""What a candidate and a registrar do until the candidate is admitted, each on their own pages."""

from datetime import date

from playwright.sync_api import Locator, Page, expect

from kernel import clock
from kernel.dates import local_date
from tests.support.people import PASSWORD
from web.times import ZONE

LEVEL = "/schemes/csm-national/levels/3"


def today() -> date:
    """The day on the wall of the examination room."""
    return local_date(clock.now(), ZONE)


def years_ago(years: int) -> str:
    """The first of a month so many years ago, as a date field takes it."""
    return today().replace(year=today().year - years, day=1).isoformat()


def registers(somebody, name: str, name_latin: str) -> Page:
    """From the front page to an account of one's own."""
    page = somebody.goes_to("/registration")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Name in Latin letters").fill(name_latin)
    page.get_by_label("E-mail address").fill(somebody.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    page.goto(somebody.platform.letter_link(somebody.email, "/registrations/"))
    page.get_by_role("button", name="Open my account").click()
    expect(page.locator(".user-menu .menu-name")).to_have_text(name)
    return page


def answers(page: Page, *chosen: str, **written: str) -> None:
    """One page of the form: choose, write, continue."""
    for label in chosen:
        page.get_by_label(label).check()
    for label, text in written.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)
    page.get_by_role("button", name="Save and continue").click()


def adds_schooling(candidate, degree: str, field: str, awarded: str) -> Page:
    """A degree, question by question."""
    page = candidate.goes_to("/evidence/education/new")
    answers(page, degree)
    answers(page, field)
    answers(page, School_or_university="Example University", Date_on_the_certificate=awarded)
    expect(page.get_by_role("main")).to_contain_text("Example University")
    return page


def adds_work(candidate, occupation: str, start: str) -> Page:
    """A job that goes on, question by question."""
    page = candidate.goes_to("/evidence/employment/new")
    answers(page, Employer="Example Trading Company")
    answers(page, occupation)
    page.get_by_label("First day of work").fill(start)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("main")).to_contain_text("Example Trading Company")
    return page


def condition(page: Page, number: int) -> Locator:
    """One condition of level 3 on the page of what one may apply for."""
    return page.locator(f"#level-3 .condition[value='{number}']")


def shows_evidence(candidate) -> None:
    """A degree of another field does not suffice; with a year of this work it does, and the page says so at once."""
    adds_schooling(candidate, "Bachelor's degree", "Another field", years_ago(4))
    page = candidate.goes_to("/admission")
    expect(condition(page, 4).locator(".condition-state")).to_have_text("Not met")
    expect(condition(page, 4)).to_contain_text("Needed: 1 year of continuous work")
    expect(page.locator("#level-3")).to_contain_text("Not yet")
    expect(page.get_by_role("link", name="Apply for Level 3")).to_have_count(0)

    adds_work(candidate, "This occupation", years_ago(3))
    page = candidate.goes_to("/admission")
    expect(condition(page, 4).locator(".condition-state")).to_have_text("Met")
    expect(condition(page, 1).locator(".condition-state")).to_have_text("Not met")
    expect(page.locator("#level-3")).to_contain_text("You meet condition 4.")


def hands_in_papers(candidate) -> None:
    """The identity number and the papers; a journey of its own does this page by page."""
    import accounts.queries
    from tests.support.papers import hand_in_everything

    with candidate.platform.doing():
        person = accounts.queries.find_person(candidate.email)
        hand_in_everything(person.id, clock.now())


def applies(candidate) -> None:
    """From the conditions over the tasks and the check of one's answers to the application."""
    hands_in_papers(candidate)
    page = candidate.goes_to("/admission")
    page.get_by_role("link", name="Apply for Level 3").click()
    page.get_by_role("link", name="Check your answers and apply").click()
    expect(page.get_by_role("main")).to_contain_text("Example University")
    page.get_by_role("button", name="Confirm and apply").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for decision")


def approves(registrar, name: str, reason: str) -> None:
    """The registrar reads the evidence, forgets the reason at first, and approves."""
    page = registrar.goes_to("/")
    page.get_by_role("link", name="Applications to decide").click()
    page.get_by_role("link", name=name).click()
    for said in ("Example University", "Example Trading Company", "Met: 4."):
        expect(page.get_by_role("main")).to_contain_text(said)
    page.get_by_role("button", name="Take this application").click()
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Decide, back to the queue").click()
    expect(page.get_by_role("alert")).to_contain_text("Reason")
    expect(page.get_by_label("Approve")).to_be_checked()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Decide, back to the queue").click()
    expect(page.locator("body")).to_contain_text("Decided. The candidate has been told.")


def reads_the_decision(candidate, reason: str) -> None:
    """The candidate is told, with the reason."""
    page = candidate.goes_to("/applications")
    page.get_by_role("link", name="Level 3").click()
    expect(page.get_by_role("main")).to_contain_text("Approved: you may enter the examinations of this level")
    expect(page.get_by_role("main")).to_contain_text(reason)
