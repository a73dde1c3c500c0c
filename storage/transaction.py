"""The one transaction that pages, commands and jobs share: all of a wish happens, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from storage.database import db, reading

Waiting = tuple[SessionTransaction | None, Callable[[], None]]
_AFTERWARDS = "after_commit"


@contextmanager
def transaction(*, read_only: bool = False) -> Iterator[None]:
    """Commit when the block ends, roll back when it raises; `read_only` always rolls back."""
    token = reading.set(read_only)
    waiting: list[Waiting] = []
    try:
        yield
        if _is_used():
            if read_only:
                db.session.rollback()
            else:
                db.session.commit()
                waiting = db.session().info.pop(_AFTERWARDS, [])
    except BaseException:
        db.session.rollback()
        raise
    finally:
        if _is_used():
            db.session().info.pop(_AFTERWARDS, None)
        reading.reset(token)
    for _, call in waiting:
        call()


def _is_used() -> bool:
    """Whether anybody has asked for the session; without it there is nothing to commit."""
    return bool(db.session.registry.has())


def let_go() -> None:
    """Give the database back before something slow, while nothing has been changed yet: others write meanwhile.

    On SQLite there is one writer at a time, and an answer must not wait for somebody's picture.
    """
    db.session.rollback()


def after_commit(call: Callable[[], None]) -> None:
    """Call this once the running transaction is durable; never, if it or the savepoint around is rolled back."""
    session = db.session()
    session.info.setdefault(_AFTERWARDS, []).append((session.get_nested_transaction(), call))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    waiting: list[Waiting] = session.info.get(_AFTERWARDS, [])
    waiting[:] = [(within, call) for within, call in waiting if not _is_inside(within, undone)]


def _is_inside(within: SessionTransaction | None, undone: SessionTransaction) -> bool:
    while within is not None and within is not undone:
        within = within.parent
    return within is not None


@contextmanager
def aside() -> Iterator[Session]:
    """A session of its own, committed by itself: the marked way by which reading may leave a trace."""
    token = reading.set(False)
    try:
        with Session(db.engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        reading.reset(token)
