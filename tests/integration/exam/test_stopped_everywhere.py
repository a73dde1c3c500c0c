"""A clock that is stopped in one process stands in all of them: none keeps how an attempt stands in its memory."""

import http.client
import json
from uuid import UUID

import pytest

from benchmarks.processes import server
from benchmarks.swarm import gather
from kernel import clock
from kernel.actor import PLATFORM
from storage.transaction import transaction


@pytest.fixture
def the_clock_before_everybody() -> None:
    """Real processes have the real time."""


def test_r17_what_is_stopped_here_is_refused_by_the_next_save_at_another_process(app, data_dir, database_url):
    from exam.domain.timeline import Cause, TimeChange
    from exam.queries.attempts import attempt_row
    from exam.services.timekeeping import change_time

    environment = {"DATABASE_URL": database_url, "DATA_DIR": str(data_dir), "SECRET_KEY": "a secret of the tests"}
    [candidate] = gather(app, 1, furnished=True)

    def change(what):
        with app.app_context(), transaction():
            attempt = attempt_row(UUID(candidate.attempt_id))
            change_time(
                attempt.sitting, [attempt.entry_id], what, cause=Cause.OUTAGE, reason="停电", actor=PLATFORM,
                now=clock.now(),
            )  # fmt: skip

    def save(seq):
        value = {"chosen": ["A"], "flagged": False}
        body = {"writer": "page-one-0001", "answers": [{"seq": seq, "slot": "1", "value": value}]}
        status, said, _ = candidate.posts(connection, "answers", body)
        return status, json.loads(said).get("code")

    with server(environment) as (port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        candidate.starts(connection)
        candidate.claims(connection)
        assert save(1) == (200, None)
        for what, seq, expected in ((TimeChange.PAUSE, 2, (409, "paused")), (TimeChange.RESUME, 2, (200, None))):
            change(what)
            assert save(seq) == expected
        connection.close()
