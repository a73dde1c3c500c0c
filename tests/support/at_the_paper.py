"""A candidate at a running paper: admitted, entered and started through the services, looking at it in a browser."""

import re
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from kernel import clock
from kernel.actor import Role
from tests.support.exam_room import admit, enter, plan_sitting

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")
"""What the page says only when the server has everything."""
SERIOUS = frozenset({"serious", "critical"})


class AtThePaper:
    """One candidate's paper; a `page` is a window on it, and there may be several."""

    def __init__(self, platform, person, component: str = "theory", *, started_ago: timedelta = timedelta()) -> None:
        from exam.queries.starts import entry_to_start
        from exam.services import starting
        from exam.services.preparing import prepare_forms

        self.platform, self.person = platform, person
        now = clock.now() - started_ago
        then = now - timedelta(hours=3, minutes=1)
        with platform.doing():
            admit(person.id, then)
            self.sitting_id: UUID = plan_sitting(then, component)
            [entry_id] = enter(self.sitting_id, [person.id], then)
        with platform.doing():
            prepare_forms(self.sitting_id, now=then)
        with platform.doing():
            self.attempt_id: UUID = starting.start(entry_to_start(entry_id), now=now).id
        self.page: Page = person.page
        self.origin = platform.url

    @property
    def url(self) -> str:
        return f"{self.origin}/attempts/{self.attempt_id}?lang=en"

    def opens(self, page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(self.url)
        expect(page.locator("#save")).to_have_text(SAVED)
        return page

    def new_window(self) -> Page:
        return self.opens(self.person.context.new_page())

    def is_further_on(self, by: timedelta) -> None:
        """From now on it was started so much earlier, and ends so much earlier."""
        from exam.queries.attempts import attempt_row

        with self.platform.doing():
            attempt = attempt_row(self.attempt_id)
            attempt.started_at -= by
            attempt.deadline -= by

    def was_heard_earlier(self, by: timedelta) -> None:
        """What the desk has heard of it so far came so much earlier."""
        from exam.models.attempts import SavedAnswer
        from exam.models.heartbeats import Heartbeat
        from exam.queries.attempts import attempt_row
        from storage.database import db

        with self.platform.doing():
            db.session.get_one(Heartbeat, attempt_row(self.attempt_id).entry_id).heard_at -= by
            for saved in db.session.scalars(select(SavedAnswer).where(SavedAnswer.attempt_id == self.attempt_id)):
                saved.received_at -= by

    def stored(self) -> dict:
        """What the server has, slot by slot."""
        from exam.queries.attempts import work

        with self.platform.doing():
            return dict(work(self.attempt_id, clock.now()).answers)

    def file(self):
        from exam.queries.attempts import work

        with self.platform.doing():
            return work(self.attempt_id, clock.now()).file


def sits_down(
    platform, somebody, component: str = "theory", *, started_ago: timedelta = timedelta(), **screen
) -> AtThePaper:
    person = somebody("王小明", Role.CANDIDATE, lang="en", **screen)
    return AtThePaper(platform, person, component, started_ago=started_ago)


def option(page: Page, letter: str) -> Locator:
    return page.locator(f"#option-{letter}")


def save_line(page: Page) -> Locator:
    return page.locator("#save")


def banner(page: Page) -> Locator:
    return page.locator("#banner")


def serious_findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical on this page, once its colours have changed to what they will be."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("() => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
