"""What a candidate can do after applying: answer a question, appeal against a refusal."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import schemes.queries
from eligibility import permissions
from eligibility.domain.periods import last_day
from eligibility.forms.decision import AnswerForm, AppealForm
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.services import appeals, applications
from eligibility.views.blueprint import bp
from eligibility.views.candidate import one_application
from kernel import clock
from kernel.errors import Refused
from web.access import actor, requires
from web.fields import takes


@bp.post("/applications/<uuid:application_id>/answer")
@requires(permissions.answer_question, on=filed.application)
@takes(AnswerForm)
def answer(application: Application) -> ResponseReturnValue:
    """Send the application in again with everything that has been added."""
    form = AnswerForm()
    if not form.validate():
        return one_application(application, form), 422
    applications.answer(application, words=form.words.data or "", actor=actor(), now=clock.now())
    flash(_("Your application is with the registrar again."))
    return redirect(url_for("eligibility.application", application_id=application.id))


@bp.get("/applications/<uuid:application_id>/appeal")
@requires(permissions.appeal_refusal, on=filed.application)
def appeal_form(application: Application) -> ResponseReturnValue:
    """Say why a refusal should be looked at again."""
    return _appeal(application, AppealForm())


@bp.post("/applications/<uuid:application_id>/appeals")
@requires(permissions.appeal_refusal, on=filed.application)
@takes(AppealForm)
def appeal(application: Application) -> ResponseReturnValue:
    """Appeal."""
    form = AppealForm()
    if not form.validate():
        return _appeal(application, form), 422
    try:
        appeals.appeal(application, reason=form.reason.data or "", actor=actor(), now=clock.now())
    except Refused as refused:
        return _appeal(application, form, refused), 409
    flash(_("Your appeal is in. Somebody who did not refuse you reads it."))
    return redirect(url_for("eligibility.application", application_id=application.id))


def _appeal(application: Application, form: AppealForm, refused: Refused | None = None) -> str:
    scheme = schemes.queries.version(application.scheme_version_id)
    verdict = appeals.may_appeal(application, clock.now())
    return render_template(
        "eligibility/appeal.html",
        application=application,
        scheme=scheme,
        level=scheme.level(application.level),
        form=form,
        refusals=refused.refusals if refused else verdict.refusals,
        may_appeal=bool(verdict),
        until=last_day(application.since, scheme.appeal_days, scheme.zone),
        assumed=scheme.assumed("appeal"),
    )
