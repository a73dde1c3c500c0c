"""The shortest way to PostgreSQL for prepared statements: libpq's own call, as psycopg hands it out (`psycopg.pq`).

Nothing is begun and nothing kept between two statements, so a cursor's bookkeeping at each of them is not needed.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus

PLACES = re.compile(r"%\((\w+)\)s|%%")


class Line:
    """A connection in autocommit, for statements that a second time changes nothing."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._libpq = connection.pgconn
        self._adapts = Transformer(connection)
        self._known: dict[tuple[str, tuple[int, ...]], bytes] = {}

    def ask(self, text: str, values: Mapping[str, Any]) -> list[list[Any]] | None:
        """What it finds; None where anything went wrong: a cursor that is asked the same says what.

        The text names its values as `%(name)s`, as for a cursor.
        """
        numbered, names = _numbered(text)
        adapts = self._adapts
        try:
            sent: Any = adapts.dump_sequence([values[name] for name in names], [PyFormat.AUTO] * len(names))
            types = adapts.types or ()
            name = self._known.get((text, types)) or self._prepare(text, numbered, types)
            if name is None:
                return None
            found = self._libpq.exec_prepared(name, sent, adapts.formats)
        except psycopg.Error:
            return None
        if found.status != ExecStatus.TUPLES_OK:
            return None
        adapts.set_pgresult(found)
        return adapts.load_rows(0, found.ntuples, list)

    def kinds(self) -> list[int]:
        """Of which type (by PostgreSQL's numbers) the columns of the last answer are."""
        answer = self._adapts.pgresult
        return [answer.ftype(place) for place in range(answer.nfields)] if answer else []

    def _prepare(self, text: str, numbered: bytes, types: tuple[int, ...]) -> bytes | None:
        name = f"line_{len(self._known)}".encode()
        if self._libpq.prepare(name, numbered, types).status != ExecStatus.COMMAND_OK:
            return None
        self._known[text, types] = name
        return name


@lru_cache(maxsize=512)
def _numbered(text: str) -> tuple[bytes, tuple[str, ...]]:
    """The text with numbers as PostgreSQL has them, and the names in their order."""
    numbers: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        return f"${numbers.setdefault(found[1], len(numbers) + 1)}" if found[1] else "%"

    return PLACES.sub(place, text).encode(), tuple(numbers)
