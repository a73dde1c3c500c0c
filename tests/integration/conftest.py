"""Reading writes nothing: any test in which a page that only reads would have changed rows fails."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.support.exam_room import furnish


@pytest.fixture(autouse=True)
def reading_writes_nothing() -> Iterator[list[str]]:
    from storage.database import reading

    written: list[str] = []

    def note(session: Session, _context: object, _instances: object) -> None:
        if reading.get():
            changed = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
            written.extend(f"{type(row).__name__}" for row in changed)

    event.listen(Session, "before_flush", note)
    yield written
    event.remove(Session, "before_flush", note)
    assert written == [], "a page that only reads would have written these"


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
def another_platform(tmp_path, database_url):
    """Puts the platform together once more, under other settings, on the same database."""
    from app import create_app
    from storage.database import db
    from web.settings import Settings

    made = []

    def make(**settings):
        folder = tmp_path / "other"
        made.append(create_app(Settings(data_dir=folder, database_url=database_url, secret_key="secret", **settings)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
