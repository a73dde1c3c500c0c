"""Changing the key: what is sealed in any table, found by the type of its column, is sealed again by the first key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, func, select, update

from storage.database import db
from storage.sealing import PREFIX_BYTES, SealBroken, key_id_of, sealer
from storage.transaction import aside
from storage.types import Sealed

BATCH = 200


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one column has come: `done` of `total` are sealed by the first key, `unreadable` could not be opened."""

    where: str
    done: int
    total: int
    unreadable: int


def sealed_columns() -> Iterator[tuple[Table, Column[Any], Sealed]]:
    """Every column of every table that holds something sealed."""
    for _, table in sorted(db.metadata.tables.items()):
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column, column.type


def keys_in_use() -> dict[str, tuple[int, bool]]:
    """By which keys how much was sealed, and whether the key is at hand."""
    found: dict[str, tuple[int, bool]] = {}
    for _, column, _ in sealed_columns():
        beginning = func.substr(column, 1, PREFIX_BYTES, type_=LargeBinary)
        rows = db.session.execute(select(beginning, func.count()).where(column.is_not(None)).group_by(beginning))
        for prefix, count in rows:
            before, _ = found.get(key_id_of(prefix), (0, True))
            found[key_id_of(prefix)] = (before + count, sealer.knows(prefix))
    return found


def reseal_everything() -> Iterator[Progress]:
    """Seal again what another key sealed, batch by batch, each durable before the next; safe to stop and run again."""
    for table, column, kind in sealed_columns():
        yield from _reseal(table, column, kind)


def _reseal(table: Table, column: Column[Any], kind: Sealed) -> Iterator[Progress]:
    own, where = table.c.id, f"{table.name}.{column.name}"
    stale = func.substr(column, 1, PREFIX_BYTES, type_=LargeBinary) != sealer.prefix
    unreadable, last = 0, None
    while True:
        with aside() as session:
            total = session.scalar(select(func.count()).where(column.is_not(None))) or 0
            query = select(own, column).where(stale).order_by(own).limit(BATCH)
            rows = session.execute(query if last is None else query.where(own > last)).all()
            for row_id, sealed in rows:
                last = row_id
                try:
                    again = sealer.seal(sealer.unseal(sealed, of=kind.of(row_id)), of=kind.of(row_id))
                except SealBroken:
                    unreadable += 1
                    continue
                session.execute(update(table).where(own == row_id, column == sealed).values({column: again}))
            left = session.scalar(select(func.count()).where(stale)) or 0
        yield Progress(where, total - left, total, unreadable)
        if len(rows) < BATCH:
            return
