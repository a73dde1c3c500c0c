"""Statements that stand alone: they outlive their connection, and join a transaction that is under way."""

from datetime import timedelta

from kernel import clock


def test_a_statement_is_sent_again_where_its_connection_was_lost(app, candidate):
    from storage import alone

    assert candidate.get("/account").status_code == 200
    with app.app_context():
        alone._of_this_thread.kept.connection.connection.dbapi_connection.close()

    assert candidate.get("/account").status_code == 200


def test_within_a_transaction_they_see_what_it_has_written(app, candidate):
    from accounts.models import SignedInSession
    from accounts.queries import signed_in
    from storage.database import db

    now = clock.now()
    with app.app_context():
        row = SignedInSession(person_id=candidate.id, started_at=now, expires_at=now + timedelta(hours=1))
        db.session.add(row)
        db.session.flush()
        assert signed_in(row.id, now).id == candidate.id
        key = row.id
        db.session.rollback()

        assert signed_in(key, now) is None
