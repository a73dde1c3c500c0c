"""What a test leaves behind is not there for the next one, in whichever way it came about."""

import os
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.databases import Databases

ID = "0000000000000000000000000000000a"
ONE = "(SELECT id FROM question_bank_step ORDER BY id LIMIT 1)"
LAST = "(SELECT id FROM question_bank_step ORDER BY id DESC LIMIT 1)"
ANOTHER = (
    f"INSERT INTO question_bank_step (id, version_id, number, move, reason, at) "
    f"SELECT '{ID}', version_id, 99, move, reason, at FROM question_bank_step WHERE id = {ONE}"
)
LEFT_BEHIND = {
    "a row more": [ANOTHER],
    "a row less": [f"DELETE FROM question_bank_step WHERE id = {ONE}"],
    "another row": [f"UPDATE question_bank_step SET number = 98 WHERE id = {ONE}"],
    "as many rows": [f"DELETE FROM question_bank_step WHERE id = {LAST}", ANOTHER],
    "no row": ["DELETE FROM question_bank_step"],
    "the first row": [
        f"INSERT INTO accounts_organisation (id, name, kind) VALUES ('{ID}', 'North', 'TRAINING_CENTRE')"
    ],
    "a column more": ["ALTER TABLE accounts_organisation ADD COLUMN more integer"],
    "another name": ["ALTER TABLE accounts_organisation RENAME TO organisation"],
    "an index less": ["DROP INDEX ix_question_bank_step_version_id"],
}
DEFINED = ["SELECT type, name, tbl_name, sql FROM sqlite_master"]
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
if os.environ.get("TEST_DATABASE") == "postgresql":
    LEFT_BEHIND |= {
        "a rule": ["CREATE RULE forgets AS ON INSERT TO accounts_organisation DO INSTEAD NOTHING"],
        "a number drawn": ["SELECT nextval('exam_announcement_number_seq')"],
    }
    DEFINED = [
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT definition FROM pg_rules WHERE schemaname = 'public'",
        "SELECT sequencename, last_value FROM pg_sequences",
    ]
    TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def _content(url: str) -> dict[str, Any]:
    """Whatever somebody could find there."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        names = connection.scalars(text(TABLES)).all()
        queries = [*DEFINED, *(f"SELECT * FROM {name}" for name in names)]
        return {query: sorted(map(repr, connection.execute(text(query)))) for query in queries}


@pytest.mark.parametrize("statements", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_nothing_is_left_of_it(databases: Databases, furnished_database: str, statements: list[str]):
    url = databases.begin_with(furnished_database)
    before = _content(url)
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))

    assert _content(url) != before
    assert _content(databases.begin_with(furnished_database)) == before
