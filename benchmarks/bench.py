"""Measures what a save, a start and a hand-in cost: CPU milliseconds of web and database processes together.

Wall-clock time says little on a shared machine, CPU time says what a machine can carry. Each figure is the median of
five rounds and one JSON line; `calibration` is the cost of an empty Flask view in the same run. Every process has
served for a while by then: others sat papers before and looked at them again, so that what a process learns once, such
as the questions of the sitting, is not counted; whoever is measured has the lobby open, as one must to press its
button, and every process has put their paper together by then. Then the storms, for which the clock on the wall counts:
`load` is what else the machine had to do when they began.
"""

import http.client
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from app import create_app
from benchmarks import storm
from benchmarks.processes import cpu_ms, empty_server, server
from benchmarks.swarm import Browser, Candidate, ask, gather
from storage.database import db
from tests.support.postgres import temporary_postgres
from web.settings import Settings

ROUNDS = 5
SAVES = int(os.environ.get("BENCH_SAVES", "5000"))
"""In each round."""
CANDIDATES = int(os.environ.get("BENCH_CANDIDATES", "300"))
STORM = int(os.environ.get("BENCH_STORM", "1000"))
CONNECTIONS = 4
WARM_UP = 60
LOOKS = 4
"""How often those who come first look at the paper again, and the others at the lobby: every process knows both."""

Act = Callable[[Candidate, http.client.HTTPConnection], object]


def main() -> None:
    """Print one JSON line a measurement."""
    calibration = _calibration()
    with temporary_postgres() as postgres, tempfile.TemporaryDirectory() as folder:
        environment = {
            "DATABASE_URL": postgres.url(),
            "DATA_DIR": folder,
            "SECRET_KEY": "only for this measurement",
        }
        candidates = _world(environment)
        assert postgres.process is not None
        with server(environment) as (port, pid):
            roots = (pid, postgres.process.pid)
            _all(candidates[:WARM_UP], port, _sit)
            crowd, many = candidates[WARM_UP : WARM_UP + CANDIDATES], candidates[WARM_UP + CANDIDATES :]
            for _ in range(LOOKS):
                _all(crowd, port, lambda who, to: who.waits(to))
            started = _rounds(_parts(crowd), port, roots, lambda who, to: who.starts(to))
            _all(crowd, port, lambda who, to: who.claims(to))
            saves = [(crowd * (SAVES // len(crowd) + 1))[:SAVES]] * ROUNDS
            saved = _rounds(saves, port, roots, lambda who, to: who.saves(to))
            handed_in = _rounds(_parts(crowd), port, roots, lambda who, to: who.hands_in(to))
            _storms(many, port)
    _tell("save_cpu", saved, SAVES * ROUNDS, calibration)
    _tell("start_cpu", started, len(crowd), calibration)
    _tell("hand_in_cpu", handed_in, len(crowd), calibration)


def _storms(many: Sequence[Candidate], port: int) -> None:
    """Everybody signs in within half a minute, starts within a second, and every second one hands in within ten."""
    _tell_storm("sign_in_storm", 1.0, many, port, storm.signs_in, within=30)
    _tell_storm("start_storm_p99", 0.99, many, port, storm.starts, within=1)
    storm.storm(many, port, storm.claims, within=10)
    _tell_storm("hand_in_p95", 0.95, many[::2], port, storm.hands_in, within=10)


def _tell_storm(
    name: str, share: float, crowd: Sequence[Candidate], port: int, act: storm.Act, *, within: float
) -> None:
    load = os.getloadavg()[0]
    seen = storm.storm(crowd, port, act, within=within)
    line = {
        "name": name, "value": round(seen.within(share), 3), "unit": "s", "n": len(crowd), "within": within,
        "slowest": round(seen.within(1.0), 3), "errors": seen.errors, "generator_cpu": round(seen.generator_cpu, 2),
        "load": round(load, 1),
    }  # fmt: skip
    print(json.dumps(line), flush=True)


def _sit(who: Candidate, to: http.client.HTTPConnection) -> None:
    who.starts(to)
    for _ in range(LOOKS):
        who.reads(to)
    who.claims(to)
    for _ in range(10):
        who.saves(to)
    who.hands_in(to)


def _parts(crowd: Sequence[Candidate]) -> list[Sequence[Candidate]]:
    return [crowd[number::ROUNDS] for number in range(ROUNDS)]


def _rounds(rounds: Sequence[Sequence[Candidate]], port: int, roots: tuple[int, ...], act: Act) -> float:
    """The median over the rounds of the cost of one act."""
    costs = []
    for crowd in rounds:
        before = cpu_ms(*roots)
        _all(crowd, port, act)
        costs.append((cpu_ms(*roots) - before) / len(crowd))
    return median(costs)


def _all(crowd: Sequence[Candidate], port: int, act: Act) -> None:
    """Everybody acts, a few at a time; nobody twice at once."""

    def work(part: Sequence[Candidate]) -> None:
        connection = Browser("127.0.0.1", port, timeout=60)
        for who in part:
            act(who, connection)
        connection.close()

    distinct = list(dict.fromkeys(id(who) for who in crowd))
    place = {who: number % CONNECTIONS for number, who in enumerate(distinct)}
    parts = [[who for who in crowd if place[id(who)] == number] for number in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(work, parts))


def _calibration() -> float:
    """The cost of an empty Flask view."""
    with empty_server() as (port, pid):

        def asks(number: int) -> None:
            connection = Browser("127.0.0.1", port, timeout=60)
            for _ in range(number):
                ask(connection, "GET", "/", None, {})
            connection.close()

        def everybody() -> None:
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(asks, [SAVES // CONNECTIONS] * CONNECTIONS))

        everybody()
        costs = []
        for _ in range(ROUNDS):
            before = cpu_ms(pid)
            everybody()
            costs.append((cpu_ms(pid) - before) / (SAVES // CONNECTIONS * CONNECTIONS))
        return median(costs)


def _world(environment: dict[str, str]) -> list[Candidate]:
    application = create_app(
        Settings(
            database_url=environment["DATABASE_URL"],
            data_dir=Path(environment["DATA_DIR"]),
            secret_key=environment["SECRET_KEY"],  # type: ignore[arg-type]
        )
    )
    with application.app_context():
        db.create_all()
    candidates = gather(application, WARM_UP + CANDIDATES + STORM)
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    return candidates


def _tell(name: str, value: float, number: int, calibration: float) -> None:
    line = {"name": name, "value": round(value, 3), "unit": "ms", "n": number, "calibration": round(calibration, 3)}
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
