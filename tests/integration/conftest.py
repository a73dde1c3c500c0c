"""Reading writes nothing: any test in which a page that only reads would have changed rows fails."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session


@pytest.fixture(autouse=True)
def reading_writes_nothing() -> Iterator[list[str]]:
    from storage.database import reading

    written: list[str] = []

    def note(session: Session, _context: object, _instances: object) -> None:
        if reading.get():
            changed = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
            written.extend(f"{type(row).__name__}" for row in changed)

    event.listen(Session, "before_flush", note)
    yield written
    event.remove(Session, "before_flush", note)
    assert written == [], "a page that only reads would have written these"
