"""What a candidate sees of admission: which conditions hold, applying, and the answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import schemes.queries
from eligibility import permissions
from eligibility.domain.admission import Outcome
from eligibility.domain.periods import ANSWER_WITHIN_DAYS, DECIDE_WITHIN_DAYS, last_day
from eligibility.forms.decision import AnswerForm
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.queries import evidence as shown
from eligibility.services import appeals
from eligibility.services import applications as services
from eligibility.views.blueprint import bp
from kernel import clock
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import NotFound
from schemes.domain.scheme import Scheme
from web.access import actor, requires
from web.times import ZONE


def _me() -> tuple[Actor, UUID]:
    who = actor()
    if who.id is None:
        raise NotFound
    return who, who.id


@bp.get("/admission")
@requires(permissions.apply_for_level)
def admission() -> ResponseReturnValue:
    """For every level of a scheme: which condition holds, what the others lack, and from when on they hold."""
    known = schemes.queries.all_current(local_date(clock.now(), ZONE))
    wished = request.args.get("scheme")
    scheme = next((each for each in known if each.code == wished), known[0] if known else None)
    return render_template("eligibility/admission.html", schemes=known, scheme=scheme, **_levels(scheme))


def _levels(scheme: Scheme | None) -> dict[str, object]:
    if scheme is None:
        return {"readings": {}, "standing": {}, "items": 0}
    _who, candidate_id = _me()
    on = local_date(clock.now(), scheme.zone)
    return {
        "readings": shown.readings_of(candidate_id, scheme, on),
        "standing": {level: filed.standing_application(candidate_id, scheme.code, level) for level in scheme.levels},
        "items": len(shown.evidence_items_of(candidate_id)),
        "Outcome": Outcome,
    }


@bp.get("/applications")
@requires(permissions.apply_for_level)
def applications() -> ResponseReturnValue:
    """The candidate's own applications."""
    found = filed.applications_of(_me()[1])
    versions = {each.scheme_version_id: schemes.queries.version(each.scheme_version_id) for each in found}
    return render_template("eligibility/applications.html", applications=found, versions=versions)


@bp.get("/applications/<uuid:application_id>")
@requires(permissions.see_application, on=filed.application)
def application(application: Application) -> ResponseReturnValue:
    """One application: what was handed in, where it stands, what was decided."""
    return one_application(application, AnswerForm())


def one_application(application: Application, form: AnswerForm) -> str:
    """The page of an application, with the task where more was asked for."""
    scheme = schemes.queries.version(application.scheme_version_id)
    steps = [step.facts for step in application.steps]
    return render_template(
        "eligibility/application.html",
        application=application,
        history=steps,
        last=steps[-1] if steps else None,
        scheme=scheme,
        level=scheme.level(application.level),
        reading=filed.reading_of(application),
        form=form,
        may_appeal=bool(appeals.may_appeal(application, clock.now())),
        appeal_until=last_day(application.since, scheme.appeal_days, scheme.zone),
        answer_until=last_day(application.since, ANSWER_WITHIN_DAYS, scheme.zone),
        decide_within=DECIDE_WITHIN_DAYS,
    )


@bp.post("/applications/<uuid:application_id>/withdraw")
@requires(permissions.withdraw_application, on=filed.application)
def withdraw(application: Application) -> ResponseReturnValue:
    """Take an application back."""
    services.withdraw(application, actor=actor(), now=clock.now())
    flash(_("Your application is withdrawn."))
    return redirect(url_for("eligibility.application", application_id=application.id))
