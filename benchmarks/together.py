"""Saves, pages that speak, and the desk that stops clocks, lets them go on and gives minutes to everybody: all at once.

`python -m benchmarks.together --seconds 60` lets them run into each other on the real processes and a PostgreSQL of
their own: no deadlock, no request that fails, no answer lost or taken while the clock stood, and every clock as its
record says. Then, while everybody saves through every process, one person, a room and all are stopped: `stopped_…` is
the longest time from the answer to the invigilator until a process refused. One JSON line a figure; exit status 1
where one is not as it must be.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from accounts.services.registering import register
from app import create_app
from benchmarks.pages import PAUSE, Page
from benchmarks.processes import server, who_serves
from benchmarks.swarm import ask, gather, signed_in
from exam.domain.timeline import TimeKind
from exam.models.attempts import Attempt, SavedAnswer, TimeRecord
from exam.models.sittings import Entry
from exam.queries.timelines import timelines_of
from exam.services.handing_in import close_overdue
from exam.services.rooms import keep_room
from exam.services.timekeeping import end_breaks
from kernel import clock
from kernel.actor import PLATFORM, Role
from storage.database import db
from storage.transaction import transaction
from tests.support.exam_room import furnish
from tests.support.many_seats import fill
from tests.support.postgres import temporary_postgres
from web.settings import Settings

IN_A_ROOM = 3
OTHERS = 54
"""Who sits there besides and lets the pages lie, so that "everybody" are many."""
TIMES = 20
"""How often one, a room and all are stopped."""
AT_MOST = 1.0
"""Seconds until every process refuses."""
WORKERS = 2
FORM = "application/x-www-form-urlencoded"
DOES = {"cause": "outage", "reason": "停电", "minutes": ""}


@dataclass(slots=True)
class Report:
    """How often what was answered how; everything under `mistakes` should not be."""

    counted: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    waits: dict[str, list[float]] = field(default_factory=dict)


class World:
    """A sitting in two rooms, those who write there, and a registrar who watches."""

    def __init__(self, app: Flask, *, furnished: bool = False) -> None:
        self.app, self.report, self.pages = app, Report(), list[Page]()
        then = clock.now() - timedelta(hours=4)
        facts = {"address": "", "seats": IN_A_ROOM, "step_free": False, "actor": PLATFORM, "now": then}
        with app.app_context(), transaction():
            if not furnished:
                furnish(then)
            self.rooms = [keep_room(None, name=name, **facts) for name in ("机房 1", "机房 2")]
            registrar = register(
                email="registrar@example.org", name="考务", password=None, roles={Role.REGISTRAR}, now=then
            )
        self.candidates = gather(app, 2 * IN_A_ROOM, furnished=True, rooms=self.rooms)
        with app.app_context(), transaction():
            cookie, token = signed_in(app, registrar)
            self.desk = {"Cookie": f"session={cookie}", "X-CSRFToken": token, "Content-Type": FORM}
            self.sitting_id = db.session.get_one(Entry, self.candidates[0].entry_id).sitting_id

    def opens(self, port: int, supervisor: int) -> None:
        """Everybody starts, and has a page on every process; others are there who let their pages lie."""
        self.port = port
        for who in self.candidates:
            first = self._connects()
            who.starts(first)
            who.claims(first)
            first.close()
            numbers, on = count(1), set[int]()
            while len(on) < WORKERS:
                connection = self._connects()
                who.reads(connection)
                process = who_serves(connection, supervisor)
                if process in on:
                    connection.close()
                else:
                    self.pages.append(Page(who, numbers, connection))
                on.add(process)
        with self.app.app_context(), transaction():
            fill(self.sitting_id, OTHERS, 1, clock.now())

    def changes(self, what: str, to: HTTPConnection, **wish: object) -> int:
        """The desk's form; how it was answered."""
        form = urlencode(DOES | {"change": what} | wish, doseq=True)
        return ask(to, "POST", f"/sittings/{self.sitting_id}/time", form, self.desk)[0]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Meanwhile everybody saves, on every process."""
        is_over = threading.Event()
        with ThreadPoolExecutor(len(self.pages)) as pool:
            running = [pool.submit(page.runs, is_over) for page in self.pages]
            try:
                yield
            finally:
                is_over.set()
        for each in running:
            each.result()

    def all_at_once(self, seconds: float) -> None:
        """So long the desk does everything to everybody, beside those who save and speak."""
        ends = time.monotonic() + seconds
        some = [str(who.entry_id) for who in reversed(self.candidates)]
        works: list[Callable[[HTTPConnection], tuple[str, int]]] = [
            lambda to: ("pause all", self.changes("pause", to, everybody="y")),
            lambda to: ("resume all", self.changes("resume", to, everybody="y")),
            lambda to: ("pause a room", self.changes("pause", to, room=self.rooms[0])),
            lambda to: ("resume a room", self.changes("resume", to, room=self.rooms[0])),
            lambda to: ("extend all", self.changes("give", to, everybody="y", minutes=1)),
            lambda to: ("extend some", self.changes("give", to, entry=some, minutes=1)),
            lambda to: ("desk", ask(to, "GET", f"/api/sittings/{self.sitting_id}/desk", None, self.desk)[0]),
            lambda _: ("sweep", self._sweeps()),
        ]

        def goes_on(work: Callable[[HTTPConnection], tuple[str, int]]) -> Counter[tuple[str, int]]:
            done, to = Counter[tuple[str, int]](), self._connects()
            while time.monotonic() < ends:
                done[work(to)] += 1
                time.sleep(PAUSE)
            to.close()
            return done

        with self.writing(), ThreadPoolExecutor(len(works)) as pool:
            answered = sum(pool.map(goes_on, works), Counter[tuple[str, int]]())
        for (what, status), times in answered.items():
            self.report.counted[what if status < HTTPStatus.BAD_REQUEST else f"{what}, refused"] += times
            if status not in {200, 302, 409}:
                self.report.mistakes.append(f"{what}: {status}, {times} times")
        for page in self.pages:
            self.report.counted.update("saves" if sent.code is None else f"saves, {sent.code}" for sent in page.saves)
            self.report.counted["pulses"] += len(page.pulses)
        self._all_go_on()

    def stops_them(self, times: int) -> None:
        """One, a room and all are stopped while everybody saves; how long it took until every process refused."""
        per_person = len(self.pages) // len(self.candidates)
        wishes: list[tuple[str, dict[str, object], Sequence[Page]]] = [
            ("stopped_one", {"entry": str(self.candidates[0].entry_id)}, self.pages[:per_person]),
            ("stopped_room", {"room": self.rooms[0]}, self.pages[: per_person * IN_A_ROOM]),
            ("stopped_all", {"everybody": "y"}, self.pages),
        ]
        to, resumed = self._connects(), time.monotonic()
        with self.writing():
            for what, wish, pages in wishes * times:
                for page in pages:
                    page.first(None, since=resumed)
                asked = time.monotonic()
                self._does("pause", to, wish)
                stands = time.monotonic()
                refused = [page.first("paused", since=asked) for page in pages]
                self.report.waits.setdefault(what, []).extend(max(0, sent.answered - stands) for sent in refused)
                before = time.monotonic()
                self._does("resume", to, wish)
                taken = [sent for page in pages for sent in page.saves if sent.code is None]
                late = sum(stands < sent.at and sent.answered < before for sent in taken)
                self.report.mistakes += [f"{what}: {late} saves were taken while the clock stood"] * bool(late)
                resumed = time.monotonic()
        to.close()

    def closes(self) -> Report:
        """What is in the tables is what was said, and every clock is as its record says."""
        for page in self.pages:
            page.connection.close()
        said = {(page.who.attempt_id, sent.seq): sent.code for page in self.pages for sent in page.saves}
        wrong = Counter({f"save refused: {code}": n for code, n in Counter(said.values()).items()})
        for usual in (None, "paused"):
            del wrong[f"save refused: {usual}"]
        wrong["pulse failed"] = sum(status != HTTPStatus.OK for page in self.pages for status in page.pulses)
        with self.app.app_context(), transaction(read_only=True):
            attempts = db.session.scalars(select(Attempt).where(Attempt.sitting_id == self.sitting_id)).all()
            stored = {
                (str(one), seq) for one, seq in db.session.execute(select(SavedAnswer.attempt_id, SavedAnswer.seq))
            }
            given = Counter(
                db.session.scalars(select(TimeRecord.attempt_id).where(TimeRecord.kind == TimeKind.GIVEN)).all()
            )
            timelines = timelines_of(attempts)
            writers = {who.attempt_id for who in self.candidates}
            for one in attempts:
                due = self.report.counted["extend all"] + self.report.counted["extend some"] * (str(one.id) in writers)
                wrong["minutes lost or given twice"] += given[one.id] != due
                wrong["clock unlike its record"] += one.timing != timelines[one.id].timing
        for one, code in said.items():
            wrong["answer lost"] += code is None and one not in stored
            wrong["answer taken and refused"] += code is not None and one in stored
        self.report.mistakes += [f"{what}: {times}" for what, times in wrong.items() if times]
        return self.report

    def _does(self, what: str, to: HTTPConnection, wish: dict[str, object]) -> None:
        status = self.changes(what, to, **wish)
        if status != HTTPStatus.FOUND:
            self.report.mistakes.append(f"{what} of {[*wish]}: {status}")

    def _all_go_on(self) -> None:
        to = self._connects()
        for wish in ({"room": self.rooms[0]}, {"everybody": "y"}):
            while self.changes("resume", to, **wish) == HTTPStatus.FOUND:
                pass
        to.close()

    def _sweeps(self) -> int:
        with self.app.app_context(), transaction():
            end_breaks(now=clock.now())
            return HTTPStatus.OK if close_overdue(now=clock.now()) == 0 else HTTPStatus.CONFLICT

    def _connects(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)


def main() -> None:
    """Print one JSON line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    with temporary_postgres("deadlock_timeout=100ms") as postgres, tempfile.TemporaryDirectory() as folder:
        environment = {"DATABASE_URL": postgres.url(), "DATA_DIR": folder, "SECRET_KEY": "only for this measurement"}
        app = create_app(
            Settings(
                database_url=environment["DATABASE_URL"],
                data_dir=Path(folder),
                secret_key=environment["SECRET_KEY"],  # type: ignore[arg-type]
            )
        )
        with app.app_context():
            db.create_all()
        report = run(World(app), environment, seconds)
        with app.app_context():
            db.engine.dispose()
        with postgres.connection("postgres") as connection:
            [[deadlocks]] = connection.execute("SELECT sum(deadlocks) FROM pg_stat_database").fetchall()
        log = (postgres.folder / "log").read_text()
    for what, times in sorted(report.counted.items()):
        _tell(f"together_{what.replace(',', '').replace(' ', '_')}", times, "times", seconds=seconds)
    for what, waits in report.waits.items():
        _tell(what, round(max(waits), 3), "s", n=len(waits), median=round(median(waits), 3))
    _tell("deadlocks", int(deadlocks), "times")
    _tell("serialisation_failures", log.count("could not serialize access"), "times")
    _tell("mistakes", len(report.mistakes), "times", found=report.mistakes)
    slow = any(wait > AT_MOST for waits in report.waits.values() for wait in waits)
    sys.exit(1 if slow or deadlocks or report.mistakes else 0)


def run(world: World, environment: dict[str, str], seconds: float, times: int = TIMES) -> Report:
    """On the real processes, everything at once for so long; then the clocks that are stopped, so many times."""
    with server(environment, "--workers", str(WORKERS)) as (port, supervisor):
        world.opens(port, supervisor)
        world.all_at_once(seconds)
        world.stops_them(times)
        return world.closes()


def _tell(name: str, value: float, unit: str, **more: object) -> None:
    print(json.dumps({"name": name, "value": value, "unit": unit, **more}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
