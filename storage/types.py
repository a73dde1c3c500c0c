"""Column types that keep the promises of the house: aware times, readable states, sealed secrets."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, Enum, LargeBinary
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC and read back as UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a naive time cannot be stored: {value}"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[bytes]):
    """Bytes that came from `storage.sealing`. The type marks the column, so that a change of the key finds all of them.

    The table's primary key must be `id`; what is sealed is bound to `of(id)`, and opens in no other row or column.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.what!r})"

    def of(self, row_id: UUID) -> str:
        """What the bytes in this row are sealed as: the `of` of seal and unseal."""
        return f"{self.what}:{row_id}"


def by_value(kind: type[StrEnum]) -> list[str]:
    """The strings under which the members of an enumeration are stored."""
    return [member.value for member in kind]


STATE = Enum(StrEnum, native_enum=False, length=40, values_callable=by_value, validate_strings=True)
"""A member of a string enumeration, stored as its value in plain text."""


class collected(FunctionElement[list[list[Any]]]):  # noqa: N801 -- stands where SQLAlchemy's own functions stand
    """These columns of all rows as one list of lists, in no order: costs less than as many rows do."""

    type = JSON()
    inherit_cache = True


@compiles(collected, "postgresql")
def _on_postgresql(element: collected, compiler: SQLCompiler, **how: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **how)})), '[]'::json)"


@compiles(collected, "sqlite")
def _on_sqlite(element: collected, compiler: SQLCompiler, **how: Any) -> str:
    parts = [(compiler.process(each, **how), isinstance(each.type, JSON)) for each in element.clauses]
    return f"json_group_array(json_array({', '.join(f'json({text})' if is_json else text for text, is_json in parts)}))"
