"""Clocks are stopped by the real processes while everybody saves: each refuses at once, and nobody is in anybody's way."""

from statistics import median

import pytest
from sqlalchemy import text

from benchmarks.together import AT_MOST, World, run
from storage.database import db

SECONDS = 2


@pytest.fixture
def the_clock_before_everybody() -> None:
    """Real processes have the real time."""


def test_r16_r17_whatever_the_desk_does_to_everybody_every_process_knows_at_once_and_nothing_deadlocks(
    app, data_dir, database_url
):
    """The short run of `benchmarks.together`."""
    environment = {"DATABASE_URL": database_url, "DATA_DIR": str(data_dir), "SECRET_KEY": "a secret of the tests"}
    before = deadlocks(app)

    report = run(World(app, furnished=True), environment, SECONDS, times=1)

    assert report.mistakes == []
    assert report.counted["saves"] > 0
    assert report.counted["extend all"] > 0
    assert [what for what, waits in report.waits.items() if median(waits) < AT_MOST] == [
        "stopped_one", "stopped_room", "stopped_all",
    ]  # fmt: skip
    assert deadlocks(app) == before


def deadlocks(app):
    """How many the database has had; SQLite has one writer and none."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return 0
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return db.session.scalar(text(query))
