"""The platform as people meet it: real web workers and job worker on a free port, kept up by the supervisor."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask

from app import create_app, settle_in
from benchmarks.processes import tree
from storage.transaction import transaction
from tests.support.letters import links_in
from tests.support.postgres import free_port
from web.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds to wait for the server before giving up."""


class Live:
    """A running platform; `url` is where it answers, `doing()` is for arranging things through its services."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = Settings(
            data_dir=folder,
            database_url=database_url or f"sqlite:///{folder / 'platform.sqlite3'}",
            secret_key="a secret of the journeys",
            base_url=self.url,
            sign_in_limit="1000/minute",
            public_limit="1000/minute",
        )
        self.app: Flask = create_app(self.settings)
        self.supervisor: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "FLASK_APP": "app",
            "DATA_DIR": str(self.settings.data_dir),
            "DATABASE_URL": self.settings.database_url,
            "SECRET_KEY": "a secret of the journeys",
            "BASE_URL": self.url,
            "SIGN_IN_LIMIT": "1000/minute",
            "PUBLIC_LIMIT": "1000/minute",
        }

    def flask(self, *arguments: str) -> str:
        """Run a command as an operator would; its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def prepares(self, *commands: str) -> None:
        """An operator's commands, one after the other in this process, which is quicker than a process for each."""
        for command in commands:
            done = self.app.test_cli_runner().invoke(args=command.split(), catch_exceptions=False)
            assert done.exit_code == 0, f"flask {command}: {done.output}"

    def start(self, *, workers: int = 2) -> None:
        with (self.settings.data_dir / "serve.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "tools/serve.py", "--port", str(self.port), "--workers", str(workers)],
                cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Until the server answers."""
        for _ in range(PATIENCE * 20):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                subprocess.run([sys.executable, "-c", "import select; select.select([], [], [], 0.05)"], check=True)
        raise AssertionError((self.settings.data_dir / "serve.log").read_text())

    def stop(self) -> None:
        if self.supervisor is not None:
            self.supervisor.send_signal(signal.SIGTERM)
            self.supervisor.wait(30)

    def kills_workers(self) -> None:
        """All processes that answer requests, at once and without a word; the supervisor brings others."""
        assert self.supervisor is not None
        struck = [pid for pid in tree(self.supervisor.pid)[1:] if "tools/web.py" in _command_of(pid)]
        assert struck
        for pid in struck:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def letter_link(self, email: str, path: str) -> str:
        """The address in the letter that somebody got; waits until the job worker has sent it."""
        folder = Path(self.settings.data_dir) / "mail"
        for _ in range(PATIENCE * 20):
            for mail in sorted(folder.glob("*.log")) if folder.exists() else []:
                for link in links_in(mail.read_bytes(), email):
                    if path in link:
                        return link
            subprocess.run([sys.executable, "-c", "import select; select.select([], [], [], 0.05)"], check=True)
        raise AssertionError(f"no letter to {email} with {path}")

    @contextmanager
    def doing(self) -> Iterator[None]:
        """One transaction on the server's database, for services, with this platform's keys and files."""
        settle_in(self.settings)
        with self.app.app_context(), transaction():
            yield


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@contextmanager
def live_platform(folder: Path, database_url: str = "") -> Iterator[Live]:
    """Database, schemes and question bank loaded by the operator's commands, then started."""
    platform = Live(folder, database_url)
    platform.prepares("db upgrade", "schemes load", "bank import question_bank/content/csm-national/level-3")
    platform.start()
    try:
        yield platform
    finally:
        platform.stop()
