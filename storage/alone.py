"""Prepared statements that may stand alone, on a connection that each thread keeps: nothing to begin or to commit.

One that writes is durable when it returns. It is sent again where the connection was lost, so it must be such that a
second time changes nothing.
"""

import sys
import threading
from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine, Executable
from sqlalchemy.exc import DBAPIError

from storage.database import ALONE, db

_of_this_thread = threading.local()


class _Kept:
    """A connection outside the pool, closed with the thread that keeps it; statements are planned there once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{ALONE: True})
        self.cursor: psycopg.Cursor[Any] | None = None
        if engine.dialect.name == "postgresql":
            driver: Any = self.connection.connection.driver_connection
            driver.prepare_threshold = 0
            driver.execute("SET plan_cache_mode = force_generic_plan")
            self.cursor = driver.cursor()
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

    def rows(self, cursor: psycopg.Cursor[Any], values: dict[str, Any]) -> list[Any]:
        """Run it."""
        sent = self.defaults | values
        for name, write in self.writes:
            sent[name] = write(sent[name])
        cursor.execute(self.text, sent)
        if self.reads is None:
            codes = [column.type_code for column in cursor.description or ()]
            reads = [
                kind.dialect_impl(self.dialect).result_processor(self.dialect, code)
                for kind, code in zip(self.types, codes, strict=True)
            ]
            self.reads = [(place, read) for place, read in enumerate(reads) if read]
        return [self._row(found) for found in cursor.fetchall()]

    def _row(self, found: tuple[Any, ...]) -> Any:
        cells = list(found)
        for place, read in self.reads or ():
            cells[place] = read(cells[place])
        return self.row(*cells)


_prepared = lru_cache(maxsize=512)(_Prepared)


def rows(statement: Executable, **values: Any) -> Sequence[Any]:
    """What the statement finds, or returns of what it wrote; where a transaction is under way, within it."""
    if db.session.registry.has() and db.session().in_transaction():
        return db.session.execute(statement, values).all()
    kept = _keep()
    if kept.cursor is not None:
        prepared = _prepared(statement, kept.engine.dialect, tuple(values))
        try:
            if prepared.is_whole:
                return prepared.rows(kept.cursor, values)
        except psycopg.Error:
            """Once more in the usual way, which knows what is to be done about it."""
    try:
        return kept.connection.execute(statement, values).all()
    except DBAPIError as lost:
        if not lost.connection_invalidated:
            raise
        del _of_this_thread.kept
        return _keep().connection.execute(statement, values).all()


def row(statement: Executable, **values: Any) -> Any | None:
    """The first of them, if there is one."""
    found = rows(statement, **values)
    return found[0] if found else None


def _keep() -> _Kept:
    kept: _Kept | None = getattr(_of_this_thread, "kept", None)
    if kept is None or kept.engine is not db.engine:
        kept = _of_this_thread.kept = _Kept(db.engine)
    return kept
