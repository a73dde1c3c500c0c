"""The world of the exam room's tests: a database that has the scheme and the bank already."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.support.exam_room import ExamRoom, furnish


@pytest.fixture(scope="session")
def furnished_database(empty_database: object, tmp_path_factory: pytest.TempPathFactory) -> object:
    """Like the empty one, with a scheme in force and a question bank in use; to be copied for each test."""
    from app import create_app
    from storage.database import db
    from storage.transaction import transaction
    from web.settings import Settings

    folder = tmp_path_factory.mktemp("furnished")
    if isinstance(empty_database, Path):
        target = folder / "furnished.sqlite3"
        shutil.copy(empty_database, target)
        url = f"sqlite:///{target}"
    else:
        empty_database.run("CREATE DATABASE furnished_exam TEMPLATE empty")
        url = empty_database.url("furnished_exam")
    app = create_app(Settings(data_dir=folder, database_url=url))
    with app.app_context():
        with transaction():
            furnish(NOW)
        db.session.remove()
        db.engine.dispose()
    if isinstance(empty_database, Path):
        with sqlite3.connect(target) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return target
    return empty_database


@pytest.fixture
def database_url(furnished_database: object, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if isinstance(furnished_database, Path):
        target = tmp_path / "test.sqlite3"
        shutil.copy(furnished_database, target)
        yield f"sqlite:///{target}"
        return
    name = f"exam_{abs(hash(request.node.nodeid))}"
    furnished_database.run(f"CREATE DATABASE {name} TEMPLATE furnished_exam")
    yield furnished_database.url(name)
    furnished_database.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def exam_room(app, the_clock) -> ExamRoom:
    return ExamRoom(app, the_clock)


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""
