"""Web workers are killed with kill -9 while candidates write: what was acknowledged is there, and nobody helps the server up."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from benchmarks.processes import server, tree
from benchmarks.swarm import gather

KILLS = 2
ACKNOWLEDGED = 500
CANDIDATES = 6
PATIENCE = 240
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def the_clock_before_everybody() -> None:
    """Real processes have the real time."""


def workers_of(supervisor: int) -> list[int]:
    """The processes that answer requests: the children of the web server."""
    return [pid for pid in tree(supervisor)[2:] if "web.py" in Path(f"/proc/{pid}/cmdline").read_text()]


def journalled(journal: Path) -> list[dict]:
    lines = journal.read_text().splitlines() if journal.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_no_acknowledged_answer_is_lost_to_kill_dash_nine(app, data_dir, database_url, tmp_path):
    """A short one for each database; `benchmarks/chaos.py` kills more, and `make test` runs that too."""
    environment = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": "a secret of the tests",
    }
    candidates = gather(app, CANDIDATES, furnished=True)
    journal, enough = tmp_path / "journal", tmp_path / "enough"
    with server(environment) as (port, supervisor):
        for who in candidates:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            who.starts(connection)
            who.claims(connection)
            connection.close()
        swarm = [{"attempt": who.attempt_id, "cookie": who.cookie, "token": who.token} for who in candidates]
        scribe = subprocess.Popen(
            [sys.executable, "-m", "tests.support.scribe", str(port), str(journal), str(ACKNOWLEDGED), str(enough)],
            stdin=subprocess.PIPE,
            cwd=ROOT,
        )
        scribe.stdin.write(json.dumps(swarm).encode())
        scribe.stdin.close()
        try:
            kills = kill_while_it_writes(scribe, journal, supervisor)
            enough.touch()
            assert scribe.wait(PATIENCE) == 0
        finally:
            scribe.kill()
            scribe.wait()
        assert kills >= KILLS
        assert is_healthy(port)
        assert len(workers_of(supervisor)) >= 2

    written = journalled(journal)
    assert len(written) >= ACKNOWLEDGED
    stored = stored_answers(app)
    assert [line for line in written if stored.get((line["attempt"], line["seq"])) != line["value"]] == []


def kill_while_it_writes(scribe: subprocess.Popen, journal: Path, supervisor: int) -> int:
    """Kill a worker each time another share of the answers was acknowledged; the last time all of them."""
    kills, until = 0, time.monotonic() + PATIENCE
    while scribe.poll() is None and kills < KILLS:
        assert time.monotonic() < until, "the server does not come back"
        if len(journalled(journal)) >= (kills + 1) * ACKNOWLEDGED // (KILLS + 2):
            workers = workers_of(supervisor)
            victims = workers if kills == KILLS - 1 else workers[:1]
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
            kills += bool(victims)
        time.sleep(0.02)
    return kills


def stored_answers(app) -> dict[tuple[str, int], object]:
    from sqlalchemy import select

    from exam.models.attempts import SavedAnswer
    from storage.database import db

    with app.app_context():
        rows = db.session.execute(select(SavedAnswer.attempt_id, SavedAnswer.seq, SavedAnswer.value))
        return {(str(row.attempt_id), row.seq): row.value for row in rows}
