"""What each connection to the database is told first, and whether it keeps what it acknowledges, power cut or not."""

import sqlite3
from collections.abc import Mapping
from typing import Any

import structlog

SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=15000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)
"""Durable before acknowledged, and patient with the one other writer."""
SQLITE_FULL = 2
POSTGRESQL_ON = ("fsync", "full_page_writes", "synchronous_commit")
SHOWN = "SELECT " + ", ".join(f"current_setting('{name}')" for name in POSTGRESQL_ON)

LOOKS_UP = "SELECT " + ", ".join(
    f"set_config('{name}', '{value}', false)"
    for name, value in {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"}.items()
)
"""For connections whose prepared statements go by keys: each is planned once, also while tables are small or new.

Where a scan cannot be avoided it counts as dear, and PostgreSQL would compile it at every turn.
"""

log = structlog.get_logger()


def prepare(connection: Any) -> None:
    """Tell a new connection what the platform needs, whatever the server is set to.

    Where the settings are such that answers could be lost, the log says so; no examination is opened then.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)
        journal, synchronous = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        )
        weak = weak_on_sqlite(journal, synchronous)
    else:
        was, connection.autocommit = connection.autocommit, True
        weak = weak_on_postgresql(dict(zip(POSTGRESQL_ON, connection.execute(SHOWN).fetchone(), strict=True)))
        if "synchronous_commit=off" in weak:
            connection.execute("SET synchronous_commit = on")
        connection.autocommit = was
    if weak:
        log.error("a power cut could lose answers", settings=weak)


def weak_on_sqlite(journal: str, synchronous: int) -> list[str]:
    """Which of these settings would lose an answer."""
    weak = [] if journal == "wal" else [f"journal_mode={journal}"]
    return weak if synchronous >= SQLITE_FULL else [*weak, f"synchronous={synchronous}"]


def weak_on_postgresql(settings: Mapping[str, str]) -> list[str]:
    """Which of these settings would lose an answer."""
    return [f"{name}={value}" for name, value in settings.items() if value == "off"]
