"""The doctor names what is wrong and goes on looking, whatever state the database is in."""

import pytest
from sqlalchemy import text

from storage.database import db
from storage.sealing import DEVELOPMENT_KEYS
from storage.transaction import transaction


def visit(app):
    answer = app.test_cli_runner().invoke(args=["doctor"])
    return answer.exit_code, answer.output


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        pytest.param("DROP TABLE accounts_identity_number", "accounts_identity_number", id="a table"),
        pytest.param("ALTER TABLE eligibility_paper DROP COLUMN name", "eligibility_paper.name", id="a column"),
    ],
)
def test_a_database_of_an_earlier_version_is_told_and_everything_else_still_looked_at(app, damage, named):
    with app.app_context(), transaction():
        db.session.execute(text(damage))

    status, said = visit(app)

    assert status == 1
    assert f"WRONG  tables: lacks {named}; run: flask db upgrade" in said
    assert "ok    file store" in said
    assert "ok    sealing keys" in said


def test_keys_that_others_can_read_are_told(app, data_dir):
    assert "ok    sealing keys" in visit(app)[1]
    (data_dir / DEVELOPMENT_KEYS).chmod(0o644)

    status, said = visit(app)

    assert status == 1
    assert "WRONG  sealing keys: chmod 600" in said
