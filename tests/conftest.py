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

from tests.support.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.support.described import hold_to_description
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
def databases(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Templates to copy, and the one database of the tests of this process."""
    if os.environ.get("TEST_DATABASE") == "postgresql":
        made: Databases = PostgresDatabases(request.getfixturevalue("postgres"))
    else:
        made = SqliteDatabases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def empty_database(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a template with tables and without rows."""
    from app import create_app
    from storage.database import db
    from web.settings import Settings
    from web.translations import compile_catalogues

    compile_catalogues()
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("empty"), database_url=databases.make("empty")))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return "empty"


@pytest.fixture
def database_url(databases: Databases, empty_database: str) -> str:
    """The address of the database, which holds nothing of earlier tests."""
    return databases.begin_with(empty_database)


OPEN_FILES = ("limits.", "queue.")
"""What the platform holds open; the counters are forgotten in another way, and the bell rings for nobody."""


class House:
    """The platform, put together once for the tests of this process: its data folder is emptied for each of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "templates").mkdir()
        self.templates = FileSystemBytecodeCache(str(folder / "templates"))
        self._apps: dict[str, Flask] = {}

    def enter(self, database_url: str) -> Flask:
        from app import create_app, settle_in
        from web.security import limiter
        from web.settings import Settings

        settings = Settings(
            data_dir=self.folder / "data",
            database_url=database_url,
            secret_key="a secret of the tests",
            sign_in_limit="1000/minute",
            public_limit="1000/minute",
        )
        for path in settings.data_dir.glob("*"):
            if path.is_dir():
                shutil.rmtree(path)
            elif not path.name.startswith(OPEN_FILES):
                path.unlink()
        app = self._apps.get(database_url)
        if app is None:
            app = self._apps[database_url] = create_app(settings)
            app.testing = True
            app.jinja_env.bytecode_cache = self.templates
            hold_to_description(app)
        else:
            settle_in(settings)
            limiter.reset()
        return app

    def leave(self) -> None:
        """Put it together anew for the next test: somebody made another platform, or changed this one for good."""
        self._apps.clear()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def data_dir(app: Flask) -> Path:
    """Where the platform keeps what is not in the database."""
    return Path(app.config["DATA_DIR"])


@pytest.fixture
def app(house: House, database_url: str) -> Iterator[Flask]:
    from storage.database import db

    application = house.enter(database_url)
    config = dict(application.config)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    application.config.clear()
    application.config.update(config)


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
author = _somebody("方命题", "author")
examiner = _somebody("赵考评", "examiner")
registrar = _somebody("钱考务", "registrar")
invigilator = _somebody("孙监考", "invigilator")
accommodations_officer = _somebody("沈便利", "accommodations_officer")
centre_manager = _somebody("周机构", "centre_manager")
administrator = _somebody("吴管理", "administrator")
