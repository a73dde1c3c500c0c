"""Pages of virtual candidates that save all the time, and remember when each save was sent and what was answered."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection

from benchmarks.swarm import Candidate, ask
from tests.support.exam_room import WRITER, choice

SAVES_A_PULSE = 3
PAUSE = 0.05
"""Seconds between an answer and the next save: on SQLite there is one writer, and the desk is to have its turn too."""
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A save as its sender saw it; `code` is why it was refused."""

    seq: int
    at: float
    answered: float
    code: str | None


class Page:
    """One connection of a candidate, to one process: saves all the time, and speaks now and then."""

    def __init__(self, who: Candidate, numbers: Iterator[int], connection: HTTPConnection) -> None:
        self.who, self.numbers, self.connection = who, numbers, connection
        self.saves: list[Sent] = []
        self.pulses: list[int] = []

    def runs(self, is_over: threading.Event) -> None:
        """Until it is over."""
        while not is_over.wait(PAUSE):
            seq = next(self.numbers)
            value = {"seq": seq, "slot": str(seq % 40 + 1), "value": choice("ABCD"[seq % 4])}
            at = time.monotonic()
            status, said, _ = self.who.posts(self.connection, "answers", {"writer": WRITER, "answers": [value]})
            code = None if status == HTTPStatus.OK else json.loads(said).get("code", str(status))
            self.saves.append(Sent(seq, at, time.monotonic(), code))
            if len(self.saves) % SAVES_A_PULSE == 0:
                path = f"/api/attempts/{self.who.attempt_id}/pulse"
                self.pulses.append(ask(self.connection, "GET", path, None, self.who.headers)[0])

    def first(self, code: str | None, *, since: float) -> Sent:
        """The first save that was sent since then and answered so; waits for it."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            later = [sent for sent in self.saves[-100:] if sent.at >= since and sent.code == code]
            if later:
                return later[0]
            time.sleep(0.001)
        raise TimeoutError(f"nobody heard {code}")
