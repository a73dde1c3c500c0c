"""Where the database could lose an answer at a power cut no examination is opened, and everybody is told why."""

from datetime import timedelta

import pytest

from tests.support.exam_room import entry, hands_in, plan_sitting, saves

ON_POSTGRESQL = ["fsync", "full_page_writes", "synchronous_commit"]


@pytest.fixture
def weaken(app, databases, request, monkeypatch):
    """`weaken("fsync")` starts the database anew with this setting off, `weaken()` with all of them on; what is told."""
    from exam.services import stores
    from storage import alone, connections
    from storage.database import db

    on_sqlite = connections.SQLITE_PRAGMAS

    def start_again(*off):
        with app.app_context():
            return put(*off)

    def put(*off):
        if db.engine.dialect.name == "postgresql":
            server = request.getfixturevalue("postgres")
            databases.close()
            server.stop()
            server.start(*[f"{name}={'off' if name in off else 'on'}" for name in ON_POSTGRESQL])
            return [f"{name}=off" for name in off]
        weaker = ("PRAGMA synchronous=NORMAL",) if off else ()
        monkeypatch.setattr(connections, "SQLITE_PRAGMAS", on_sqlite + weaker)
        for kept in (alone._of_this_thread, stores._of_this_thread):
            vars(kept).clear()
        db.engine.dispose()
        return ["synchronous=1"] if off else []

    yield start_again
    start_again()
    for kept in (alone._of_this_thread, stores._of_this_thread):
        vars(kept).clear()


@pytest.fixture
def settings_of_this_database(app):
    from storage.database import db

    with app.app_context():
        return ON_POSTGRESQL if db.engine.dialect.name == "postgresql" else ["synchronous"]


def opens(candidate, exam_room):
    return candidate.post(f"/attempts/of/{exam_room.entries[candidate.id]}", {"ready": "y"})


def test_no_sitting_is_opened_where_an_answer_could_be_lost(
    app, exam_room, candidate, registrar, visitor, weaken, settings_of_this_database
):
    exam_room.holds(candidate, latest_start_at=exam_room.the_clock.now + timedelta(hours=4))
    from storage.transaction import transaction

    with app.app_context(), transaction():
        another = plan_sitting(exam_room.the_clock.now, publish=False)
    lobby = f"/entries/{exam_room.entries[candidate.id]}"

    for name in settings_of_this_database:
        weak = weaken(name)

        for language, words in (("zh", "目前不能开考"), ("en", "No examination is opened now")):
            page = candidate.get(f"{lobby}?lang={language}")
            refused = opens(candidate, exam_room)
            assert refused.status_code == 409
            for told in (page.text, refused.text):
                assert words in told
                assert weak[0] in told
        refused = registrar.post(f"/sittings/{another}/publication?lang=en", {})
        assert refused.status_code == 409
        assert weak[0] in refused.text
        ready = visitor.get("/readyz")
        assert (ready.status_code, ready.json["checks"]["durable"], ready.json["weaknesses"]) == (503, False, weak)
        doctor = app.test_cli_runner().invoke(args=["doctor"])
        assert doctor.exit_code == 1
        assert f"WRONG  durability: {weak[0]}" in doctor.output

    weaken()
    assert visitor.get("/readyz").json["weaknesses"] == []
    assert opens(candidate, exam_room).status_code == 201


def test_papers_that_were_started_go_on_and_wait_for_the_disk(
    app, exam_room, candidate, weaken, settings_of_this_database
):
    from exam.services.stores import PostgresStore, store

    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    weaken(settings_of_this_database[-1])

    assert saves(candidate, attempt, entry(1)).json["durable"] == 1
    with app.app_context():
        kept = store()
    if isinstance(kept, PostgresStore):
        assert kept._row("SHOW synchronous_commit", {})[0] == "on"


def test_nothing_that_counts_needs_the_longer_way(app, exam_room, candidate, monkeypatch):
    from storage.database import db
    from storage.prepared import Line

    exam_room.holds(candidate)
    asked, ask = [], Line.ask

    def watched(self, text, values):
        asked.append((text, ask(self, text, values)))
        return asked[-1][1]

    monkeypatch.setattr(Line, "ask", watched)
    attempt = exam_room.starts(candidate)
    assert saves(candidate, attempt, entry(1)).status_code == 200
    assert hands_in(candidate, attempt).status_code == 200

    with app.app_context():
        assert bool(asked) == (db.engine.dialect.name == "postgresql")
    assert [text for text, found in asked if found is None] == []
