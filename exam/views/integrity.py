"""What a sitting asks of its candidates, and the cases that what was seen makes for a person."""

from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from exam import permissions
from exam.domain.integrity import Outcome
from exam.domain.safe_browser import SafeBrowser, keys_in
from exam.domain.safe_browser_file import config_key_of, file_of, settings_for
from exam.forms.desk import CaseDecided
from exam.forms.sittings import Asked
from exam.models.attempts import Attempt
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import cases, safeguards
from exam.queries import sittings as planned
from exam.services import observing, safeguarding
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.wording import STANDARD_AGREEMENT
from kernel import clock
from kernel.errors import BadInput, Refused
from kernel.words import Words
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


@bp.get("/sittings/<uuid:sitting_id>/safeguards")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def asked_of_candidates(sitting: Sitting) -> ResponseReturnValue:
    """What the sitting asks now."""
    return _asked(sitting, _as_it_is(sitting))


@bp.post("/sittings/<uuid:sitting_id>/safeguards")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(Asked)
def ask_of_candidates(sitting: Sitting) -> ResponseReturnValue:
    """Ask something else from now on."""
    form = Asked()
    if not form.validate():
        return _asked(sitting, form), 422
    text = Words(_one_text(form.agreement_zh.data), _one_text(form.agreement_en.data))
    try:
        safeguarding.ask(
            sitting,
            agreement=text if form.agreement.data else None,
            safe_browser=SafeBrowser(
                config_keys=keys_in(form.config_keys.data or "", "config_keys"),
                exam_keys=keys_in(form.exam_keys.data or "", "exam_keys"),
            ),
            actor=actor(),
            now=clock.now(),
        )
    except BadInput as wrong:
        form[wrong.where].errors = [sentence(wrong.refusal)]
        return _asked(sitting, form), 422
    except Refused as refused:
        form.agreement_zh.errors = [sentence(each) for each in refused.refusals]
        return _asked(sitting, form), 422
    flash(_("This holds for everybody who starts from now on."))
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


@bp.get("/sittings/<uuid:sitting_id>/cases")
@requires(permissions.decide_cases, on=planned.sitting_row)
def cases_of_sitting(sitting: Sitting) -> ResponseReturnValue:
    """What was seen in this sitting that is worth a look."""
    return _cases(sitting)


@bp.post("/attempts/<uuid:attempt_id>/case-decisions")
@requires(permissions.decide_cases, on=sat.attempt_row)
@takes(CaseDecided)
def decide_case(attempt: Attempt) -> ResponseReturnValue:
    """Say what is to be made of it, and why."""
    form = _decision_on(attempt.sitting)
    if not form.validate():
        return _cases(attempt.sitting, form, attempt.id), 422
    observing.decide(attempt, Outcome(form.outcome.data), form.reason.data, actor=actor(), now=clock.now())
    flash(_("The decision is recorded. Answers and marks are as they were."))
    return redirect(url_for("exam.cases_of_sitting", sitting_id=attempt.sitting_id))


@bp.get("/sittings/<uuid:sitting_id>/settings.seb")
@requires(permissions.plan_sitting, on=planned.sitting_row)
def safe_browser_file(sitting: Sitting) -> ResponseReturnValue:
    """The settings with which Safe Exam Browser opens the examinations of this installation."""
    response = Response(file_of(_settings()), mimetype="application/seb")
    response.headers.set("Content-Disposition", "attachment", filename=f"sitting-{sitting.id}.seb")
    return response


def _settings() -> dict[str, object]:
    base: str = current_app.config["BASE_URL"]
    return settings_for(base.rstrip("/") + url_for("exam.exams"))


def _decision_on(sitting: Sitting) -> CaseDecided:
    """The form; where nobody marks by hand, nothing can be for the examiners."""
    form = CaseDecided()
    if sitting.kind == "theory":
        form.outcome.choices = [each for each in form.outcome.choices or () if each.value != Outcome.FOR_EXAMINERS]
    return form


def _one_text(typed: str | None) -> str:
    return "\n".join(line.strip() for line in (typed or "").splitlines() if line.strip())


def _as_it_is(sitting: Sitting) -> Asked:
    now = safeguards.safeguards_of(sitting.id)
    text = now.agreement.text if now and now.agreement else STANDARD_AGREEMENT
    browser = now.safe_browser if now else SafeBrowser()
    return Asked(
        data={
            "agreement": bool(now and now.agreement),
            "agreement_zh": text.zh,
            "agreement_en": text.en,
            "config_keys": "\n".join(browser.config_keys),
            "exam_keys": "\n".join(browser.exam_keys),
        }
    )


def _asked(sitting: Sitting, form: Asked) -> str:
    return render_template(
        "exam/safeguards.html",
        sitting=sitting,
        name=names_of([sitting.facts])[sitting.id],
        now=safeguards.safeguards_of(sitting.id),
        config_key=config_key_of(_settings()),
        form=form,
    )


def _cases(sitting: Sitting, form: CaseDecided | None = None, attempt_id: UUID | None = None) -> str:
    found = cases.cases_of(sitting.id)
    people = {case.candidate_id for case in found}
    people |= {each.decided_by for case in found for each in case.decisions if each.decided_by}
    return render_template(
        "exam/cases.html",
        sitting=sitting,
        name=names_of([sitting.facts])[sitting.id],
        cases=found,
        people=accounts.queries.people(people),
        form=form or _decision_on(sitting),
        asked_for=attempt_id,
    )
