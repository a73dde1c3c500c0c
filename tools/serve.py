"""Keeps the web server and the job worker running: whatever dies is cleared away whole and started again.

The server replaces a worker that was killed. When it gives up, or is killed itself, workers may be left behind and go
on serving; so each program runs in a process group of its own, and the whole group goes before the next one starts.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
QUICK = 2.0
"""A program that ran for less than so many seconds died young."""
LONGEST_PAUSE = 5.0
PATIENCE = 8.0
"""How long a program may take to stop when asked."""
END_WITH_US = ["setpriv", "--pdeathsig", "TERM"]
"""A program started like this is told to stop when the supervisor itself is killed."""


class Kept:
    """One program that is kept running until told otherwise."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._keep, name=name)

    def start(self) -> None:
        """Start it, and again whenever it ends."""
        self.thread.start()

    def stop(self) -> None:
        """Ask it to stop, insist after a while, and leave nothing of it behind."""
        self.stopping.set()
        process = self.process
        if process is not None:
            self._signal(process, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            self._signal(process, signal.SIGKILL)
        self.thread.join()

    def _keep(self) -> None:
        pause = 0.2
        while not self.stopping.is_set():
            began = time.monotonic()
            self.process = subprocess.Popen([*END_WITH_US, *self.command], cwd=ROOT, start_new_session=True)
            self.process.wait()
            self._signal(self.process, signal.SIGKILL)
            if self.stopping.is_set():
                return
            pause = min(pause * 2, LONGEST_PAUSE) if time.monotonic() - began < QUICK else 0.2
            print(f"{self.name} ended with {self.process.returncode}; starting it again", file=sys.stderr, flush=True)
            self.stopping.wait(pause)

    @staticmethod
    def _signal(process: subprocess.Popen[bytes], number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)


def web(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The web server: a pool of workers that replaces each one that dies."""
    return [
        str(BIN / "python"), str(ROOT / "tools" / "web.py"),
        "--host", host, "--port", str(port), "--workers", str(workers), "--threads", str(threads),
    ]  # fmt: skip


def count_together() -> None:
    """Give the web processes an empty folder in which they count what `/metrics` shows."""
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "data") / "metrics"
    folder = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder.resolve())))
    folder.mkdir(parents=True, exist_ok=True)
    for counted in folder.glob("*.db"):
        counted.unlink()


def main() -> None:
    """Run until asked to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--no-jobs", action="store_true", help="leave the job worker to another machine")
    chosen = parser.parse_args()
    os.environ.setdefault("BASE_URL", f"http://{chosen.host}:{chosen.port}")
    count_together()
    kept = [Kept("web server", web(chosen.host, chosen.port, chosen.workers, chosen.threads))]
    if not chosen.no_jobs:
        kept.append(Kept("job worker", [str(BIN / "flask"), "--app", "app", "jobs", "work"]))
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    for program in kept:
        program.start()
    print(f"The platform is at {os.environ['BASE_URL']} (Ctrl-C stops it)", flush=True)
    asked.wait()
    for program in kept:
        program.stop()


if __name__ == "__main__":
    main()
