"""How Alembic reaches the application's database and tables."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]


def run(connection):
    """All migrations that are missing, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        transactional_ddl=True,
        **migrate.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite(connection):
    """SQLite changes a table by making it anew, which references to it forbid: they are checked at the end instead."""
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            run(connection)
            broken = driver.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                message = f"references that lead nowhere: {broken[:5]}"
                raise RuntimeError(message)
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


if migrate.db.engine.dialect.name == "sqlite":
    with migrate.db.engine.connect() as connection:
        run_on_sqlite(connection)
else:
    with migrate.db.engine.begin() as connection:
        run(connection)
