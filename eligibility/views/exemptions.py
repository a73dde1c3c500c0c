"""The registrars' pages of exemptions: propose one or its revocation, and decide as the second person."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

import accounts.queries
import schemes.queries
from eligibility import permissions
from eligibility.domain.exemption import ExemptionState
from eligibility.forms.exemptions import ContestAnswerForm, ContestForm, ExemptionDecisionForm, ExemptionForm
from eligibility.models.applications import Application
from eligibility.models.exemptions import Exemption
from eligibility.queries import applications as filed
from eligibility.queries import exemptions as freed
from eligibility.services import exemptions as services
from eligibility.services import revocations
from eligibility.views.blueprint import bp
from eligibility.wording.descriptions import EXEMPTIONS
from kernel import clock
from kernel.errors import Refused
from web.access import actor, requires
from web.fields import takes
from web.pagination import page_of
from web.wording import say

AGAINST = {
    ExemptionState.PROPOSED: services.may_decide,
    ExemptionState.CONFIRMED: revocations.may_contest,
    ExemptionState.CONTESTED: revocations.may_answer,
}
"""Who asks in which state whether this registrar is the right person."""


@bp.get("/desk/exemptions")
@requires(permissions.decide_applications)
def exemptions() -> ResponseReturnValue:
    """Exemptions that wait for a second registrar, and those decided."""
    wished = request.args.get("state", "")
    state = ExemptionState(wished) if wished in set(ExemptionState) else ExemptionState.PROPOSED
    page = page_of(freed.exemptions_in(state))
    people = {row.candidate_id for row in page.items} | {row.proposed_by for row in page.items if row.proposed_by}
    return render_template(
        "eligibility/exemptions.html",
        page=page,
        state=state,
        counts=freed.exemption_counts(),
        states_of=EXEMPTIONS,
        people=accounts.queries.people(people),
        versions=schemes.queries.several(row.scheme_version_id for row in page.items),
    )


@bp.get("/desk/applications/<uuid:application_id>/exemption")
@requires(permissions.decide_applications, on=filed.application)
def exemption_form(application: Application) -> ResponseReturnValue:
    """Propose to free a candidate from a component."""
    return _proposal(application, _form(application))


def _form(application: Application) -> ExemptionForm:
    level = schemes.queries.version(application.scheme_version_id).level(application.level)
    form = ExemptionForm()
    form.component.choices = [SelectChoice(code, say(each.title)) for code, each in level.components.items()]
    return form


def _proposal(application: Application, form: ExemptionForm, refused: Refused | None = None) -> str:
    scheme = schemes.queries.version(application.scheme_version_id)
    return render_template(
        "eligibility/new_exemption.html",
        application=application,
        candidate=accounts.queries.person(application.candidate_id),
        scheme=scheme,
        level=scheme.level(application.level),
        form=form,
        refusals=refused.refusals if refused else (),
    )


@bp.post("/desk/applications/<uuid:application_id>/exemptions")
@requires(permissions.decide_applications, on=filed.application)
@takes(ExemptionForm)
def propose_exemption(application: Application) -> ResponseReturnValue:
    """Propose it; a second registrar decides."""
    form = _form(application)
    if not form.validate():
        return _proposal(application, form), 422
    said = {"basis": str(form.basis.data), "reason": str(form.reason.data)}
    try:
        exemption_id = services.propose(application, form.component.data, **said, actor=actor(), now=clock.now())
    except Refused as refused:
        return _proposal(application, form, refused), 409
    flash(_("Proposed. Another registrar has to confirm it."))
    return redirect(url_for("eligibility.exemption", exemption_id=exemption_id))


@bp.get("/desk/exemptions/<uuid:exemption_id>")
@requires(permissions.decide_applications, on=freed.exemption)
def exemption(exemption: Exemption) -> ResponseReturnValue:
    """One exemption: what it rests on, what was decided, and what the reader may do about it."""
    forms: dict[ExemptionState, type[FlaskForm]] = {
        ExemptionState.CONFIRMED: ContestForm,
        ExemptionState.CONTESTED: ContestAnswerForm,
    }
    return _exemption(exemption, forms.get(exemption.state, ExemptionDecisionForm)())


def _exemption(exemption: Exemption, form: FlaskForm) -> str:
    scheme = schemes.queries.version(exemption.scheme_version_id)
    named = {exemption.candidate_id, exemption.proposed_by, *(step.made_by for step in exemption.steps)}
    return render_template(
        "eligibility/exemption.html",
        exemption=exemption,
        people=accounts.queries.people(each for each in named if each),
        scheme=scheme,
        level=scheme.level(exemption.level),
        state=EXEMPTIONS[exemption.state],
        counts_until=freed.facts_of(exemption).valid_until,
        against=AGAINST[exemption.state](exemption, actor()).refusals if exemption.state in AGAINST else (),
        form=form,
    )


@bp.post("/desk/exemptions/<uuid:exemption_id>/decision")
@requires(permissions.decide_applications, on=freed.exemption)
@takes(ExemptionDecisionForm)
def decide_exemption(exemption: Exemption) -> ResponseReturnValue:
    """Confirm or decline."""
    form = ExemptionDecisionForm()
    if not form.validate():
        return _exemption(exemption, form), 422
    services.decide(
        exemption,
        confirm=form.decision.data == "confirm",
        reason=str(form.reason.data),
        actor=actor(),
        now=clock.now(),
    )
    flash(_("Decided."))
    return redirect(url_for("eligibility.exemptions"))


@bp.post("/desk/exemptions/<uuid:exemption_id>/revocations")
@requires(permissions.decide_applications, on=freed.exemption)
@takes(ContestForm)
def contest_exemption(exemption: Exemption) -> ResponseReturnValue:
    """Propose to revoke a confirmed exemption."""
    form = ContestForm()
    if not form.validate():
        return _exemption(exemption, form), 422
    revocations.contest(exemption, reason=str(form.reason.data), actor=actor(), now=clock.now())
    flash(_("Proposed. Until another registrar agrees, the exemption counts as before."))
    return redirect(url_for("eligibility.exemption", exemption_id=exemption.id))


@bp.post("/desk/exemptions/<uuid:exemption_id>/revocations/decision")
@requires(permissions.decide_applications, on=freed.exemption)
@takes(ContestAnswerForm)
def answer_contested_exemption(exemption: Exemption) -> ResponseReturnValue:
    """Revoke it, or let it stand."""
    form = ContestAnswerForm()
    if not form.validate():
        return _exemption(exemption, form), 422
    revoke = form.decision.data == "revoke"
    revocations.answer(exemption, revoke=revoke, reason=str(form.reason.data), actor=actor(), now=clock.now())
    flash(_("Revoked. The candidate has been told.") if revoke else _("Decided. The exemption stands."))
    return redirect(url_for("eligibility.exemption", exemption_id=exemption.id))
