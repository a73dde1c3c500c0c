"""Statements that stand alone: they outlive their connection, and join a transaction that is under way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, delete, insert, select, text
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


def people_and_sign_ins():
    from accounts.models import Person, SignedInSession
    from storage import alone

    of = select(SignedInSession.id, SignedInSession.started_at).where(SignedInSession.person_id == bindparam("whose"))

    @alone.asks(of)
    def sign_in_of(whose):
        return alone.row(of, whose=whose)

    return select(Person.id, Person.name).where(Person.id == bindparam("who")), sign_in_of


def statements_run(monkeypatch):
    """What is sent to PostgreSQL from now on."""
    from storage import alone

    sent, cells = [], alone._Prepared.cells
    monkeypatch.setattr(alone._Prepared, "cells", lambda self, *rest: sent.append(self.text) or cells(self, *rest))
    return sent


def test_what_is_asked_next_comes_along(app, candidate, monkeypatch):
    from storage import alone
    from storage.database import db

    sent = statements_run(monkeypatch)
    who, sign_in_of = people_and_sign_ins()
    with app.app_context():
        apart = alone.row(who, who=candidate.id), sign_in_of(candidate.id)
        sent.clear()
        with alone.along(sign_in_of, whose=candidate.id):
            together = alone.row(who, who=candidate.id), sign_in_of(candidate.id)
        is_postgresql = db.engine.dialect.name == "postgresql"

    assert together == apart
    assert len(sent) == (1 if is_postgresql else 0)


@pytest.mark.parametrize("nobody", ["who", "whose"])
def test_where_one_of_two_is_not_found_the_other_is(app, candidate, nobody):
    from storage import alone

    who, sign_in_of = people_and_sign_ins()
    ids = {"who": candidate.id, "whose": candidate.id, nobody: uuid4()}
    with app.app_context(), alone.along(sign_in_of, whose=ids["whose"]):
        found = {"who": alone.row(who, who=ids["who"]), "whose": sign_in_of(ids["whose"])}

    assert found.pop(nobody) is None
    assert None not in found.values()


def test_what_came_along_is_for_the_very_next_statement_and_for_the_same_question(app, candidate):
    from accounts.models import SignedInSession
    from storage import alone
    from storage.database import db

    who, sign_in_of = people_and_sign_ins()
    with app.app_context():
        with alone.along(sign_in_of, whose=candidate.id):
            alone.row(who, who=candidate.id)
            assert sign_in_of(uuid4()) is None
        with alone.along(sign_in_of, whose=candidate.id):
            alone.row(who, who=candidate.id)
            db.session.execute(delete(SignedInSession).where(SignedInSession.person_id == candidate.id))
            assert sign_in_of(candidate.id) is None


def test_two_that_call_different_values_by_one_name_are_asked_one_after_the_other(app, candidate, other_candidate):
    from accounts.models import Person
    from storage import alone

    _, sign_in_of = people_and_sign_ins()
    person = select(Person.id).where(Person.id == bindparam("whose"))
    with app.app_context(), alone.along(sign_in_of, whose=other_candidate.id):
        assert alone.row(person, whose=candidate.id).id == candidate.id
        theirs = sign_in_of(other_candidate.id)
    with app.app_context():
        assert theirs == sign_in_of(other_candidate.id)


def test_they_go_by_keys_also_where_a_table_is_small_or_new(app, candidate):
    from storage import alone
    from storage.database import db

    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            names = ("enable_seqscan", "plan_cache_mode", "jit")
            said = alone.row(text("SELECT " + ", ".join(f"current_setting('{name}')" for name in names)))
            assert tuple(said) == ("off", "force_generic_plan", "off")
