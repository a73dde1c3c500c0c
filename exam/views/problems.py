"""Problems with questions, reported by an invigilator at the desk or by a candidate afterwards."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from exam import permissions
from exam.forms.desk import Problem, ProblemOfSomebody
from exam.models.attempts import Attempt
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import sittings as planned
from exam.queries.in_view import in_view
from exam.services import questioning
from exam.views.blueprint import bp
from kernel import clock
from kernel.errors import BadInput, Refused
from question_bank.domain.report import Source
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


@bp.post("/sittings/<uuid:sitting_id>/problems")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes(ProblemOfSomebody)
def report_problem_at_desk(sitting: Sitting) -> ResponseReturnValue:
    """An invigilator reports a question on the paper of somebody in this sitting."""
    form = ProblemOfSomebody()
    seated = {entry.candidate_id for entry in in_view(sitting, actor()).seated}
    attempts = sat.attempts_of_sitting(sitting.id, clock.now())
    here = [str(each.id) for each in attempts if each.candidate_id in seated]
    form.attempt.choices = [(each, each) for each in here]
    _report(form, sat.attempt_row(UUID(form.attempt.data)) if form.attempt.data in here else None, Source.INVIGILATOR)
    return redirect(url_for("exam.desk", sitting_id=sitting.id, _anchor="problem"))


@bp.post("/attempts/<uuid:attempt_id>/problems")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@takes(Problem)
def report_problem_afterwards(attempt: Attempt) -> ResponseReturnValue:
    """A candidate reports a question of the own paper from the receipt."""
    _report(Problem(), attempt, Source.CANDIDATE)
    return redirect(url_for("exam.receipt", attempt_id=attempt.id, _anchor="problem"))


def _report(form: Problem, attempt: Attempt | None, source: Source) -> None:
    if attempt is None or not form.validate():
        flash(_("Please give the number of the question and say what is wrong with it."), "error")
        return
    number, text = form.number.data or 0, form.text.data or ""
    try:
        questioning.report_by_number(attempt, number, text, source=source, actor=actor(), now=clock.now())
    except Refused as refused:
        flash(sentence(refused.refusals[0]), "error")
    except BadInput:
        flash(_("The paper has no question with that number."), "error")
    else:
        flash(_("The report has reached those who answer for the question."), "success")
