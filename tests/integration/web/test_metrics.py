"""Figures for a monitoring system: only for those who may look, by page and never by address."""

import pytest

from kernel.actor import Role
from tests.support.people import Somebody, Visitor

ABROAD = "203.0.113.7"


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        pytest.param("127.0.0.1", {}, 200, id="this machine"),
        pytest.param("::1", {}, 200, id="this machine in the new numbering"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 200, id="forwarded for this machine"),
        pytest.param(ABROAD, {}, 404, id="another machine"),
        pytest.param("", {}, 404, id="nobody knows from where"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": ABROAD}, 404, id="forwarded"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": f"127.0.0.1, {ABROAD}"}, 404, id="forwarded with a lie in front"),
        pytest.param("127.0.0.1", {"X-Real-IP": ABROAD}, 404, id="forwarded under another name"),
        pytest.param("127.0.0.1", {"Forwarded": f"for={ABROAD}"}, 404, id="forwarded by the standard"),
        pytest.param(ABROAD, {"X-Forwarded-For": "127.0.0.1"}, 404, id="another machine that calls itself this one"),
    ],
)
def test_nobody_elsewhere_finds_the_figures(visitor, address, headers, status):
    answer = visitor.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status
    assert ("python" in answer.text or "http_request" in answer.text) == (status == 200)


def test_the_settings_may_name_others(another_platform):
    watched = Visitor(another_platform(metrics_from=("203.0.113.0/24",)))

    assert watched.get("/metrics", environ_base={"REMOTE_ADDR": ABROAD}).status_code == 200
    assert watched.get("/metrics").status_code == 404


def test_requests_are_counted_by_page_and_never_by_address(app, visitor):
    administrator = Somebody(app, "吴管理", Role.ADMINISTRATOR)
    administrator.get(f"/people/{administrator.id}?search=王小明")
    visitor.get("/verify/KF-SECRET-0001")
    visitor.get("/no/such/page/of/anybody")
    shown = visitor.get("/metrics").text

    assert 'http_request_duration_seconds_count{endpoint="certificates.verified_number",status="4xx"}' in shown
    assert 'endpoint="none",status="4xx"' in shown
    assert not any(word in shown for word in (str(administrator.id), "KF-SECRET", "/verify", "such/page", "王小明"))


def test_what_waits_is_shown_and_for_how_long(app, the_clock, visitor):
    from jobs.services import enqueue
    from storage.transaction import transaction

    with app.app_context(), transaction():
        enqueue("mail_registration", now=the_clock.now, registration_id="1")
        the_clock.moves_on(minutes=1)
        enqueue("analyse_sitting", now=the_clock.now, sitting_id="1")
    the_clock.moves_on(minutes=1)
    shown = visitor.get("/metrics").text.splitlines()

    assert {"jobs_waiting 2.0", "jobs_oldest_waiting_seconds 120.0", "mails_waiting 1.0", "jobs_failed 0.0"} <= {*shown}
    assert any(line.startswith("process_resident_memory_bytes{pid=") for line in shown)


def test_while_the_database_is_away_what_was_counted_is_still_shown(app, visitor, monkeypatch):
    from sqlalchemy import text

    from storage.database import db

    with app.app_context():
        db.session.execute(text("ALTER TABLE jobs_job RENAME TO jobs_gone"))
        db.session.commit()
        answer = visitor.get("/metrics")
        db.session.execute(text("ALTER TABLE jobs_gone RENAME TO jobs_job"))
        db.session.commit()

    assert answer.status_code == 200
    assert "http_request_duration_seconds_count" in answer.text
    assert "jobs_waiting" not in answer.text
