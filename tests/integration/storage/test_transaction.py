"""One wish, one transaction: all of it happens or nothing, and nothing follows that did not happen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from accounts.models import Organisation, OrganisationKind
from storage.database import db
from storage.durability import weaknesses
from storage.transaction import after_commit, aside, transaction

THREADS, EACH = 8, 15


def _found(name: str) -> None:
    db.session.add(Organisation(name=name, kind=OrganisationKind.TRAINING_CENTRE))
    db.session.flush()


def _names(app) -> list[str]:
    with app.app_context(), transaction(read_only=True):
        return sorted(db.session.scalars(select(Organisation.name)))


def test_what_ends_well_is_kept(app):
    with app.app_context(), transaction():
        _found("North")

    assert _names(app) == ["North"]


def test_what_raises_leaves_nothing_behind(app):
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        _found("North")
        raise ZeroDivisionError

    assert _names(app) == []


def test_reading_keeps_nothing_even_if_it_wrote(app, reading_writes_nothing):
    with app.app_context(), transaction(read_only=True):
        _found("North")

    assert _names(app) == []
    assert reading_writes_nothing == ["Organisation"]
    reading_writes_nothing.clear()


def test_what_waits_for_the_commit_happens_after_it_and_in_order(app):
    seen = []
    with app.app_context(), transaction():
        _found("North")
        after_commit(lambda: seen.append(_names(app)))
        after_commit(lambda: seen.append("second"))
        assert seen == []

    assert seen == [["North"], "second"]


def test_what_waits_for_a_commit_that_never_comes_does_not_happen(app):
    seen = []
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            after_commit(lambda: seen.append("never"))
            raise ZeroDivisionError
        with transaction(read_only=True):
            after_commit(lambda: seen.append("never"))
        with transaction():
            _found("North")

    assert seen == []


def test_what_waits_inside_a_savepoint_that_is_undone_does_not_happen(app):
    seen = []
    with app.app_context(), transaction():
        after_commit(lambda: seen.append("before"))
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            after_commit(lambda: seen.append("in the savepoint"))
            with db.session.begin_nested():
                after_commit(lambda: seen.append("deeper"))
            raise ZeroDivisionError
        with db.session.begin_nested():
            after_commit(lambda: seen.append("in another"))
        after_commit(lambda: seen.append("after"))

    assert seen == ["before", "in another", "after"]


def test_a_trace_of_reading_is_kept_by_itself(app):
    with app.app_context(), transaction(read_only=True):
        db.session.scalar(select(func.count()).select_from(Organisation))
        with aside() as session:
            session.add(Organisation(name="trace", kind=OrganisationKind.TRAINING_CENTRE))

    assert _names(app) == ["trace"]


def test_many_writers_at_once_all_get_through(app):
    """On SQLite a transaction that reads first and writes later would find the database locked."""
    barrier = Barrier(THREADS)

    def writer(number: int) -> int:
        barrier.wait()
        for turn in range(EACH):
            with app.app_context(), transaction():
                before = db.session.scalar(select(func.count()).select_from(Organisation))
                _found(f"{number}-{turn}-{before}")
        return EACH

    with ThreadPoolExecutor(THREADS) as people:
        assert sum(people.map(writer, range(THREADS))) == THREADS * EACH

    assert len(_names(app)) == THREADS * EACH


def test_readers_are_not_kept_waiting_by_a_writer(app):
    with app.app_context(), transaction():
        _found("North")
        with ThreadPoolExecutor(4) as people:
            assert list(people.map(_names, [app] * 4)) == [[]] * 4


def test_the_database_keeps_what_it_acknowledges(app):
    with app.app_context(), transaction(read_only=True):
        assert weaknesses() == []


@pytest.mark.parametrize(
    ("setting", "said"),
    [("synchronous=OFF", "synchronous=0"), ("synchronous=NORMAL", "synchronous=1"), ("synchronous=EXTRA", None)],
    ids=["off", "normal", "more than needed"],
)
def test_a_sqlite_connection_that_would_lose_answers_is_told(app, setting, said):
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        pooled = db.engine.raw_connection()
        pooled.driver_connection.execute(f"PRAGMA {setting}")
        pooled.close()
        with transaction(read_only=True):
            assert weaknesses() == ([said] if said else [])


def test_a_postgresql_connection_that_would_lose_answers_is_told(app):
    with app.app_context(), transaction(read_only=True):
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("SET LOCAL synchronous_commit = off"))
            assert weaknesses() == ["synchronous_commit=off"]
