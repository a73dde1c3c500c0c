"""Whether the database keeps what it acknowledges: the settings that a power cut would test."""

from sqlalchemy import text

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
