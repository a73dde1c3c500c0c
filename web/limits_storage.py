"""Counters of the rate limits in a small SQLite file, so that all processes of one machine count together."""

import fcntl
import sqlite3
import threading
import time
from pathlib import Path

from limits.storage import Storage

SCHEME = "sqlite-limits"


class SqliteLimits(Storage):
    """Fixed windows, as `limits` asks for them; the address is `sqlite-limits:///path/to/file`."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 -- the library's spelling

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: str) -> None:  # noqa: FBT001, FBT002 -- the library's signature
        super().__init__(uri, wrap_exceptions)
        self._path = uri.removeprefix(f"{SCHEME}://")
        self._local = threading.local()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the store itself may raise."""
        return sqlite3.Error

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=5)
            with Path(f"{self._path}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # SQLite refuses two at once the change to WAL, without waiting
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("CREATE TABLE IF NOT EXISTS hits (key TEXT PRIMARY KEY, n INTEGER, until REAL)")
            connection.execute("PRAGMA synchronous=OFF")
            self._local.connection = connection
        return connection

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more in the window of `expiry` seconds; the new count."""
        now = time.time()
        row = (
            self._connection()
            .execute(
                "INSERT INTO hits VALUES (:key, :amount, :until) ON CONFLICT (key) DO UPDATE SET"
                " n = CASE WHEN until > :now THEN n + :amount ELSE :amount END,"
                " until = CASE WHEN until > :now THEN until ELSE :until END RETURNING n",
                {"key": key, "amount": amount, "until": now + expiry, "now": now},
            )
            .fetchone()
        )
        return int(row[0])

    def get(self, key: str) -> int:
        """The count in the running window."""
        row = (
            self._connection().execute("SELECT n FROM hits WHERE key = ? AND until > ?", (key, time.time())).fetchone()
        )
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """When the running window ends, in seconds since 1970."""
        row = self._connection().execute("SELECT until FROM hits WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        """Whether the file can be used."""
        self._connection().execute("SELECT 1")
        return True

    def reset(self) -> int | None:
        """Forget everything."""
        return self._connection().execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._connection().execute("DELETE FROM hits WHERE key = ?", (key,))
