"""Storms: many people who all come within seconds, each when the clock says so and not when the one before is done.

The generator sleeps and reads on one thread; what it costs itself is told with each storm, since it takes its CPU time
from the same machine.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.swarm import PASSWORD, Candidate
from tests.support.exam_room import WRITER

PATIENCE = 60
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Storm:
    """How long each had to wait, in seconds, the shortest first; how many failed; what the generator cost."""

    waits: Sequence[float]
    errors: int
    generator_cpu: float

    def within(self, share: float) -> float:
        """How long that share of those who came through waited at most."""
        if not self.waits:
            return PATIENCE
        return self.waits[min(int(len(self.waits) * share), len(self.waits) - 1)]


class Browser:
    """One connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def asks(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
        """One request; the status and the headers, once the whole page has come."""
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body.encode())}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        said = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        self.page = await self.reader.readexactly(int(said.get("content-length", 0)))
        return int(head[0].split()[1]), said


Act = Callable[[Candidate, Browser], Awaitable[None]]


def storm(crowd: Sequence[Candidate], port: int, act: Act, *, within: float) -> Storm:
    """Everybody acts once, on a connection of their own, arriving evenly over so many seconds."""
    before = time.process_time()
    waits = asyncio.run(_all(crowd, port, act, within))
    done = sorted(wait for wait in waits if wait is not None)
    return Storm(done, len(waits) - len(done), time.process_time() - before)


async def _all(crowd: Sequence[Candidate], port: int, act: Act, within: float) -> list[float | None]:
    begins = time.monotonic() + 0.2
    due = [begins + within * number / len(crowd) for number in range(len(crowd))]
    return await asyncio.gather(*(_one(who, port, act, moment) for who, moment in zip(crowd, due, strict=True)))


async def _one(who: Candidate, port: int, act: Act, due: float) -> float | None:
    """How long it took from the moment of arriving; None where it failed."""
    await asyncio.sleep(due - time.monotonic())
    try:
        async with asyncio.timeout(PATIENCE):
            browser = Browser(*await asyncio.open_connection("127.0.0.1", port))
            await act(who, browser)
            browser.writer.close()
    except (OSError, AssertionError, TimeoutError, asyncio.IncompleteReadError):
        return None
    return time.monotonic() - due


async def starts(who: Candidate, browser: Browser) -> None:
    """Press the button, which brings the paper."""
    form = who.headers | {"Content-Type": FORM}
    status, said = await browser.asks("POST", f"/attempts/of/{who.entry_id}", "ready=y", form)
    assert status == 201, status
    assert b'id="paper"' in browser.page, len(browser.page)
    who.attempt_id = said["location"].rsplit("/", 1)[-1]


async def claims(who: Candidate, browser: Browser) -> None:
    """Become the page that writes."""
    await _posts(who, browser, "claim", {"writer": WRITER})


async def hands_in(who: Candidate, browser: Browser) -> None:
    """Hand in."""
    await _posts(who, browser, "hand-in", {"writer": WRITER, "answers": []})


async def _posts(who: Candidate, browser: Browser, what: str, body: object) -> None:
    status, _ = await browser.asks("POST", f"/api/attempts/{who.attempt_id}/{what}", json.dumps(body), who.headers)
    assert status == 200, (status, browser.page)


async def signs_in(who: Candidate, browser: Browser) -> None:
    """Open the door, sign in with the password, and look at the lobby."""
    status, said = await browser.asks("GET", "/sign-in", "", {})
    token = browser.page.decode().partition('name="csrf_token" value="')[2].partition('"')[0]
    lobby = f"/entries/{who.entry_id}"
    form = {"csrf_token": token, "email": who.email, "password": PASSWORD, "next": lobby}
    headers = {"Cookie": said["set-cookie"].partition(";")[0], "Content-Type": FORM}
    status, said = await browser.asks("POST", "/sessions", urlencode(form), headers)
    assert status == 302, status
    cookie = said["set-cookie"].partition(";")[0]
    status, _ = await browser.asks("GET", lobby, "", {"Cookie": cookie})
    assert status == 200, status
