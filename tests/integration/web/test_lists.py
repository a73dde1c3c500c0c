"""A list asks the database as often for four rows as for one: what it shows of each comes with the rows."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.integration.certificates.conftest import components, gives, scheme  # noqa: F401 -- people with certificates
from tests.support.exam_room import plan_sitting
from tests.support.people import Somebody


@pytest.fixture(autouse=True)
def _time_stands_still(the_clock):
    """Before anybody signs in."""


@contextmanager
def counted():
    statements = []

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def asked_by(person, address):
    """The statements of one look at a page that was looked at before."""
    assert person.get(address).status_code == 200
    with counted() as statements:
        person.get(address)
    return statements


@pytest.mark.parametrize("address", ["/people", "/audit"])
def test_lists_of_accounts_ask_the_same_for_more_people(app, administrator, candidate, address):
    from kernel.actor import Role

    before = asked_by(administrator, address)
    for number in range(3):
        Somebody(app, f"学员{number}", Role.CANDIDATE).works_for(f"机构{number}")

    assert len(asked_by(administrator, address)) == len(before)


def test_the_register_asks_the_same_for_more_certificates(app, gives, registrar, candidate):  # noqa: F811
    from kernel.actor import Role

    gives(candidate)
    before = asked_by(registrar, "/certificates/register")
    for number in range(3):
        gives(Somebody(app, f"学员{number}", Role.CANDIDATE, sign_in=False))

    assert len(asked_by(registrar, "/certificates/register")) == len(before)


@pytest.mark.parametrize("address", ["/sittings", "/"])
def test_lists_of_sittings_ask_the_same_for_more_sittings(app, the_clock, scheme, registrar, address):  # noqa: F811
    from storage.transaction import transaction

    def plan(days):
        with app.app_context(), transaction():
            plan_sitting(the_clock.now, "case_study", starts_in=timedelta(days=days), publish=False)

    plan(1)
    before = asked_by(registrar, address)
    for days in (2, 3, 4):
        plan(days)

    assert len(asked_by(registrar, address)) == len(before)
