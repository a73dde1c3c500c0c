"""The registrar's desk: applications that wait, the evidence beside the rules, the decision."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
import schemes.queries
from eligibility import permissions
from eligibility.domain.application import ApplicationState
from eligibility.forms.decision import DecisionForm
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.services import applications as services
from eligibility.views.blueprint import bp
from kernel import clock
from web.access import actor, requires
from web.pagination import page_of


@bp.get("/desk/applications")
@requires(permissions.decide_applications)
def queue() -> ResponseReturnValue:
    """Applications in one state, those that wait first."""
    wished = request.args.get("state", "")
    state = ApplicationState(wished) if wished in set(ApplicationState) else ApplicationState.SUBMITTED
    page = page_of(filed.applications_in(state))
    return render_template(
        "eligibility/queue.html",
        page=page,
        state=state,
        counts=filed.counts_by_state(),
        people=accounts.queries.people(row.candidate_id for row in page.items),
        versions={row.scheme_version_id: schemes.queries.version(row.scheme_version_id) for row in page.items},
    )


@bp.get("/desk/applications/<uuid:application_id>")
@requires(permissions.decide_applications, on=filed.application)
def desk(application: Application) -> ResponseReturnValue:
    """One application: evidence beside the trace of the rules, and the decision."""
    return _desk(application, DecisionForm())


def _desk(application: Application, form: DecisionForm) -> str:
    scheme = schemes.queries.version(application.scheme_version_id)
    decider = application.decision.decided_by if application.decision else None
    return render_template(
        "eligibility/desk.html",
        application=application,
        candidate=accounts.queries.person(application.candidate_id),
        decider=accounts.queries.person(decider) if decider else None,
        scheme=scheme,
        level=scheme.level(application.level),
        reading=filed.reading_of(application),
        form=form,
    )


@bp.post("/desk/applications/<uuid:application_id>/decision")
@requires(permissions.decide_applications, on=filed.application)
def decide(application: Application) -> ResponseReturnValue:
    """Approve or refuse, with a reason."""
    form = DecisionForm()
    if not form.validate():
        return _desk(application, form), 422
    services.decide(
        application,
        approve=form.decision.data == "approve",
        reason=form.reason.data,
        actor=actor(),
        now=clock.now(),
    )
    flash(_("Decided. The candidate has been told."))
    return redirect(url_for("eligibility.queue"))
