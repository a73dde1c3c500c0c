"""The audit log holds under many writers, and shows by command whatever was done to it behind the platform's back."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from accounts.models import Organisation, OrganisationKind
from accounts.services import audit
from kernel import clock
from kernel.actor import PLATFORM
from storage.database import db
from storage.transaction import transaction

THREADS, EACH = 8, 10


def _record(app, number: int, **detail) -> None:
    with app.app_context(), transaction():
        audit.record(PLATFORM, "test.entry", f"thing:{number}", {"n": number, **detail}, now=clock.now())


def _verified(app) -> dict[str, object]:
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


@pytest.fixture
def log(app):
    """A log of ten entries."""
    for number in range(10):
        _record(app, number, said="考", score="60.00", nested={"b": [1, None], "a": True})
    return app


def test_an_empty_log_is_intact(app):
    assert _verified(app) == {"entries": 0, "intact": True, "first_broken": None}


def test_the_log_of_an_honest_day_is_intact(log):
    assert _verified(log) == {"entries": 10, "intact": True, "first_broken": None}


def test_eight_writers_at_once_keep_one_chain(app):
    barrier = Barrier(THREADS)

    def writer(number: int) -> None:
        barrier.wait()
        for turn in range(EACH):
            _record(app, number * 100 + turn)

    with ThreadPoolExecutor(THREADS) as people:
        list(people.map(writer, range(THREADS)))

    assert _verified(app) == {"entries": THREADS * EACH, "intact": True, "first_broken": None}


@pytest.mark.parametrize(
    ("tampering", "first"),
    [
        ("UPDATE accounts_audit_entry SET actor = 'somebody else' WHERE number = 4", 4),
        ("UPDATE accounts_audit_entry SET subject = 'thing:99' WHERE number = 10", 10),
        ('UPDATE accounts_audit_entry SET detail = \'{"n": 0, "score": "61.00"}\' WHERE number = 1', 1),
        ("UPDATE accounts_audit_entry SET hash = 'ffff' WHERE number = 7", 7),
        ("DELETE FROM accounts_audit_entry WHERE number = 1", 1),
        ("DELETE FROM accounts_audit_entry WHERE number = 5", 5),
        ("DELETE FROM accounts_audit_entry WHERE number = 10", 10),
        ("DELETE FROM accounts_audit_entry WHERE number > 3", 4),
        ("UPDATE accounts_audit_entry SET number = 11 WHERE number = 10", 10),
    ],
    ids=[
        "actor",
        "last subject",
        "first detail",
        "hash",
        "first gone",
        "one gone",
        "last gone",
        "end cut off",
        "number",
    ],
)
def test_whatever_is_done_to_the_table_is_found(log, tampering, first):
    with log.app_context(), db.engine.begin() as connection:
        connection.execute(text(tampering.replace(":", "\\:")))

    found = _verified(log)

    assert (found["intact"], found["first_broken"]) == (False, first)


def test_an_entry_of_something_that_was_undone_leaves_the_chain_whole(app):
    with app.app_context(), transaction():
        audit.record(PLATFORM, "test.kept", "thing:1", {}, now=clock.now())
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            audit.record(PLATFORM, "test.undone", "thing:2", {}, now=clock.now())
            raise ZeroDivisionError
        audit.record(PLATFORM, "test.instead", "thing:3", {}, now=clock.now())
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        audit.record(PLATFORM, "test.undone", "thing:4", {}, now=clock.now())
        raise ZeroDivisionError
    _record(app, 5)

    assert _verified(app) == {"entries": 3, "intact": True, "first_broken": None}


def test_looking_at_something_can_leave_an_entry_although_reading_keeps_nothing(app):
    with app.app_context(), transaction(read_only=True):
        db.session.scalar(text("SELECT 1"))
        audit.record_reading(PLATFORM, "test.looked", "thing:1", {}, now=clock.now())
    with app.app_context(), transaction(read_only=True):
        audit.record_reading(PLATFORM, "test.looked", "thing:2", {}, now=clock.now())

    assert _verified(app) == {"entries": 2, "intact": True, "first_broken": None}


def test_an_entry_and_what_it_tells_of_are_kept_or_lost_together(app):
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        db.session.add(Organisation(name="North", kind=OrganisationKind.TRAINING_CENTRE))
        audit.record(PLATFORM, "test.found", "organisation:North", {}, now=clock.now())
        raise ZeroDivisionError

    assert _verified(app)["entries"] == 0


def test_a37_an_entry_with_line_breaks_and_escapes_stays_one_entry(app):
    _record(app, 1, said="line\nbreak \x1b[31m {{7*7}} <script>")

    assert _verified(app)["entries"] == 1


def test_what_administrators_do_stands_in_the_log_in_order(administrator, candidate):
    administrator.post(f"/people/{candidate.id}/roles", {"roles": ["examiner"]})
    administrator.post(f"/people/{candidate.id}/disable")

    page = administrator.get("/audit").text

    assert page.index("accounts.disable") < page.index("accounts.set_roles")
    assert _verified(administrator.app)["intact"]
