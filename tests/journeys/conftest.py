"""Journeys walk through the running platform in a real browser, as the people concerned."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from kernel import clock
from kernel.actor import Role
from tests.support.live import Live, live_platform
from tests.support.people import PASSWORD

CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": "/usr/bin/chromium", "args": CHROMIUM}


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Live]:
    """The running platform of this session, on SQLite or PostgreSQL as TEST_DATABASE says."""
    folder: Path = tmp_path_factory.mktemp("platform")
    database_url = ""
    if os.environ.get("TEST_DATABASE") == "postgresql":
        server = request.getfixturevalue("postgres")
        server.run("CREATE DATABASE platform")
        database_url = server.url("platform")
    with live_platform(folder, database_url) as running:
        yield running


class BrowserPerson:
    """Somebody with an account and a browser of their own; `page` is what they look at."""

    def __init__(self, platform: Live, context: BrowserContext, name: str, *roles: Role, name_latin: str = "") -> None:
        from accounts.services import registering

        self.platform = platform
        self.context = context
        self.page: Page = context.new_page()
        self.name = name
        self.email = f"{os.urandom(5).hex()}@example.org"
        with platform.doing():
            self.id = registering.register(
                email=self.email, name=name, name_latin=name_latin, password=PASSWORD, roles=set(roles), now=clock.now()
            )

    def goes_to(self, path: str) -> Page:
        self.page.goto(f"{self.platform.url}{path}")
        return self.page

    def signs_in(self) -> Page:
        page = self.goes_to("/sign-in")
        page.locator("#email").fill(self.email)
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in" not in url and "/sessions" not in url)
        return page


@pytest.fixture
def somebody(platform: Live, browser: Browser) -> Iterator[object]:
    """Brings people with browsers: somebody("王小明", Role.CANDIDATE, viewport=PHONE, lang="en")."""
    contexts: list[BrowserContext] = []

    def bring(
        name: str, *roles: Role, name_latin: str = "", viewport: dict[str, int] = LAPTOP, lang: str = "zh"
    ) -> BrowserPerson:
        context = browser.new_context(viewport=viewport, locale="zh-CN" if lang == "zh" else "en-GB")
        contexts.append(context)
        person = BrowserPerson(platform, context, name, *roles, name_latin=name_latin)
        person.signs_in()
        return person

    yield bring
    for context in contexts:
        context.close()
