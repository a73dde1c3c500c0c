"""Registrars with a scheme in force, and drafts of its next version."""

import pytest

from kernel import clock
from kernel.actor import Role
from schemes import queries
from schemes.domain.draft import DraftMove
from schemes.services import drafting, loading, publishing
from storage.transaction import transaction
from tests.support.people import Somebody

CODE = "csm-national"


@pytest.fixture
def national(app):
    with app.app_context(), transaction():
        return loading.load(next(path for path in loading.shipped_files() if path.stem == CODE), now=clock.now())


@pytest.fixture
def author(app, the_clock, national):
    return Somebody(app, "卢起草", Role.REGISTRAR)


@pytest.fixture
def approver(app, the_clock, national):
    return Somebody(app, "何批准", Role.REGISTRAR)


class Desk:
    """What registrars do with drafts, as the services let them."""

    def __init__(self, app):
        self.app = app

    def begins(self, who):
        actor = who.actor
        with self.app.app_context(), transaction():
            return drafting.start(CODE, actor=actor, now=clock.now())

    def look(self, draft_id):
        with self.app.app_context():
            draft = queries.draft(draft_id)
            return draft.source, draft.edition, draft.state

    def writes(self, who, draft_id, *, change=lambda text: text, reason="学时调整", edition=None):
        (source, current, _), actor = self.look(draft_id), who.actor
        with self.app.app_context(), transaction():
            drafting.write(
                queries.draft(draft_id), source=change(source), reason=reason,
                edition=current if edition is None else edition, actor=actor, now=clock.now(),
            )  # fmt: skip

    def moves(self, who, draft_id, move, remark="", edition=None):
        current, actor = self.look(draft_id)[1], who.actor
        with self.app.app_context(), transaction():
            return publishing.move(
                queries.draft(draft_id), move, remark=remark,
                edition=current if edition is None else edition, actor=actor, now=clock.now(),
            )  # fmt: skip

    def proposes(self, who, change=lambda text: text.replace("  3: 180", "  3: 200")):
        draft_id = self.begins(who)
        self.writes(who, draft_id, change=change)
        self.moves(who, draft_id, DraftMove.SUBMIT)
        return draft_id


@pytest.fixture
def desk(app):
    return Desk(app)
