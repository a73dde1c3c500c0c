"""How much CPU time a tree of processes has used, from /proc; and the real server, started for a measurement."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.support.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
TICK = 1000 / os.sysconf("SC_CLK_TCK")
PROCESS_CLOCK = 2
"""Which clock of a process is meant: all that the scheduler gave it."""


def tree(root: int) -> list[int]:
    """The process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def cpu_ms(*roots: int) -> float:
    """CPU milliseconds used so far by these trees, their ended children included.

    Running processes by their own clocks (clock_getcpuclockid(3)), in nanoseconds: in ticks, as `stat` has them, a few
    dozen processes would be wrong by as much as a round of requests costs.
    """
    used = 0.0
    for root in roots:
        for pid in tree(root):
            with suppress(OSError):
                ended = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[13:15]
                used += time.clock_gettime_ns(~pid << 3 | PROCESS_CLOCK) / 1_000_000
                used += sum(int(ticks) for ticks in ended) * TICK
    return used


def who_serves(connection: HTTPConnection, root: int) -> int:
    """Which process of this tree is at the other end of a connection of this machine."""
    ends = [f"{int(port):04X}" for port in (connection.port, connection.sock.getsockname()[1])]
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    [socket] = [f"socket:[{row[9]}]" for row in rows if [end.rpartition(":")[2] for end in row[1:3]] == ends]
    for pid in tree(root):
        for opened in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if str(opened.readlink()) == socket:
                    return pid
    raise LookupError(socket)


@contextmanager
def server(
    environment: dict[str, str], *options: str, jobs: bool = False, log: int | None = None
) -> Iterator[tuple[int, int]]:
    """The platform under its supervisor on a free port; gives the port and the supervisor's process id."""
    port = free_port()
    command = [sys.executable, str(ROOT / "tools" / "serve.py"), "--port", str(port), *options]
    command += [] if jobs else ["--no-jobs"]
    with _running(command, environment, f"http://127.0.0.1:{port}/healthz", log) as pid:
        yield port, pid


@contextmanager
def empty_server() -> Iterator[tuple[int, int]]:
    """A Flask application with one view that does nothing, on the same kind of server."""
    port = free_port()
    command = [
        str(ROOT / ".venv/bin/granian"), "--interface", "wsgi", "benchmarks.empty:app", "--port", str(port),
        "--workers", "2", "--blocking-threads", "8", "--backlog", "4096", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    with _running(command, {}, f"http://127.0.0.1:{port}/") as pid:
        yield port, pid


@contextmanager
def _running(command: list[str], environment: dict[str, str], address: str, log: int | None = None) -> Iterator[int]:
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=log
    )
    try:
        wait_until_served(address)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def wait_until_served(address: str, patience: float = 60) -> None:
    """Ask until there is an answer."""
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
