"""Statements that stand alone: they outlive their connection, and join a transaction that is under way."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

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


def test_what_they_find_is_what_every_other_statement_finds(app, candidate):
    from accounts.models import Person, SignedInSession
    from storage import alone
    from storage.database import db

    session = select(SignedInSession).where(SignedInSession.person_id == candidate.id)
    columns = select(*SignedInSession.__table__.columns, Person.roles, Person.name).join(Person)
    asked = columns.where(SignedInSession.person_id == bindparam("who"))
    with app.app_context():
        for _ in range(2):
            (found,) = alone.rows(asked, who=candidate.id)
        row = db.session.scalars(session).one()

        assert found._asdict() == {
            **{column.key: getattr(row, column.key) for column in SignedInSession.__table__.columns},
            "roles": row.person.roles,
            "name": row.person.name,
        }
        assert found.started_at.tzinfo is not None


def test_they_take_text_and_lists_as_well(app, candidate):
    from accounts.models import Person
    from storage import alone

    with app.app_context():
        assert alone.row(text("SELECT 1"))[0] == 1
        some = select(Person.id).where(Person.id.in_(bindparam("some", expanding=True)))
        assert [row.id for row in alone.rows(some, some=[candidate.id])] == [candidate.id]


def test_a_statement_that_the_table_refuses_raises_what_others_raise(app, candidate):
    from accounts.models import Person
    from storage import alone

    again = insert(Person.__table__).from_select(
        [column.key for column in Person.__table__.columns],
        select(*Person.__table__.columns).where(Person.id == bindparam("who")),
    )
    with app.app_context(), pytest.raises(IntegrityError):
        alone.rows(again.returning(Person.__table__.c.id), who=candidate.id)


def test_what_a_column_has_by_itself_is_written_as_well(app, candidate):
    from accounts.models import SignedInSession
    from storage import alone

    table, now = SignedInSession.__table__, clock.now()
    begin = insert(table).returning(table.c.id, table.c.address)
    with app.app_context():
        found = alone.row(begin, person_id=candidate.id, started_at=now, expires_at=now + timedelta(hours=1))

    assert (found.id is not None, found.address) == (True, "")
