"""A PostgreSQL server of our own on a free port, started for a test run and stopped after it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"


def _binary(name: str) -> str:
    for version in sorted(DEBIAN.glob("*/bin"), reverse=True):
        if (version / name).exists():
            return str(version / name)
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is not installed: apt-get install postgresql")
    return found


def _as_owner(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root; then it runs as its own user."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups", *command]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """The server. `url(database)` is what SQLAlchemy needs; `process` can be killed and `start()` brings it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> None:
        subprocess.run(
            _as_owner(_binary("initdb"), "-D", str(self.folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"),
            check=True, capture_output=True, cwd=self.folder,
        )  # fmt: skip

    def start(self, *settings: str) -> None:
        options = [
            part for setting in ("max_connections=200", "shared_buffers=256MB", *settings) for part in ("-c", setting)
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                _as_owner(
                    _binary("postgres"), "-D", str(self.folder / "data"), "-h", "127.0.0.1", "-p", str(self.port),
                    "-k", str(self.folder), *options,
                ),
                stdout=subprocess.DEVNULL, stderr=log, cwd=self.folder,
            )  # fmt: skip
        subprocess.run(
            [_binary("pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-t", "30"],
            check=False, capture_output=True,
        )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        import psycopg

        last: Exception | None = None
        for _ in range(3000):
            try:
                with psycopg.connect(
                    host="127.0.0.1", port=self.port, user=OWNER, dbname="postgres", connect_timeout=1
                ):
                    return
            except psycopg.OperationalError as error:
                last = error
                subprocess.run(["sleep", "0.02"], check=True)
        raise RuntimeError(f"PostgreSQL did not start: {last}")

    def run(self, statement: str, database: str = "postgres") -> None:
        with self.connection(database) as connection:
            connection.execute(statement)

    def connection(self, database: str) -> Any:
        """On which every statement is a transaction of its own."""
        import psycopg

        return psycopg.connect(host="127.0.0.1", port=self.port, user=OWNER, dbname=database, autocommit=True)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # fast: PostgreSQL would wait for its clients
            self.process.wait(30)


@contextmanager
def temporary_postgres(*settings: str) -> Iterator[Postgres]:
    """A fresh server, gone with its data at the end."""
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        server = Postgres(folder)
        server.initialise()
        server.start(*settings)
        try:
            yield server
        finally:
            server.stop()
