"""Prepared statements that may stand alone, on a connection that each thread keeps: nothing to begin or to commit.

One that writes is durable when it returns. It is sent again where the connection was lost, so it must be such that a
second time changes nothing.
"""

import sys
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Dialect, Engine, Executable, Select, literal, select, true
from sqlalchemy.exc import DBAPIError

from storage.connections import LOOKS_UP
from storage.database import ALONE, db
from storage.prepared import Line

Loader = TypeVar("Loader", bound=Callable[..., Any])
Asked = tuple[Executable, dict[str, Any]]


class _OfThisThread(threading.local):
    kept: "_Kept | None" = None
    also: Asked | None = None
    """What the next statement is to bring along …"""
    brought: tuple[Executable, dict[str, Any], Sequence[Any]] | None = None
    """… and what it brought, for the statement after it."""


_of_this_thread = _OfThisThread()


class _Kept:
    """A connection outside the pool, closed with the thread that keeps it; statements are planned there once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{ALONE: True})
        self.line: Line | None = None
        if engine.dialect.name == "postgresql":
            driver: Any = self.connection.connection.driver_connection
            driver.prepare_threshold = 0
            driver.execute(LOOKS_UP)
            self.line = Line(driver)
        self.connection.detach()

    def __del__(self, is_at_its_end: Callable[[], bool] = sys.is_finalizing) -> None:
        if not is_at_its_end():
            self.connection.close()


class _Prepared:
    """A statement as PostgreSQL's driver takes it: what SQLAlchemy finds out at each execution is found out once."""

    def __init__(self, statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))  # type: ignore[attr-defined]
        self.dialect = dialect
        self.text = str(compiled)
        columns = compiled._result_columns  # noqa: SLF001 -- as the engine itself does
        later = (compiled.post_compile_params, compiled.literal_execute_params)
        self.is_whole = columns and not any((*later, compiled.insert_prefetch, compiled.update_prefetch))
        self.defaults = compiled.params
        self.writes = list(compiled._bind_processors.items())  # noqa: SLF001
        self.types = [column.type for column in columns]
        self.row = namedtuple("Row", [column.keyname for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
        self.reads: list[tuple[int, Callable[[Any], Any]]] | None = None

    def rows(self, line: Line, values: dict[str, Any]) -> list[Any] | None:
        """Run it; None where it has to be run in the usual way."""
        found = self.cells(line, values)
        return None if found is None else [self.row(*cells) for cells in found]

    def cells(self, line: Line, values: dict[str, Any]) -> list[list[Any]] | None:
        """The same, each row as a list."""
        sent = self.defaults | values
        for name, write in self.writes:
            sent[name] = write(sent[name])
        found = line.ask(self.text, sent)
        if found is None:
            return None
        if self.reads is None:
            reads = [
                kind.dialect_impl(self.dialect).result_processor(self.dialect, code)
                for kind, code in zip(self.types, line.kinds(), strict=True)
            ]
            self.reads = [(place, read) for place, read in enumerate(reads) if read]
        for cells in found:
            for place, read in self.reads:
                cells[place] = read(cells[place])
        return found


class _Both:
    """Two statements as one: it costs little more than each of them alone. Neither finds NULL in its first column."""

    def __init__(self, one: Select[Any], other: Select[Any], dialect: Dialect, names: tuple[str, ...]) -> None:
        left, right = one.subquery("one"), other.subquery("other")
        always = select(literal(1)).subquery("always").outerjoin(left, true()).outerjoin(right, true())
        self.width = len(left.c)
        self.prepared = _Prepared(select(*left.c, *right.c).select_from(always), dialect, names)

    def rows(
        self, line: Line, values: dict[str, Any], one: _Prepared, other: _Prepared
    ) -> tuple[list[Any], list[Any]] | None:
        """What each of them finds; of the other at most one. None where they have to be run in the usual way."""
        found, width = self.prepared.cells(line, values), self.width
        if found is None:
            return None
        mine = [one.row(*cells[:width]) for cells in found if cells[0] is not None]
        return mine, [other.row(*found[0][width:])] if found[0][width] is not None else []


_prepared = lru_cache(maxsize=512)(_Prepared)
_both = lru_cache(maxsize=512)(_Both)


def asks(statement: Executable) -> Callable[[Loader], Loader]:
    """Say of a loader which statement it runs first, with the loader's own arguments; it finds one row at most."""

    def declare(loader: Loader) -> Loader:
        vars(loader)["asks"] = statement
        return loader

    return declare


@contextmanager
def along(loader: Callable[..., Any] | None, **values: Any) -> Iterator[None]:
    """Inside, the first statement brings along what such a loader is going to ask next."""
    statement = vars(loader).get("asks") if loader else None
    _of_this_thread.also = None if statement is None else (statement, values)
    try:
        yield
    finally:
        _of_this_thread.also = _of_this_thread.brought = None


def rows(statement: Executable, **values: Any) -> Sequence[Any]:
    """What the statement finds, or returns of what it wrote; where a transaction is under way, within it."""
    here = _of_this_thread
    also, brought = here.also, here.brought
    here.also = here.brought = None
    if db.session.registry.has() and db.session().in_transaction():
        return db.session.execute(statement, values).all()
    if brought and brought[0] is statement and brought[1] == values:
        return brought[2]
    kept = _keep()
    if kept.line is not None:
        found = _run(kept, kept.line, statement, values, also)
        if found is not None:
            return found
    try:
        return kept.connection.execute(statement, values).all()
    except DBAPIError as lost:
        if not lost.connection_invalidated:
            raise
        here.kept = None
        return _keep().connection.execute(statement, values).all()


def _run(
    kept: _Kept, line: Line, statement: Executable, values: dict[str, Any], also: Asked | None
) -> list[Any] | None:
    """What it finds, and with it what is to come along; None where it has to be run in the usual way.

    That way knows what is to be done about what went wrong.
    """
    dialect, names = kept.engine.dialect, tuple(values)
    prepared = _prepared(statement, dialect, names)
    if not prepared.is_whole:
        return None
    if also is None or also[0] is statement or not isinstance(statement, Select) or not isinstance(also[0], Select):
        return prepared.rows(line, values)
    if also[1].keys() & values:  # A name that both have may mean two things.
        return prepared.rows(line, values)
    other = _prepared(also[0], dialect, tuple(also[1]))
    both = _both(statement, also[0], dialect, (*names, *also[1]))
    found = both.rows(line, {**values, **also[1]}, prepared, other)
    if found is None:
        return None
    mine, theirs = found
    _of_this_thread.brought = (*also, theirs)
    return mine


def row(statement: Executable, **values: Any) -> Any | None:
    """The first of them, if there is one."""
    found = rows(statement, **values)
    return found[0] if found else None


def _keep() -> _Kept:
    kept = _of_this_thread.kept
    if kept is None or kept.engine is not db.engine:
        kept = _of_this_thread.kept = _Kept(db.engine)
    return kept
