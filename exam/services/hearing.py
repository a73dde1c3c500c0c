"""Noting that a page has spoken: one small statement of its own, on which nothing depends."""

import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Engine, TextClause, bindparam, text
from sqlalchemy.exc import DBAPIError

from exam.models.heartbeats import Heartbeat
from storage import alone
from storage.database import db
from storage.transaction import let_go

log = structlog.get_logger()

_HEARD = """
INSERT INTO exam_heartbeat (entry_id, heard_at) SELECT {entry}, :now FROM {table} WHERE id = :spoke
ON CONFLICT (entry_id) DO UPDATE SET heard_at = excluded.heard_at
RETURNING (
    SELECT max(said.number) FROM exam_announcement said JOIN exam_entry entry ON entry.sitting_id = said.sitting_id
    WHERE entry.id = exam_heartbeat.entry_id
)
"""
PAPER, LOBBY = (
    text(_HEARD.format(entry=entry, table=table)).bindparams(
        bindparam("now", type_=Heartbeat.heard_at.type), bindparam("spoke", type_=Heartbeat.entry_id.type)
    )
    for entry, table in (("entry_id", "exam_attempt"), ("id", "exam_entry"))
)
"""The paper of an attempt, and the lobby of an entry."""

SQLITE_PRAGMAS = ("PRAGMA busy_timeout=250", "PRAGMA synchronous=NORMAL")
"""Of the one writer's time it takes little: it waits for no disk, and not long for others."""

_of_this_thread = threading.local()


def heard(page: TextClause, spoke: UUID, *, now: datetime) -> int:
    """The page of this attempt or entry has spoken; the number of the newest announcement to its sitting, or 0.

    Where that cannot be written down, the page speaks again in a moment.
    """
    try:
        found = _write(page, spoke, now)
    except (sqlite3.OperationalError, DBAPIError):
        log.info("not heard", spoke=str(spoke))
        return 0
    return (found[0][0] or 0) if found else 0


def _write(page: TextClause, spoke: UUID, now: datetime) -> Sequence[Any]:
    if db.engine.dialect.name == "sqlite":
        return _sqlite(db.engine).execute(page.text, {"now": _sqlite_time(now), "spoke": spoke.hex}).fetchall()
    let_go()
    return alone.rows(page, now=now, spoke=spoke)


def _sqlite(engine: Engine) -> sqlite3.Connection:
    if getattr(_of_this_thread, "engine", None) is not engine:
        connection = sqlite3.connect(engine.url.database or "", isolation_level=None)
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)
        _of_this_thread.connection, _of_this_thread.engine = connection, engine
    found: sqlite3.Connection = _of_this_thread.connection
    return found


def _sqlite_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
