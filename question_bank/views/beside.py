"""What is said beside a question: comments, and which questions no paper may have with it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel import clock
from kernel.errors import Refused
from question_bank import permissions, queries
from question_bank.forms import Answer, Enemy, Peace, Remark
from question_bank.models import BankedItem, Report, Version
from question_bank.services import discussing, reports
from question_bank.views.blueprint import bp
from question_bank.views.question import Forms, question_page
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


@bp.post("/question-versions/<uuid:version_id>/comments")
@requires(permissions.see_bank, on=queries.version)
@takes(Remark)
def comment(version: Version) -> ResponseReturnValue:
    """Say something about a version to the others who write and review."""
    form = Remark()
    if not form.validate():
        return question_page(queries.question(version.question_id), Forms(remark=form)), 422
    discussing.comment(version, form.text.data or "", actor=actor(), now=clock.now())
    flash(_("Your comment stands beside the question."), "success")
    return redirect(url_for("question_bank.question", question_id=version.question_id, _anchor="comments"))


@bp.post("/question-reports/<uuid:report_id>/answer")
@requires(permissions.write_questions, on=reports.report_row)
@takes(Answer)
def answer_report(reported: Report) -> ResponseReturnValue:
    """Say what came of a reported problem; that closes it."""
    form, version = Answer(), queries.version(reported.version_id)
    if form.validate():
        reports.answer(reported, form.answer.data or "", actor=actor(), now=clock.now())
        flash(_("The report is closed."), "success")
    else:
        flash(_("Please say what came of it."), "error")
    return redirect(url_for("question_bank.question", question_id=version.question_id, _anchor="reports"))


@bp.post("/questions/<uuid:question_id>/enemies")
@requires(permissions.write_questions, on=queries.question)
@takes(Enemy)
def set_apart(banked: BankedItem) -> ResponseReturnValue:
    """No paper has these two from now on."""
    form = Enemy()
    if form.validate():
        try:
            discussing.set_apart(
                banked, form.enemy.data or "", reason=form.enemy_reason.data or "", actor=actor(), now=clock.now()
            )
        except Refused as refused:
            form.enemy.errors = [sentence(refusal) for refusal in refused.refusals]
    if form.errors:
        return question_page(banked, Forms(enemy=form)), 422
    flash(_("Papers made from now on have only one of the two."), "success")
    return redirect(url_for("question_bank.question", question_id=banked.id, _anchor="enemies"))


def two_questions(question_id: UUID, enemy_id: UUID) -> tuple[BankedItem, BankedItem]:
    """Both questions of an address; raises NotFound."""
    return queries.question(question_id), queries.question(enemy_id)


@bp.post("/questions/<uuid:question_id>/enemies/<uuid:enemy_id>/removal")
@requires(permissions.write_questions, on=two_questions)
@takes(Peace)
def let_together(pair: tuple[BankedItem, BankedItem]) -> ResponseReturnValue:
    """The two may stand on one paper again."""
    banked, enemy = pair
    form = Peace()
    if form.validate():
        discussing.let_together(banked, enemy, reason=form.peace_reason.data or "", actor=actor(), now=clock.now())
        flash(_("The two may stand on one paper again."), "success")
    else:
        flash(_("Please say why."), "error")
    return redirect(url_for("question_bank.question", question_id=banked.id, _anchor="enemies"))
