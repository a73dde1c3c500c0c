"""The databases of the tests: templates that are made once, and one that each test finds as its template is."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

from tests.support.postgres import Postgres

OURS = "test"


class Databases(Protocol):
    """One address for all tests of a process, so that what was compiled for it is compiled once."""

    def make(self, name: str, template: str = "") -> str:
        """A new template, empty or like another; its address."""

    def begin_with(self, template: str) -> str:
        """Give the database of the tests the content of a template; its address."""


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

    def _copy(self, one: str, other: str) -> None:
        with closing(sqlite3.connect(self._path(one))) as source, closing(sqlite3.connect(self._path(other))) as target:
            source.backup(target)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite3"


class PostgresDatabases:
    """Databases of one server; connections that somebody kept are closed."""

    def __init__(self, server: Postgres) -> None:
        self._server = server

    def make(self, name: str, template: str = "template0") -> str:
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return self._server.url(name)

    def begin_with(self, template: str) -> str:
        self._server.run(f"DROP DATABASE IF EXISTS {OURS} WITH (FORCE)")
        return self.make(OURS, template)
