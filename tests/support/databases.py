"""The databases of the tests: templates that are made once, and one that each test finds as its template is."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from psycopg import OperationalError

from tests.support.postgres import Postgres

OURS = "test"


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


KEEP = """
DO $$
DECLARE
    it regclass;
    holds_rows boolean;
BEGIN
    CREATE SCHEMA kept;
    CREATE TABLE kept.sequences AS
        SELECT quote_ident(sequencename)::regclass AS it, last_value FROM pg_sequences WHERE schemaname = 'public';
    FOR it IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', it) INTO holds_rows;
        IF holds_rows THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE %s', it::oid, it); END IF;
    END LOOP;
END $$
"""
GIVE_BACK = """
DO $$
DECLARE
    it regclass;
    kept regclass;
    changed boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR it, kept IN
        SELECT oid, to_regclass(format('kept.%I', oid))
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP
        IF kept IS NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', it) INTO changed;
        ELSE
            EXECUTE format(
                'SELECT count(*) <> (SELECT count(*) FROM %s) OR coalesce(max(xmin::text::bigint), 0) > {since} FROM %s',
                kept, it
            ) INTO changed;
        END IF;
        IF changed THEN EXECUTE format('DELETE FROM %s', it); END IF;
        IF changed AND kept IS NOT NULL THEN EXECUTE format('INSERT INTO %s TABLE %s', it, kept); END IF;
    END LOOP;
    PERFORM setval(sequences.it, coalesce(last_value, 1), last_value IS NOT NULL) FROM kept.sequences;
END $$
"""
DEFINED_IN = ("class", "attribute", "attrdef", "constraint", "index", "rewrite", "trigger", "proc", "type", "namespace")
SCHEMA = " UNION ALL ".join(f"SELECT '{it}', count(*), max(xmin::text::bigint) FROM pg_{it}" for it in DEFINED_IN)
"""How much is defined, and when that was changed last."""
TRANSACTION = "SELECT pg_current_xact_id()::text::bigint"
"""Its number; whatever changes later has a greater one."""
ALONE = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"


class _Held:
    """A database like its template, with a copy of all rows beside, and what is needed to see what has changed."""

    def __init__(self, server: Postgres, name: str) -> None:
        self._name = name
        self._connection: Any = server.connection(name)
        self._connection.execute(KEEP)
        self._schema = self._ask(SCHEMA)
        self._since = self._ask(TRANSACTION)

    def given_back(self) -> bool:
        """Whether nothing was defined anew since, and every row is as it was."""
        try:
            self._connection.execute(ALONE.format(self._name))
            if self._ask(SCHEMA) != self._schema:
                return False
            self._connection.execute(GIVE_BACK.format(since=self._since[0][0]))
            self._since = self._ask(TRANSACTION)
        except OperationalError:  # the server, or this connection, was stopped
            return False
        return True

    def close(self) -> None:
        self._connection.close()

    def _ask(self, question: str) -> Any:
        return self._connection.execute(question).fetchall()


class PostgresDatabases:
    """Databases of one server. To give one back takes a tenth of the time that making one anew does."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._held: dict[str, _Held] = {}

    def make(self, name: str, template: str = "template0") -> str:
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._server.url(name)

    def begin_with(self, template: str) -> str:
        ours = f"{OURS}_{template}"
        held = self._held.get(ours)
        if held is None or not held.given_back():
            if held is not None:
                held.close()
            self._server.run(f"DROP DATABASE IF EXISTS {ours} WITH (FORCE)")
            self.make(ours, template)
            self._held[ours] = _Held(self._server, ours)
        return self._server.url(ours)

    def close(self) -> None:
        """Let go of the connections to them."""
        while self._held:
            self._held.popitem()[1].close()
