"""The registrars' page of plain cases: looked at as a list, then approved together."""

from flask import render_template
from flask.typing import ResponseReturnValue

import accounts.queries
import schemes.queries
from eligibility import permissions
from eligibility.forms.plain_cases import PlainCasesForm
from eligibility.queries import desk as waiting
from eligibility.services import plain_cases as services
from eligibility.views.blueprint import bp
from kernel import clock
from storage.database import db
from web.access import actor, requires
from web.fields import takes


@bp.get("/desk/plain-cases")
@requires(permissions.decide_applications)
def plain_cases() -> ResponseReturnValue:
    """The plain cases that wait longest, and why others that look plain are not."""
    return _page(PlainCasesForm())


def _page(form: PlainCasesForm, outcomes: services.Outcomes | None = None) -> str:
    now, who = clock.now(), actor()
    rows = list(db.session.scalars(waiting.queue(waiting.Wanted(plain=True), now).limit(services.MOST_AT_ONCE)))
    verdicts = services.verdicts(rows, actor=who, now=now)
    shown = [*rows, *(outcomes.rows if outcomes else ())]
    return render_template(
        "eligibility/plain_cases.html",
        form=form,
        plain=[row for row in rows if verdicts[row.id]],
        others=[(row, verdicts[row.id].refusals) for row in rows if not verdicts[row.id]],
        outcomes=outcomes,
        people=accounts.queries.people(row.candidate_id for row in shown),
        versions=schemes.queries.several(row.scheme_version_id for row in shown),
    )


@bp.post("/desk/plain-cases/approvals")
@requires(permissions.decide_applications)
@takes(PlainCasesForm)
def approve_plain_cases() -> ResponseReturnValue:
    """Approve the chosen ones that are still as they were; the others are named."""
    form = PlainCasesForm()
    if not form.validate():
        return _page(form), 422
    outcomes = services.approve(form.seen, reason=str(form.reason.data), actor=actor(), now=clock.now())
    return _page(PlainCasesForm(formdata=None), outcomes)
