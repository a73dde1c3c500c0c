"""Reading writes nothing: any test in which a page that only reads would have changed rows fails."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event
from sqlalchemy.orm import Session

from accounts.services import passwords
from storage.transaction import transaction
from tests.conftest import NOW
from tests.support.databases import Databases
from tests.support.described import STRAYED
from tests.support.exam_room import furnish


@pytest.fixture(scope="session", autouse=True)
def hashing_is_quick() -> dict[str, object]:
    """A quarter of the time of these tests would go into hashing; what was there before, for those that measure it."""
    before = {name: getattr(passwords, name) for name in ("_hasher", "_SOMETHING")}
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._SOMETHING = passwords._hasher.hash("nobody has this password")
    return before


@pytest.fixture
def hashing_is_real(hashing_is_quick: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost as much as they do outside of tests."""
    for name, value in hashing_is_quick.items():
        monkeypatch.setattr(passwords, name, value)


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


@pytest.fixture(autouse=True)
def answers_are_as_described() -> Iterator[None]:
    """Any test in which a call answers in another way than the description says fails."""
    STRAYED.clear()
    yield
    assert STRAYED == []


@pytest.fixture(scope="session")
def furnished_database(databases: Databases, empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a template like the empty one, with a scheme in force and a question bank in use."""
    from app import create_app
    from storage.database import db
    from web.settings import Settings

    url = databases.make("furnished", empty_database)
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("furnished"), database_url=url))
    with app.app_context():
        with transaction():
            furnish(NOW)
        db.session.remove()
        db.engine.dispose()
    return "furnished"


@pytest.fixture
def in_room(app):
    """Do something in a transaction of the platform."""

    def do(work):
        with app.app_context(), transaction():
            return work()

    return do


@pytest.fixture
def another_platform(tmp_path, house, database_url):
    """Puts the platform together once more, under other settings, on the same database."""
    from app import create_app
    from storage.database import db
    from web.settings import Settings

    made = []

    def make(**settings):
        folder = tmp_path / "other"
        made.append(create_app(Settings(data_dir=folder, database_url=database_url, secret_key="secret", **settings)))
        return made[-1]

    yield make
    house.leave()
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
