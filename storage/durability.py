"""Whether the database is as it must be: its settings, which a power cut would test, and its tables."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, TextClause, event, inspect, text

from storage import alone
from storage.connections import POSTGRESQL_ON, weak_on_postgresql, weak_on_sqlite
from storage.database import db

SHOWN = text(
    "SELECT name, CASE WHEN setting = 'off' THEN setting ELSE reset_val END FROM pg_settings WHERE name = ANY(:names)"
).bindparams(names=list(POSTGRESQL_ON))
"""Here and for whoever else connects: our own connections wait for the disk whatever the server says."""
FOR_SECONDS = 1.0

Ask = Callable[[TextClause], Sequence[Any]]

_lately: WeakKeyDictionary[Engine, tuple[float, list[str]]] = WeakKeyDictionary()


def weaknesses() -> list[str]:
    """Settings of the database and this very connection under which an answer could be lost; empty is good."""
    return _weaknesses(lambda query: db.session.execute(query).all())


def weaknesses_lately() -> list[str]:
    """The same, for the moments in which a whole room starts: asked once a second, and after every new connection."""
    asked_at, weak = _lately.get(db.engine, (0.0, []))
    if monotonic() - asked_at > FOR_SECONDS:
        weak = _weaknesses(alone.rows)
        _lately[db.engine] = monotonic(), weak
    return weak


@event.listens_for(Engine, "connect")
def _ask_again(_connection: object, _record: object) -> None:
    """A server that was started anew may have other settings."""
    _lately.clear()


def _weaknesses(ask: Ask) -> list[str]:
    if db.engine.dialect.name == "sqlite":
        (journal,), (synchronous,) = (ask(text(f"PRAGMA {name}"))[0] for name in ("journal_mode", "synchronous"))
        return weak_on_sqlite(journal, synchronous)
    return weak_on_postgresql({row.name: row[1] for row in ask(SHOWN)})


def lacking() -> list[str]:
    """Tables and columns that the platform needs and this database has not: it is not at the newest version."""
    found = inspect(db.engine)
    present = set(found.get_table_names())
    lacks: list[str] = []
    for _, table in sorted(db.metadata.tables.items()):
        if table.name not in present:
            lacks.append(table.name)
            continue
        columns = {column["name"] for column in found.get_columns(table.name)}
        lacks += [f"{table.name}.{column.name}" for column in table.columns if column.name not in columns]
    return lacks
