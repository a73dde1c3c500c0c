"""The world of the exam room's tests: a database that has the scheme and the bank already."""

import pytest

from tests.support.databases import Databases
from tests.support.exam_room import ExamRoom


@pytest.fixture
def database_url(databases: Databases, furnished_database: str) -> str:
    return databases.begin_with(furnished_database)


@pytest.fixture
def exam_room(app, the_clock) -> ExamRoom:
    return ExamRoom(app, the_clock)


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""
