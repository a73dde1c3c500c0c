"""Journeys walk through the running platform in a real browser, as the people concerned."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from xdist.scheduler import LoadFileScheduling

from kernel import clock
from kernel.actor import Role
from tests.support.crawler import Crawler, Visited
from tests.support.demonstration import HANDLES, OPEN_DOORS, Demonstration, live_demonstration
from tests.support.live import Live, live_platform
from tests.support.people import PASSWORD

CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
LANGUAGES = ("en", "zh")
STARTS = {"": OPEN_DOORS, "author": ("/questions?kind=single_choice", "/")}
"""Where people begin who do not begin at home; case studies, which come first in the bank, are not changed on a page."""
FEW = 4
"""So many people's pages of a kind show what is said in Chinese."""
TOGETHER = ("test_accessible.py", "test_every_page.py")
"""Files that one process runs, since they look at the same world; any other file is on its own."""


class ByFile(LoadFileScheduling):
    """Which process runs what."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return TOGETHER[0] if file.endswith(TOGETHER) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    """For `--dist loadfile`."""
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


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


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The demonstration world, for those who only look around; on a platform of its own."""
    with live_demonstration(tmp_path_factory.mktemp("demonstration")) as running:
        yield running


@pytest.fixture(scope="session")
def walks(demonstration: Demonstration, browser: Browser) -> dict[str, list[tuple[str, Visited]]]:
    """What everybody found: by language, who and the pages. In Chinese, a few of each kind to which English links led."""
    found: dict[str, list[tuple[str, Visited]]] = {language: [] for language in LANGUAGES}
    company = Counter[str]()
    for handle in ("", *HANDLES):
        context = demonstration.enters(browser, handle)
        crawler = Crawler(demonstration.platform.app, demonstration.url, context)
        pages = list(
            crawler.pages(STARTS.get(handle, ("/",)), "en", public=handle in {"", *HANDLES[:2]}, company=company)
        )
        in_chinese = Counter(page.endpoint for _, page in found["zh"])
        of_each_kind = {page.endpoint: page.path for page in pages if in_chinese[page.endpoint] < FEW}.values()
        found["en"] += [(handle or "stranger", page) for page in pages]
        found["zh"] += [(handle or "stranger", crawler.visit(path, "zh")) for path in of_each_kind]
        context.close()
    return found


class BrowserVisitor:
    """Somebody with a browser and nothing else; `page` is what they look at, `email` where they could be written to."""

    def __init__(self, platform: Live, context: BrowserContext) -> None:
        self.platform = platform
        self.context = context
        self.page: Page = context.new_page()
        self.email = f"{os.urandom(5).hex()}@example.org"

    def goes_to(self, path: str) -> Page:
        self.page.goto(f"{self.platform.url}{path}")
        return self.page


class BrowserPerson(BrowserVisitor):
    """Somebody with an account and a browser of their own."""

    def __init__(self, platform: Live, context: BrowserContext, name: str, *roles: Role, name_latin: str = "") -> None:
        from accounts.services import registering

        super().__init__(platform, context)
        self.name = name
        with platform.doing():
            self.id = registering.register(
                email=self.email, name=name, name_latin=name_latin, password=PASSWORD, roles=set(roles), now=clock.now()
            )

    def signs_in(self) -> Page:
        page = self.goes_to("/sign-in")
        page.locator("#email").fill(self.email)
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in" not in url and "/sessions" not in url)
        return page


@pytest.fixture
def screens(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers that share nothing with each other, closed after the test."""
    contexts: list[BrowserContext] = []

    def screen(viewport: dict[str, int] = LAPTOP, lang: str = "zh") -> BrowserContext:
        contexts.append(browser.new_context(viewport=viewport, locale="zh-CN" if lang == "zh" else "en-GB"))
        return contexts[-1]

    yield screen
    for context in contexts:
        context.close()


@pytest.fixture
def anybody(platform: Live, screens: Callable[..., BrowserContext]) -> Callable[..., BrowserVisitor]:
    """Brings visitors without an account."""
    return lambda **screen: BrowserVisitor(platform, screens(**screen))


@pytest.fixture
def somebody(platform: Live, screens: Callable[..., BrowserContext]) -> Callable[..., BrowserPerson]:
    """Brings people with an account, signed in, each at their own screen and in their own language."""

    def bring(name: str, *roles: Role, name_latin: str = "", **screen: object) -> BrowserPerson:
        person = BrowserPerson(platform, screens(**screen), name, *roles, name_latin=name_latin)
        person.signs_in()
        return person

    return bring
