"""A database that was upgraded is the same as one that is made anew, in its names too."""

from sqlalchemy import create_engine, inspect

from storage.database import db


def test_a_database_that_was_upgraded_has_the_names_and_defaults_of_a_new_one(demonstration):
    new = create_engine("sqlite://")
    db.metadata.create_all(new)
    upgraded = create_engine(demonstration.platform.settings.database_url)

    assert sorted(told_of(upgraded) ^ told_of(new)) == []
    upgraded.dispose()
    new.dispose()


def told_of(engine):
    """Every constraint, index, column and default, with its table."""
    seen, found = inspect(engine), set()
    for table in set(seen.get_table_names()) - {"alembic_version"}:
        named = [*seen.get_foreign_keys(table), *seen.get_unique_constraints(table), *seen.get_check_constraints(table)]
        named += [seen.get_pk_constraint(table), *seen.get_indexes(table)]
        found |= {(table, each["name"]) for each in named}
        columns = (
            (each["name"], str(each["type"]), each["nullable"], each["default"]) for each in seen.get_columns(table)
        )
        found |= {(table, *map(str, column)) for column in columns}
    return found
