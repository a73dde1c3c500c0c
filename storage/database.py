"""The one database: SQLite for a single machine, PostgreSQL for many; the same promises on both."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, Numeric, Uuid, event
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.orm.attributes import manager_of_class

from kernel.errors import NotFound
from storage.connections import prepare
from storage.types import STATE, UTCDateTime

Row = TypeVar("Row")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ALONE = "alone"
"""The option of a connection on which every statement is a transaction of its own."""

reading: ContextVar[bool] = ContextVar("reading", default=False)
"""Whether the transaction about to begin only reads: on SQLite a writer takes its lock at once, a reader none."""


class _Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UTCDateTime, Decimal: Numeric(6, 2), StrEnum: STATE, UUID: Uuid()},
    )


db = SQLAlchemy(model_class=_Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Base = _Base
else:
    Base = db.Model


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    prepare(connection)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and ALONE not in connection.get_execution_options():
        connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")


def existing(kind: type[Row], key: object) -> Row:
    """The row with this key; raises NotFound."""
    found = db.session.get(kind, key)
    if found is None:
        raise NotFound
    return found


def to_look_at(kind: type[Row], recorded: Mapping[str, Any]) -> Row:
    """What was read of a row as the thing it is, outside any session; made as the ORM makes those that it loads."""
    row: Row = manager_of_class(kind).new_instance()
    vars(row).update(recorded)
    return row
