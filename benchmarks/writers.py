"""Virtual candidates in a process of their own: each notes what it is about to send, and what was acknowledged.

They know nothing of the platform but its interface; what is not answered is sent again with the same numbers.
"""

import http.client
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

WRITER = "page-of-a-writer"
SLOTS = 40
PAUSE = 0.05
TIMEOUT = 10
AGAIN = {429, 500, 502, 503, 504}


class Journal:
    """One line for each thing, written before anybody goes on."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, what: str, **facts: object) -> None:
        os.write(self._file, json.dumps({"what": what, "at": time.monotonic(), **facts}).encode() + b"\n")


class Candidate:
    """Somebody with a browser: starts, writes until told to stop, and hands in."""

    def __init__(self, who: dict, port: int, journal: Journal, is_over: Callable[[], bool], seed: int) -> None:
        self.who, self.port, self.journal, self.is_over = who, port, journal, is_over
        self.random = random.Random(f"{seed} {who['entry']}")
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.headers = {
            "Accept-Language": "en",
            "Content-Type": "application/json",
            "Cookie": f"session={who['cookie']}",
            "X-CSRFToken": who["token"],
        }
        self.attempt, self.seq, self.tried = "", 0, 0.0

    def sits(self) -> None:
        """From the first press of a button to the last."""
        if not self.starts():
            return
        if self.who["role"] == "late":
            self.waits_until_it_is_late()
            self.comes_late()
            return
        while not self.is_over():
            self.saves()
        if self.who["role"] == "hands in":
            self.hands_in()

    def starts(self) -> bool:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, said, location = self.asks("POST", f"/attempts/of/{self.who['entry']}", "ready=y", form)
        if status != 201:
            self.journal.note(
                "refused", entry=self.who["entry"], status=status, said=said[:40_000].decode(errors="replace")
            )
            return False
        self.attempt = location.rsplit("/", 1)[-1]
        self.posts("claim", {"writer": WRITER})
        self.journal.note("started", entry=self.who["entry"], attempt=self.attempt)
        return True

    def some(self) -> list[dict]:
        """One to three answers, with the next numbers."""
        answers = []
        for _ in range(self.random.choice((1, 1, 2, 3))):
            self.seq += 1
            value = {"chosen": [self.random.choice("ABCD")], "flagged": self.random.random() < 0.3}
            answers.append({"seq": self.seq, "slot": str(self.random.randint(1, SLOTS)), "value": value})
        return answers

    def saves(self) -> None:
        answers = self.some()
        self.journal.note("sent", attempt=self.attempt, answers=answers)
        status, said = self.posts("answers", {"writer": WRITER, "answers": answers})
        if status == 200 and json.loads(said)["durable"] >= self.seq:
            self.journal.note("acknowledged", attempt=self.attempt, answers=answers, tried=self.tried)
        else:
            self.journal.note("odd", attempt=self.attempt, status=status, said=said[:300].decode(errors="replace"))

    def hands_in(self) -> None:
        answers = self.some()
        self.journal.note("sent", attempt=self.attempt, answers=answers)
        for _ in range(2):
            status, said = self.posts("hand-in", {"writer": WRITER, "answers": answers})
            if status == 200:
                self.journal.note("acknowledged", attempt=self.attempt, answers=answers, tried=self.tried)
                self.journal.note("handed in", attempt=self.attempt)
            else:
                self.journal.note("odd", attempt=self.attempt, status=status, said=said[:300].decode(errors="replace"))

    def waits_until_it_is_late(self) -> None:
        """Somebody else sets this paper's deadline into the past."""
        while not self.is_over() and not Path(self.who["late"]).exists():
            time.sleep(PAUSE)

    def comes_late(self) -> None:
        """Everything that a browser can say about the time is forged."""
        answers = self.some()
        an_hour_ago = time.time() - 3600
        forged = {
            "Date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(an_hour_ago)),
            "X-Client-Time": str(an_hour_ago),
            "X-Request-Start": f"t={an_hour_ago}",
        }
        body = json.dumps({"writer": WRITER, "answers": answers})
        status, _, _ = self.asks("POST", f"/api/attempts/{self.attempt}/answers", body, forged)
        self.journal.note("late", attempt=self.attempt, answers=answers, status=status)

    def posts(self, what: str, body: dict) -> tuple[int, bytes]:
        return self.asks("POST", f"/api/attempts/{self.attempt}/{what}", json.dumps(body), {})[:2]

    def asks(self, method: str, path: str, body: str, headers: dict) -> tuple[int, bytes, str]:
        """Again and again, until there is an answer that is not about the server's own trouble."""
        while True:
            self.tried = time.monotonic()
            try:
                self.connection.request(method, path, body, {**self.headers, **headers})
                answer = self.connection.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException):
                self.connection.close()
            else:
                if answer.status not in AGAIN:
                    return answer.status, said, answer.headers.get("Location", "")
                self.journal.note("trouble", status=answer.status, path=path)
            time.sleep(PAUSE)


def main() -> None:
    told = json.load(sys.stdin)
    journal, over = Journal(told["journal"]), Path(told["over"])

    def careful(who: dict) -> None:
        try:
            Candidate(who, who["port"], journal, over.exists, told["seed"]).sits()
        except BaseException as error:  # a swarm that dies silently would prove nothing
            journal.note("broken", error=repr(error))
            raise

    threads = [threading.Thread(target=careful, args=(who,)) for who in told["candidates"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
