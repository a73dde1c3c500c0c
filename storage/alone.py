"""Prepared statements that may stand alone, on a connection that each thread keeps: nothing to begin or to commit.

One that writes is durable when it returns. It is sent again where the connection was lost, so it must be such that a
second time changes nothing.
"""

import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row
from sqlalchemy.exc import DBAPIError

from storage.database import ALONE, db

_of_this_thread = threading.local()


class _Kept:
    """A connection outside the pool, closed with the thread that keeps it; statements are planned there once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{ALONE: True})
        if engine.dialect.name == "postgresql":
            driver: Any = self.connection.connection.driver_connection
            driver.prepare_threshold = 0
            self.connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        self.connection.detach()

    def __del__(self, is_at_its_end: Callable[[], bool] = sys.is_finalizing) -> None:
        if not is_at_its_end():
            self.connection.close()


def rows(statement: Executable, **values: Any) -> Sequence[Row[Any]]:
    """What the statement finds, or returns of what it wrote; where a transaction is under way, within it."""
    if db.session.registry.has() and db.session().in_transaction():
        return db.session.execute(statement, values).all()
    try:
        return _connection().execute(statement, values).all()
    except DBAPIError as lost:
        if not lost.connection_invalidated:
            raise
        del _of_this_thread.kept
        return _connection().execute(statement, values).all()


def row(statement: Executable, **values: Any) -> Row[Any] | None:
    """The first of them, if there is one."""
    found = rows(statement, **values)
    return found[0] if found else None


def _connection() -> Connection:
    kept: _Kept | None = getattr(_of_this_thread, "kept", None)
    if kept is None or kept.engine is not db.engine:
        kept = _of_this_thread.kept = _Kept(db.engine)
    return kept.connection
