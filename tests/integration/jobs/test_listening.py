"""A listener that fails does not undo what it heard of: its own work is undone, and it hears again later."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from accounts.models import Organisation, OrganisationKind
from kernel import clock, event
from storage.database import db
from storage.transaction import transaction


@dataclass(frozen=True, slots=True)
class PaperArrived:
    """A test's own event, with every kind of fact that real ones have."""

    paper_id: UUID
    at: datetime
    level: int
    complete: bool


heard: list[PaperArrived] = []
broken: list[bool] = []


def enters_it_in_the_book(happened: PaperArrived) -> None:
    db.session.add(Organisation(name=f"book {happened.level}", kind=OrganisationKind.TRAINING_CENTRE))
    db.session.flush()
    if broken:
        raise ZeroDivisionError("the pen broke")
    heard.append(happened)


@pytest.fixture(autouse=True)
def introduced(app, monkeypatch):
    heard.clear()
    broken.clear()
    monkeypatch.setattr(event, "_listeners", {**event._listeners, PaperArrived: [enters_it_in_the_book]})


def _arrives(app) -> PaperArrived:
    happened = PaperArrived(uuid4(), clock.now(), 3, complete=False)
    with app.app_context(), transaction():
        db.session.add(Organisation(name="the paper", kind=OrganisationKind.TRAINING_CENTRE))
        event.publish(happened)
    return happened


def _names(app) -> list[str]:
    with app.app_context(), transaction(read_only=True):
        return sorted(db.session.scalars(select(Organisation.name)))


def test_a_listener_works_in_the_announcers_transaction(app):
    happened = _arrives(app)

    assert heard == [happened]
    assert _names(app) == ["book 3", "the paper"]


def test_a_listener_that_fails_undoes_its_own_work_and_not_the_announcers(app):
    broken.append(True)

    _arrives(app)

    assert _names(app) == ["the paper"]


def test_a_listener_that_is_the_first_to_write_and_fails_leaves_nothing_and_hears_again(app, run_jobs):
    broken.append(True)
    happened = PaperArrived(uuid4(), clock.now(), 3, complete=False)
    with app.app_context(), transaction():
        event.publish(happened)
    assert _names(app) == []
    broken.clear()

    assert run_jobs() == 1
    assert (heard, _names(app)) == ([happened], ["book 3"])


def test_a_listener_that_failed_hears_the_very_same_event_again(app, run_jobs, the_clock):
    broken.append(True)
    happened = _arrives(app)
    broken.clear()
    the_clock.moves_on(minutes=2)

    assert run_jobs() == 1

    assert heard == [happened]
    assert _names(app) == ["book 3", "the paper"]


def test_a_listener_that_goes_on_failing_is_tried_again(app, run_jobs):
    broken.append(True)
    happened = _arrives(app)

    assert run_jobs() == 0
    broken.clear()

    assert run_jobs() == 1
    assert heard == [happened]


def test_an_announcement_that_is_undone_was_never_heard_in_the_database(app):
    broken.append(True)
    with app.app_context(), pytest.raises(KeyError), transaction():
        event.publish(PaperArrived(uuid4(), clock.now(), 3, complete=True))
        raise KeyError

    from jobs.models import Job

    assert _names(app) == []
    with app.app_context(), transaction(read_only=True):
        assert db.session.scalars(select(Job)).all() == []
