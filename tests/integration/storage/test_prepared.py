"""Prepared statements by the shortest way: what they find is what a cursor finds, and what fails is left to one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from storage.prepared import Line


@pytest.fixture
def line(postgres):
    with postgres.connection("postgres") as connection:
        connection.execute("CREATE TEMPORARY TABLE kept (id int PRIMARY KEY, word text NOT NULL)")
        yield Line(connection)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (3, "int8"), (2**40, "int8"), (None, "text"), ("五'%", "text"), (True, "bool"), (Decimal("59.99"), "numeric"),
        (date(2028, 2, 29), "date"), (datetime(2026, 3, 1, 4, 5, 6, 789, tzinfo=UTC), "timestamptz"), (uuid4(), "uuid"),
    ],
)  # fmt: skip
def test_what_they_find_is_what_a_cursor_finds(line, value, kind):
    text = f"SELECT %(value)s::{kind}, '100%%', %(value)s::{kind}"
    for _ in range(2):
        found = line.ask(text, {"value": value})

        assert [tuple(row) for row in found] == line.connection.execute(text, {"value": value}).fetchall()


def test_one_statement_takes_small_numbers_and_large_ones(line):
    assert [line.ask("SELECT %(n)s + 1", {"n": n}) for n in (1, 2**20, 2**40, 1)] == [
        [[2]],
        [[2**20 + 1]],
        [[2**40 + 1]],
        [[2]],
    ]


def test_what_fails_changes_nothing_and_the_line_goes_on(line):
    put = "INSERT INTO kept VALUES (%(id)s::int, %(word)s::text) RETURNING id"
    assert line.ask(put, {"id": 1, "word": "one"}) == [[1]]

    assert line.ask(put, {"id": 1, "word": "again"}) is None
    assert line.ask(put, {"id": 2, "word": None}) is None
    assert line.ask("SELECT nonsense FROM nowhere", {}) is None
    assert line.ask("SELECT %(what)s::text", {"what": object()}) is None

    assert line.ask("SELECT id, word FROM kept", {}) == [[1, "one"]]


def test_a_lost_connection_is_left_to_whoever_asks(line):
    line.connection.close()

    assert line.ask("SELECT 1", {}) is None
