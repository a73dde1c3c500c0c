"""The one transaction that pages, commands and jobs share: all of a wish happens, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from storage.database import db, reading

_AFTERWARDS = "after_commit"


@contextmanager
def transaction(*, read_only: bool = False) -> Iterator[None]:
    """Commit when the block ends, roll back when it raises; `read_only` always rolls back."""
    token = reading.set(read_only)
    waiting: list[Callable[[], None]] = []
    try:
        yield
        if read_only:
            db.session.rollback()
        else:
            db.session.commit()
            waiting = db.session().info.pop(_AFTERWARDS, [])
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session().info.pop(_AFTERWARDS, None)
        reading.reset(token)
    for call in waiting:
        call()


def after_commit(call: Callable[[], None]) -> None:
    """Call this once the running transaction is durable; never, if it is rolled back."""
    db.session().info.setdefault(_AFTERWARDS, []).append(call)


@contextmanager
def aside() -> Iterator[Session]:
    """A session of its own, committed by itself: the marked way by which reading may leave a trace."""
    token = reading.set(False)
    try:
        with Session(db.engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        reading.reset(token)
