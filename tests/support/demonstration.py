"""The demonstration world on a platform of its own, with a browser for each of its people."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from home.services.demonstration.cast import CANDIDATES, DOMAIN, STAFF
from home.services.demonstration.examination import COMMENT, ESSAY
from home.services.demonstration.provincial import SHORT
from tests.support.live import Live

HANDLES = tuple(person.handle for person in (*STAFF, *CANDIDATES))
OPEN_DOORS = ("/", "/sign-in", "/registration", "/verify", "/schemes")
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Demonstration:
    """What `flask demo` makes, running; `enters` gives somebody a browser in which they are signed in."""

    def __init__(self, platform: Live) -> None:
        self.platform = platform
        self.url = platform.url
        folder = platform.settings.data_dir
        self._password = json.loads((folder / "demonstration.json").read_text())["password"]

    def essays(self) -> tuple[str, ...]:
        """What its people wrote in examinations and on the marking desk."""
        return (" ".join(ESSAY.split()), COMMENT, SHORT)

    def enters(self, browser: Browser, handle: str, **screen: object) -> BrowserContext:
        """A browser of their own; an empty handle is a stranger, who signs in nowhere."""
        context = browser.new_context(locale="en-GB", **screen)
        if handle:
            token = _TOKEN.search(context.request.get(f"{self.url}/sign-in").text())
            assert token is not None
            form = {"csrf_token": token[1], "email": f"{handle}@{DOMAIN}", "password": self._password}
            answer = context.request.post(f"{self.url}/sessions", form=form)
            assert answer.url.rstrip("/") == self.url, answer.url
        return context


@contextmanager
def live_demonstration(folder: Path) -> Iterator[Demonstration]:
    """Made by the operator's commands and started, as `make run` does it."""
    platform = Live(folder)
    platform.prepares("db upgrade")
    platform.flask("demo", "--quiet")
    platform.start(workers=1)
    try:
        yield Demonstration(platform)
    finally:
        platform.stop()
