"""What a registrar and a candidate do for the examinations: planning, entering, writing, handing in."""

import re
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Error, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotYet

from kernel import clock
from tests.support.at_the_paper import SAVED, save_line
from web.times import ZONE

PATIENCE = 30
"""How many times a page is looked at again, about a second each."""
LONGEST_IN_THE_LOBBY = 60_000


def on_the_wall(moment: datetime) -> str:
    """As a field for date and time takes it; never a full minute, which browsers write in another way."""
    local = moment.astimezone(ZoneInfo(ZONE)).replace(microsecond=0)
    return local.replace(second=local.second or 1).isoformat(timespec="seconds").removesuffix("+08:00")


def looks_again(page: Page, awaited: Locator) -> None:
    """Reload the page until what is awaited stands on it; a page may look again by itself at the same moment."""
    for _ in range(PATIENCE):
        try:
            page.reload()
        except Error as overtaken:
            if "ERR_ABORTED" not in str(overtaken):
                raise
        try:
            return awaited.first.wait_for(timeout=1000)
        except NotYet:
            continue
    raise AssertionError(f"{awaited} did not appear on {page.url}: {page.locator('main').inner_text()}")


def plans(registrar, component: str, *, starts_at: datetime, latest_start_at: datetime, place: str) -> str:
    """Plan a sitting and publish it; the address of its page."""
    page = registrar.goes_to("/sittings")
    page.get_by_role("link", name="Plan a sitting").first.click()
    page.get_by_label("What is examined").select_option(label=f"Customer Service Manager · Level 3 · {component}")
    page.get_by_label("Place").fill(place)
    page.get_by_label("Door opens").fill(on_the_wall(starts_at))
    page.get_by_label("Start", exact=True).fill(on_the_wall(starts_at))
    page.get_by_label("Latest start").fill(on_the_wall(latest_start_at))
    page.get_by_label("No hand-in for so many minutes").fill("0")
    page.get_by_role("button", name="Plan the sitting").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("main")).to_contain_text("The sitting is published")
    return page.url.removesuffix("/publication")


def enters(candidate, component: str, place: str) -> str:
    """Take a seat; the address of the lobby, where it is too early to start."""
    page = candidate.goes_to("/exams")
    card = page.locator(".exam-card").filter(has_text=component).filter(has_text=place)
    card.get_by_role("button", name="Enter").click()
    expect(page.get_by_role("main")).to_contain_text("Your seat is reserved")
    expect(page.get_by_role("main")).to_contain_text("You cannot start yet.")
    return page.url


def sees_papers_made(registrar, sitting: str, name: str) -> None:
    """Nobody presses anything: the job worker makes the papers, and the sitting's page shows it."""
    page = registrar.page
    page.goto(sitting)
    looks_again(page, page.get_by_role("row", name=name).get_by_text("made", exact=True))


def starts(candidate, lobby: str, name: str) -> UUID:
    """Wait in the lobby until the button appears by itself, agree, and let the clock run; the attempt's id."""
    page = candidate.page
    page.goto(lobby)
    page.get_by_role("button", name="Start now").click(timeout=LONGEST_IN_THE_LOBBY)
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to confirm that the clock may start.")
    page.get_by_label("I agree. My full name").fill(name)
    page.get_by_label("I am ready").check()
    page.get_by_role("button", name="Start now").click()
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+$"))
    expect(save_line(page)).to_have_text(SAVED)
    return UUID(page.url.rsplit("/", 1)[-1])


def right_answers(platform, attempt_id: UUID) -> list[frozenset[str]]:
    """For each question of the paper, in its order, the letters under which the right options stand on it."""
    import exam.queries.attempts
    import question_bank.queries

    with platform.doing():
        slots = exam.queries.attempts.work(attempt_id, clock.now()).layout.slots
        keys = question_bank.queries.keys(slot.version_id for slot in slots)
        return [
            frozenset(slot.letters[place] for place, option in enumerate(slot.order) if option in key.correct)
            for slot in slots
            for key in [keys[slot.version_id]]
        ]


def answers_everything(page: Page, answers: list[frozenset[str]]) -> None:
    """Question by question with the mouse, to the check of one's answers."""
    for number, letters in enumerate(answers, start=1):
        expect(page.locator("#question-heading")).to_have_text(f"Question {number} of {len(answers)}")
        for letter in sorted(letters):
            page.locator(f"label[for=option-{letter}]").click()
        page.locator(".bar-next").click()
    expect(page.get_by_role("main")).to_contain_text("Check your answers")
    expect(page.get_by_role("main")).to_contain_text("Every question is answered.")


def hands_in(page: Page) -> str:
    """Confirm, and get the receipt; the attempt number on it."""
    page.locator("[data-hand-in]").click()
    page.get_by_role("button", name="Yes, hand in").click()
    page.wait_for_url(re.compile("/receipt"))
    expect(page.get_by_role("main")).to_contain_text("Your paper is in")
    return page.locator(".facts .support-code").first.inner_text()


def writes(page: Page, text: str, file: tuple[str, bytes]) -> None:
    """An answer to the case, and one file with it."""
    name, content = file
    page.locator("#answer").fill(text)
    page.locator("#file").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    expect(page.locator(".file-words")).to_have_text(f"{name} is saved.")
    expect(save_line(page)).to_have_text(SAVED, timeout=8000)
