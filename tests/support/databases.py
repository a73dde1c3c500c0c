"""The databases of the tests: templates that are made once, and one that each test finds as its template is."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from tests.support.postgres import Postgres

OURS = "test"
BARE = "empty"
"""The name of the template without rows."""


class Databases(Protocol):
    """One address for each template, so that what was compiled for it is compiled once."""

    def make(self, name: str, template: str = "") -> str:
        """A new template, empty or like another; its address."""

    def begin_with(self, template: str) -> str:
        """A database that holds just what the template does; its address."""

    def close(self) -> None:
        """Let go of what is open."""


class SqliteDatabases:
    """Files in a folder, copied by SQLite itself, so that connections that are open see the new content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str, template: str = "") -> str:
        if template:
            self._copy(template, name)
        return f"sqlite:///{self._path(name)}"

    def begin_with(self, template: str) -> str:
        self._copy(template, OURS)
        return f"sqlite:///{self._path(OURS)}"

    def close(self) -> None:
        """Nothing is open."""

    def _copy(self, one: str, other: str) -> None:
        with closing(sqlite3.connect(self._path(one))) as source, closing(sqlite3.connect(self._path(other))) as target:
            source.backup(target)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite3"


EMPTY = """
DO $$
DECLARE
    it regclass;
    holds_rows boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR it IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', it) INTO holds_rows;
        IF holds_rows THEN EXECUTE format('DELETE FROM %s', it); END IF;
    END LOOP;
END $$
"""
SCHEMA = """
SELECT md5(string_agg(format('%s %s %s', attrelid::regclass, attname, atttypid), ',' ORDER BY attrelid, attnum))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT attisdropped AND attnum > 0
"""
ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"


class PostgresDatabases:
    """Databases of one server. To empty one takes a tenth of the time that making one anew does."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._schema = ""
        self._emptier: Any = None

    def make(self, name: str, template: str = "template0") -> str:
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._server.url(name)

    def begin_with(self, template: str) -> str:
        ours = f"{OURS}_{template}"
        if template != BARE or not self._could_be_emptied(ours):
            if template == BARE:
                self.close()
            self._server.run(f"DROP DATABASE IF EXISTS {ours} WITH (FORCE)")
            self.make(ours, template)
            if template == BARE:
                self._emptier = self._server.connection(ours)
                self._schema = self._schema_now()
        return self._server.url(ours)

    def close(self) -> None:
        """Let go of the connection that empties."""
        if self._emptier is not None:
            self._emptier.close()
            self._emptier = None

    def _could_be_emptied(self, ours: str) -> bool:
        """Whether it is there with the tables it should have, and now without rows."""
        if self._emptier is None:
            return False
        self._emptier.execute(ALONE.format(ours))
        self._emptier.execute(EMPTY)
        return self._schema_now() == self._schema

    def _schema_now(self) -> str:
        return str(self._emptier.execute(SCHEMA).fetchone()[0])
