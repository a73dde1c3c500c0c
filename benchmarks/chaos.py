"""Kills everything that the platform consists of while candidates write, and proves that nothing acknowledged is lost.

`python -m benchmarks.chaos` runs rounds of faults on the real processes, then the same harness on mutants, each of
which has to be found. One JSON line a figure; exit status 1 where one is not as it must be.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from app import create_app
from benchmarks.checker import Report, check
from benchmarks.faults import Faults, Proxy, Redis, running_redis
from benchmarks.processes import ROOT, server
from benchmarks.swarm import gather
from storage.database import db
from tests.support.postgres import Postgres, temporary_postgres
from web.settings import Settings

WORLD = "world"
SECRET = "only for these candidates"
SETTINGS = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_writer_delay=10s", "autovacuum=off")
"""The writer of the log comes by rarely, so that a kill takes with it what was not waited for."""
PATIENCE = 90.0
LATE = 2
"""How many of the candidates come too late, and say that they do not."""
KILLS = {
    "kill_web_worker": 5, "kill_web_workers": 1, "kill_web_server": 1, "kill_job_worker": 2, "kill_postgres": 3,
    "kill_redis": 1,
}  # fmt: skip
OTHERS = {"cut_sessions": 2, "swallow_answers": 2, "stop_web_worker": 1}
LONG = {"stop_postgres": 1}
"""What happens in a round."""
AT_MOST = {"kill_web_worker": 3.0, "kill_postgres": 15.0}
"""Seconds from the fault to the first acknowledgement; of everything else as of the database."""
MUTANTS = {
    "acknowledges before it commits": ("kill_web_workers", "lost", "answer "),
    "a saving connection with synchronous_commit=off": ("kill_postgres", "lost", "answer "),
    "unique key dropped": ("swallow_answers", "twice", "answers: "),
    "client time trusted": (None, "odd", "late answer acknowledged"),
    "synchronous_commit=off": (None, "odd", "synchronous_commit=off"),
}
"""What is broken from outside, the fault that brings it to light, and as what the checker has to tell it."""
BY_SQL = {
    "unique key dropped": "ALTER TABLE exam_answer DROP CONSTRAINT pk_exam_answer",
    "synchronous_commit=off": "ALTER DATABASE {name} SET synchronous_commit = off",
}

failures: list[str] = []


class Swarm:
    """The candidates in their own process, and what they have noted so far."""

    def __init__(self, folder: Path, candidates: list[dict], seed: int) -> None:
        self.journal, self.over = folder / "journal", folder / "over"
        self.late = folder / "late"
        self._noted: dict[str, list[dict]] = {}
        self._place, self._rest, self._answers = 0, b"", 0
        told = {"journal": str(self.journal), "over": str(self.over), "candidates": candidates, "seed": seed}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.writers"], cwd=ROOT, stdin=subprocess.PIPE, text=True
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told | {"candidates": [{**w, "late": str(self.late)} for w in candidates]}))
        self.process.stdin.close()

    def noted(self, what: str) -> list[dict]:
        if self.journal.exists():
            with self.journal.open("rb") as file:
                file.seek(self._place)
                new = self._rest + file.read()
                self._place = file.tell()
            *whole, self._rest = new.split(b"\n")
            for line in map(json.loads, whole):
                self._noted.setdefault(line["what"], []).append(line)
                self._answers += len(line["answers"]) if line["what"] == "acknowledged" else 0
        return self._noted.get(what, [])

    def acknowledged(self) -> int:
        self.noted("acknowledged")
        return self._answers

    def first_after(self, moment: float) -> float | None:
        """When the first answer was acknowledged that was sent, or sent again, after the moment."""
        first = None
        for line in reversed(self.noted("acknowledged")):
            if line["at"] < moment:
                break
            if line["tried"] > moment:
                first = line["at"]
        return first

    def wait(self, until: Callable[[], object], patience: float = PATIENCE) -> bool:
        ends = time.monotonic() + patience
        while time.monotonic() < ends and self.process.poll() is None:
            if until():
                return True
            time.sleep(0.05)
        return bool(until())

    def finish(self) -> None:
        """Everybody hands in, or leaves."""
        self.over.touch()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            failures.append("the candidates do not come to an end")
        self.end()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Stage:
    """One database like the prepared one, the platform on it, and candidates before it."""

    def __init__(self, postgres: Postgres, redis: Redis, name: str, folder: Path, environment: dict[str, str]) -> None:
        self.postgres, self.redis, self.name, self.folder = postgres, redis, name, folder
        self.environment = {**environment, "DATABASE_URL": postgres.url(name)}
        folder.mkdir()
        postgres.run(f"CREATE DATABASE {name} TEMPLATE {WORLD}")

    @property
    def address(self) -> str:
        return self.postgres.url(self.name).replace("+psycopg", "")

    @contextmanager
    def playing(self, people: list[dict], *options: str, jobs: bool, seed: int) -> Iterator[tuple[Faults, Swarm]]:
        proxy = Proxy()
        with (
            (self.folder / "log").open("ab") as log,
            server(self.environment, *options, jobs=jobs, log=log.fileno()) as (port, supervisor),
        ):
            proxy.to = port
            placed = [{**who, "port": (port, proxy.port)[number % 2]} for number, who in enumerate(people)]
            swarm = Swarm(self.folder, placed, seed)
            try:
                yield Faults(supervisor, self.postgres, SETTINGS, self.redis, proxy, seed), swarm
            finally:
                swarm.end()

    def make_late(self, swarm: Swarm, people: list[dict]) -> bool:
        """Set the deadline of those into the past who are to come late."""
        late = {who["entry"] for who in people if who["role"] == "late"}
        if not swarm.wait(lambda: late <= {line["entry"] for line in swarm.noted("started")}):
            return False
        over = "UPDATE exam_attempt SET deadline = now() - interval '10 minutes' WHERE entry_id::text = ANY(%s)"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(over, (list(late),))
        swarm.late.touch()
        return swarm.wait(lambda: len(swarm.noted("late")) == len(late))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each of twelve kills and some other faults")
    parser.add_argument("--acknowledged", type=int, default=10_000, help="answers acknowledged in each round, at least")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--short", action="store_true", help="one round, and the others' faults less often")
    parser.add_argument("--no-mutants", action="store_true")
    chosen = parser.parse_args()
    began = time.monotonic()
    rounds, wanted = (1, 5000) if chosen.short else (chosen.rounds, chosen.acknowledged)
    with (
        temporary_postgres(*SETTINGS) as postgres,
        running_redis() as redis,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
    ):
        folder = Path(name)
        environment = {
            "DATA_DIR": str(folder / "data"), "SECRET_KEY": SECRET, "REDIS_URL": redis.url,
            "PUBLIC_LIMIT": "1000/minute",
        }  # fmt: skip
        people = _world(postgres, environment)
        for number in range(rounds):
            happens = {**KILLS, **OTHERS, **({} if chosen.short else LONG)}
            stage = Stage(postgres, redis, f"round_{number}", folder / f"round_{number}", environment)
            _round(stage, people, happens, wanted, chosen.seed + number)
        for number, mutant in enumerate([] if chosen.no_mutants else MUTANTS):
            stage = Stage(postgres, redis, f"mutant_{number}", folder / f"mutant_{number}", environment)
            _mutant(stage, people, mutant, chosen.seed)
    _tell("chaos_seconds", round(time.monotonic() - began, 1), "s")
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


def _round(stage: Stage, people: list[dict], happens: dict[str, int], wanted: int, seed: int) -> None:
    """Fault after fault, in an order by chance, each when another share of the answers was acknowledged."""
    faults = [name for name, times in happens.items() for _ in range(times)]
    random.Random(seed).shuffle(faults)
    took: dict[str, list[float]] = {}
    kills = 0
    with stage.playing(people, jobs=True, seed=seed) as (doing, swarm):
        if not stage.make_late(swarm, people):
            failures.append("not everybody could start")
        for number, fault in enumerate(faults):
            swarm.wait(doing.is_whole)
            struck = doing.strikes(fault)
            kills += fault.startswith("kill") and bool(struck)
            share = (number + 1) * wanted // len(faults)
            if not swarm.wait(lambda: swarm.acknowledged() >= share and swarm.first_after(doing.at)):  # noqa: B023
                failures.append(f"after {fault} nothing was acknowledged any more")
                break
            took.setdefault(fault, []).append((swarm.first_after(doing.at) or doing.at) - doing.at)
        swarm.finish()
    report = check(swarm.journal, stage.address)
    _tell("chaos_kills", kills, "kills", at_least=sum(KILLS.values()))
    _tell("chaos_acknowledged", report.acknowledged, "answers", at_least=wanted)
    _tell("chaos_handed_in", report.handed_in, "papers", at_least=1)
    _judge(report)
    for fault, seconds in took.items():
        limit = AT_MOST.get(fault, AT_MOST["kill_postgres"])
        _tell(f"chaos_again_after_{fault}", round(max(seconds), 2), "s", n=len(seconds), at_most=limit)
    if failures:
        print((stage.folder / "log").read_text()[-8000:], file=sys.stderr)


def _judge(report: Report) -> None:
    for name, found in (("lost", report.lost), ("doubled", report.twice), ("odd", report.odd)):
        _tell(f"chaos_{name}", len(found), "", at_most=0)
        for each in found[:5]:
            print(f"{name}: {each[:600]}", file=sys.stderr)


def _mutant(stage: Stage, people: list[dict], mutant: str, seed: int) -> None:
    """The same candidates and the same checker; what was broken has to be found."""
    if mutant in BY_SQL:
        stage.postgres.run(BY_SQL[mutant].format(name=stage.name), stage.name)
    stage.environment |= {"MUTANT": mutant, "PYTHONPATH": str(ROOT / "benchmarks" / "mutants")}
    fault, kind, sign = MUTANTS[mutant]
    with stage.playing(people, "--workers", "1", "--threads", "8", jobs=False, seed=seed) as (doing, swarm):
        if swarm.wait(lambda: swarm.noted("refused") or swarm.acknowledged() > 200) and not swarm.noted("refused"):
            stage.make_late(swarm, people)
            if fault:
                doing.strikes(fault)
                before = swarm.acknowledged()
                if not fault.startswith("kill"):
                    swarm.wait(lambda: swarm.acknowledged() > before + 200)
        swarm.end()
    report = check(swarm.journal, stage.address)
    found = [each for each in getattr(report, kind) if sign in each]
    _tell("chaos_mutant_found", len(found), "", mutant=mutant, first=f"{kind}: {found[:1]}"[:200], at_least=1)


def _world(postgres: Postgres, environment: dict[str, str]) -> list[dict]:
    """A database from which each stage is copied, and candidates who may start at once."""
    postgres.run(f"CREATE DATABASE {WORLD}")
    application = create_app(
        Settings(database_url=postgres.url(WORLD), data_dir=Path(environment["DATA_DIR"]), secret_key=SECRET)
    )
    with application.app_context():
        db.create_all()
    candidates = gather(application, 10 + LATE)
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    roles = ["late"] * LATE + ["hands in", "writes"] * len(candidates)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
    postgres.run(cut.format(WORLD))
    return [
        {"entry": str(who.entry_id), "cookie": who.cookie, "token": who.token, "role": role}
        for who, role in zip(candidates, roles, strict=False)
    ]


def _tell(name: str, value: float, unit: str, **more: object) -> None:
    print(json.dumps({"name": name, "value": value, "unit": unit, **more}, ensure_ascii=False), flush=True)
    least, most = more.get("at_least"), more.get("at_most")
    if (isinstance(least, int | float) and value < least) or (isinstance(most, int | float) and value > most):
        failures.append(f"{name} is {value}: {more}")


if __name__ == "__main__":
    main()
