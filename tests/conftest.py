"""The world of the tests: a fresh database for each, real services, people who do things."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from tests.support.people import Somebody, Visitor

# A busy machine makes examples slowly; that says nothing about the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday, 2 March 2026, nine in the morning in Shanghai."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    from tests.support.postgres import temporary_postgres

    with temporary_postgres("fsync=on") as server:
        yield server


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> object:
    """A database with tables and without rows, to be copied for each test."""
    from app import create_app
    from storage.database import db
    from web.settings import Settings
    from web.translations import compile_catalogues

    compile_catalogues()
    folder = tmp_path_factory.mktemp("empty")
    if os.environ.get("TEST_DATABASE") == "postgresql":
        server = request.getfixturevalue("postgres")
        server.run("CREATE DATABASE empty")
        url = server.url("empty")
    else:
        server = None
        url = f"sqlite:///{folder / 'empty.sqlite3'}"
    app = create_app(Settings(data_dir=folder, database_url=url))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return server or folder / "empty.sqlite3"


@pytest.fixture
def database_url(empty_database: object, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of this test's own database."""
    if isinstance(empty_database, Path):
        target = tmp_path / "test.sqlite3"
        shutil.copy(empty_database, target)
        yield f"sqlite:///{target}"
        return
    name = f"test_{abs(hash(request.node.nodeid))}"
    empty_database.run(f"CREATE DATABASE {name} TEMPLATE empty")
    yield empty_database.url(name)
    empty_database.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all tests, not once for each."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(database_url: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    from app import create_app
    from storage.database import db
    from web.settings import Settings

    application = create_app(
        Settings(
            data_dir=tmp_path / "data",
            database_url=database_url,
            secret_key="a secret of the tests",
            sign_in_limit="1000/minute",
            public_limit="1000/minute",
        )
    )
    application.testing = True
    application.jinja_env.bytecode_cache = compiled_templates
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


class Clock:
    """The time of the test; it stands still until somebody moves it."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 -- the travelled clock

    def moves_on(self, **by: float) -> datetime:
        self._traveller.shift(timedelta(**by))
        return self.now

    def moves_to(self, moment: datetime) -> datetime:
        self._traveller.move_to(moment)
        return self.now


@pytest.fixture
def the_clock() -> Iterator[Clock]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def run_jobs(app: Flask):
    """Do everything that waits, as the worker would; returns how many jobs succeeded."""

    def run() -> int:
        from jobs.services import run_waiting
        from kernel import clock

        with app.app_context():
            return run_waiting(clock.now())

    return run


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def _somebody(name: str, role: str):
    @pytest.fixture
    def person(app: Flask) -> Somebody:
        from kernel.actor import Role

        return Somebody(app, name, Role(role))

    return person


candidate = _somebody("王小明", "candidate")
other_candidate = _somebody("李丽", "candidate")
examiner = _somebody("赵考评", "examiner")
registrar = _somebody("钱考务", "registrar")
invigilator = _somebody("孙监考", "invigilator")
accommodations_officer = _somebody("沈便利", "accommodations_officer")
centre_manager = _somebody("周机构", "centre_manager")
administrator = _somebody("吴管理", "administrator")
