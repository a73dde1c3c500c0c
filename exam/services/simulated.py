"""A simulated candidate: does with a browser what a candidate does, and remembers what was answered."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any, Protocol
from uuid import UUID

from exam.domain.answer import Answer
from exam.domain.form import MATCHING, MULTIPLE_CHOICE, NUMERIC, ORDERING, SHORT_TEXT, TEXT_SLOT
from exam.domain.rehearsal_check import Call, Doors, Wish, why_no_start
from exam.domain.rehearsal_plan import Act
from exam.domain.safe_browser import CONFIG_KEY_HEADER, EXAM_KEY_HEADER, SafeBrowser, hash_for

OK, CREATED, CONFLICT = 200, 201, 409
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_VERSION = re.compile(r'name="agreed_version" value="(\d+)"')
_PAPER = re.compile(r'<script type="application/json" id="paper">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    text: str
    location: str = ""


class Browser(Protocol):
    """A browser of somebody who is signed in; it keeps their cookies."""

    @property
    def address(self) -> str:
        """Where the platform is, without a stroke at the end."""

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Open a page: its status, its text, and where it leads."""

    def post(
        self, path: str, headers: Mapping[str, str], *, form: Any = None, body: Any = None
    ) -> tuple[int, str, str]:
        """Send a form, or JSON."""


@dataclass(slots=True)
class Simulated:
    """One of them: `unsent` is what their page has not got acknowledged, `calls` what they asked and were answered."""

    entry_id: UUID
    name: str
    browser: Browser
    wanted: SafeBrowser
    doors: Doors
    shown: Callable[[], datetime]
    chance: Random
    attempt_id: str = ""
    writer: str = ""
    token: str = ""
    seq: int = 0
    has_come: bool = False
    has_network: bool = True
    is_done: bool = False
    questions: list[dict[str, Any]] = field(default_factory=list)
    unsent: list[Answer] = field(default_factory=list)
    acknowledged: dict[int, Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def does(self, act: Act) -> None:
        """One thing; who has no paper, or has handed it in, does nothing more with it."""
        if act is Act.LOOK:
            self._look()
        elif act is Act.START:
            self._start()
        elif self.attempt_id and not self.is_done:
            self._works(act)

    def _works(self, act: Act) -> None:
        match act:
            case Act.WRITE:
                self._write()
            case Act.LOSE_NETWORK:
                self.has_network = False
                self._write()
            case Act.SEND:
                self.has_network = True
                self._send()
            case Act.SECOND_TAB:
                self._second_tab()
            case Act.HAND_IN:
                self._hand_in()

    def _look(self) -> Page:
        self.has_come = True
        page = self._get(f"/entries/{self.entry_id}")
        found = _TOKEN.search(page.text)
        if found:
            self.token = found[1]
        return page

    def _start(self) -> None:
        """Read what is asked, agree, and press the button, which brings the paper."""
        lobby = self._look()
        version = _VERSION.search(lobby.text)
        form = {"ready": "y", **({"agreed_name": self.name, "agreed_version": version[1]} if version else {})}
        began, since = self.shown(), time.perf_counter()
        page = self._post(f"/attempts/of/{self.entry_id}", form=form)
        if page.status == CREATED:
            self._open(page)
        call = Call(wish=Wish.START, began=began, done=self.shown(), seconds=time.perf_counter() - since)
        if page.status == CREATED:
            self.calls.append(call)
            self._claim()
        elif page.status == CONFLICT:
            self._refused(call, why_no_start(call, self.doors) or "not_started")
        else:
            self._failed("start", page)

    def _open(self, page: Page) -> None:
        paper = _PAPER.search(page.text)
        if paper is None:
            self._failed("paper", page)
            return
        self.attempt_id = page.location.rsplit("/", 1)[-1]
        found = json.loads(paper[1])
        self.questions = found["questions"] or [{"slot": TEXT_SLOT, "kind": TEXT_SLOT}]

    def _claim(self) -> None:
        """This page writes from now on."""
        if not self.attempt_id:
            return
        self.writer = f"rehearsal-{self.chance.randrange(10**12):012}"
        page = self._call("claim", {"writer": self.writer})
        if page.status != OK:
            self._failed("claim", page)

    def _write(self) -> None:
        for question in self.chance.sample(self.questions, min(len(self.questions), self.chance.randint(1, 3))):
            self.seq += 1
            self.unsent.append(Answer(self.seq, question["slot"], self._answer_to(question)))
        if self.has_network:
            self._send()

    def _answer_to(self, question: Mapping[str, Any]) -> dict[str, Any]:
        chance, kind = self.chance, question["kind"]
        if kind == TEXT_SLOT:
            return {"text": "".join(chance.choice("服务客户需求投诉改进") for _ in range(40))}
        letters = [option["letter"] for option in question["options"]]
        if kind in {NUMERIC, SHORT_TEXT}:
            unit = chance.choice(letters) if letters else ""
            return {"text": str(chance.randint(1, 99)), "unit": unit, "flagged": False}
        match kind:
            case _ if kind == MATCHING:
                chosen = [chance.choice(letters) for _ in question["prompts"]]
            case _ if kind == ORDERING:
                chosen = chance.sample(letters, len(letters))
            case _ if kind == MULTIPLE_CHOICE:
                chosen = sorted(chance.sample(letters, chance.randint(1, len(letters))))
            case _:
                chosen = [chance.choice(letters)]
        return {"chosen": chosen, "flagged": chance.random() < 0.1}  # noqa: PLR2004 -- now and then

    def _send(self, *, is_elsewhere: bool = False) -> None:
        """Send what is not acknowledged; where another page writes, take over and send again."""
        if not self.unsent:
            return
        began, since = self.shown(), time.perf_counter()
        page = self._call("answers", self._body(self.writer))
        call = Call(
            wish=Wish.SAVE,
            began=began,
            done=self.shown(),
            seconds=time.perf_counter() - since,
            is_elsewhere=is_elsewhere,
        )
        if page.status == OK:
            self.calls.append(call)
            self._hear(json.loads(page.text)["durable"])
            return
        code = self._code(page)
        if not code:
            self._failed("save", page)
            return
        self._refused(call, code)
        if code == "elsewhere":
            self._claim()
            self._send()
        elif code != "paused":
            self.is_done = True

    def _second_tab(self) -> None:
        """Another window takes over; the first one is told so at its next save, and takes over again."""
        self._send()
        first = self.writer
        self._claim()
        self.writer = first
        self.seq += 1
        question = self.chance.choice(self.questions)
        self.unsent.append(Answer(self.seq, question["slot"], self._answer_to(question)))
        self._send(is_elsewhere=True)

    def _hand_in(self) -> None:
        began, since = self.shown(), time.perf_counter()
        page = self._call("hand-in", self._body(self.writer))
        call = Call(wish=Wish.HAND_IN, began=began, done=self.shown(), seconds=time.perf_counter() - since)
        if page.status == OK:
            self.calls.append(call)
            self._hear(self.seq)
            self.is_done = True
        elif code := self._code(page):
            self._refused(call, code)
        else:
            self._failed("hand_in", page)

    def _hear(self, durable: int) -> None:
        """The platform says that everything up to this number is durable."""
        self.acknowledged |= {answer.seq: answer for answer in self.unsent if answer.seq <= durable}
        self.unsent = [answer for answer in self.unsent if answer.seq > durable]

    def _body(self, writer: str) -> dict[str, Any]:
        answers = [{"seq": each.seq, "slot": each.slot, "value": each.value} for each in self.unsent]
        return {"writer": writer, "answers": answers}

    def _call(self, what: str, body: Any) -> Page:
        return self._post(f"/api/attempts/{self.attempt_id}/{what}", body=body)

    def _post(self, path: str, *, form: Any = None, body: Any = None) -> Page:
        headers = {**self._proof(path), "X-CSRFToken": self.token}
        return Page(*self.browser.post(path, headers, form=form, body=body))

    def _get(self, path: str) -> Page:
        return Page(*self.browser.get(path, self._proof(path)))

    def _proof(self, path: str) -> dict[str, str]:
        """What Safe Exam Browser would send, where the sitting wants it."""
        keys = {CONFIG_KEY_HEADER: self.wanted.config_keys, EXAM_KEY_HEADER: self.wanted.exam_keys}
        return {header: hash_for(self.browser.address + path, known[0]) for header, known in keys.items() if known}

    def _code(self, page: Page) -> str:
        """Why the platform refused; nothing where it did something else."""
        if page.status != CONFLICT:
            return ""
        try:
            return str(json.loads(page.text)["code"])
        except (ValueError, KeyError):
            return ""

    def _refused(self, call: Call, code: str) -> None:
        self.calls.append(replace(call, code=code))

    def _failed(self, what: str, page: Page) -> None:
        self.errors.append(f"{what}: {page.status} {' '.join(page.text.split())[:200]}")
