"""The demonstration world, made once for the tests that look at it."""

import pytest

from tests.conftest import NOW

PASSWORD = "demonstration password"


@pytest.fixture
def the_world(app, the_clock):
    """Everybody of the demonstration; it was made on the morning of the tests."""
    from home.services.demonstration import world

    with app.app_context():
        world.fill(PASSWORD, now=NOW)
    return app


@pytest.fixture
def somebody(the_world):
    """Sign in as one of the demonstration's people."""
    from tests.support.people import Visitor

    def signed_in(handle):
        visitor = Visitor(the_world)
        answer = visitor.post("/sessions", {"email": f"{handle}@demo.example", "password": PASSWORD})
        assert answer.status_code == 302
        return visitor

    return signed_in
