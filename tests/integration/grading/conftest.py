"""The world of the marking tests: the exam room's, with attempts that are handed in."""

from uuid import UUID

import pytest

from kernel.actor import Role
from tests.integration.exam.conftest import (  # noqa: F401 -- the same world
    database_url,
    exam_room,
    the_clock_before_everybody,
)
from tests.support.marking import writes
from tests.support.people import Somebody


@pytest.fixture
def other_examiner(app) -> Somebody:
    return Somebody(app, "冯考评", Role.EXAMINER)


@pytest.fixture
def case_studies(exam_room):  # noqa: F811 -- the fixture, not the import
    """These people sit a case study and hand it in; returns their attempts."""

    def hold(*people: Somebody, text: str = "一、数据：按时上门率逐周下降。", **chosen) -> dict[UUID, UUID]:
        exam_room.holds(*people, component="case_study")
        attempts = {}
        for person in people:
            attempts[person.id] = exam_room.starts(person)
            writes(person, attempts[person.id], text, **chosen)
        return attempts

    return hold


@pytest.fixture
def asks(app):
    """Run a query inside the platform."""

    def ask(query, *arguments, **named):
        with app.app_context():
            return query(*arguments, **named)

    return ask
