"""The world of the exam room's tests: a database that has the scheme and the bank already."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.exam_room import ExamRoom


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
