"""A bank for tests: the national scheme, a second registrar, and questions that somebody brings in."""

import pytest

from kernel import clock
from kernel.actor import Role
from question_bank import queries
from question_bank.domain.bank import Wanted
from question_bank.domain.intake import Target
from question_bank.services.importing import import_questions, plan
from schemes.services.loading import SHIPPED, load
from storage.database import db
from storage.transaction import transaction
from tests.support.people import Somebody
from tests.support.questions import QUESTION, yaml_of

TARGET = Target(scheme="csm-national", level=3)


@pytest.fixture
def bank(app):
    with app.app_context(), transaction():
        load(SHIPPED / "csm-national.yaml", now=clock.now())
    return app


@pytest.fixture
def other_registrar(app):
    return Somebody(app, "沈审题", Role.REGISTRAR)


@pytest.fixture
def imports(bank):
    def imported(actor, *questions, approve=False):
        with bank.app_context(), transaction():
            intended = plan("t.yaml", yaml_of(*questions).encode(), TARGET)
            assert intended.skipped == ()
            import_questions(
                intended.planned, source="t.yaml", reason="测试", actor=actor, approve=approve, now=clock.now()
            )
            return {row.question.external_id: row for row in db.session.scalars(queries.latest_versions(Wanted()))}

    return imported


@pytest.fixture
def draft(imports, registrar):
    return imports(registrar.actor, QUESTION)["T-001"]
