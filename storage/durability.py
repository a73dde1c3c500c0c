"""Whether the database is as it must be: its settings, which a power cut would test, and its tables."""

from sqlalchemy import inspect, text

from storage.database import db

SQLITE_FULL = 2
POSTGRESQL_ON = ("fsync", "full_page_writes", "synchronous_commit")


def weaknesses() -> list[str]:
    """Settings of this very connection under which an acknowledged answer could be lost; empty is good."""
    if db.engine.dialect.name == "sqlite":
        journal = str(db.session.scalar(text("PRAGMA journal_mode")))
        synchronous = int(db.session.scalar(text("PRAGMA synchronous")) or 0)
        weak = [] if journal == "wal" else [f"journal_mode={journal}"]
        return weak if synchronous >= SQLITE_FULL else [*weak, f"synchronous={synchronous}"]
    shown = {name: db.session.scalar(text(f"SHOW {name}")) for name in POSTGRESQL_ON}
    return [f"{name}={value}" for name, value in shown.items() if value == "off"]


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
