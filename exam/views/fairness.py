"""The fairness report of a sitting: as a page, for programs, and as a document."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from exam import permissions
from exam.domain.assembly.measures import MEASURES
from exam.models.sittings import Sitting
from exam.queries import sittings as planned
from exam.services import fairness_paper, reporting
from exam.views.blueprint import bp
from exam.views.naming import names_of, scheme_of
from kernel import clock
from kernel.errors import NotFound
from question_bank.domain.kind import COGNITIVE, KINDS
from web.access import requires


@bp.get("/sittings/<uuid:sitting_id>/fairness")
@requires(permissions.see_sittings, on=planned.sitting_row)
def fairness(sitting: Sitting) -> ResponseReturnValue:
    """How fair the papers of a sitting are to one another."""
    functions = scheme_of(sitting.facts).level(sitting.level).functions
    return render_template(
        "exam/fairness.html",
        sitting=sitting,
        name=names_of([sitting.facts])[sitting.id],
        report=_report(sitting),
        functions={function.code: function.title for function in functions},
        kinds=KINDS,
        cognitive=COGNITIVE,
        measures=MEASURES,
    )


@bp.get("/sittings/<uuid:sitting_id>/fairness.json")
@requires(permissions.see_sittings, on=planned.sitting_row)
def fairness_data(sitting: Sitting) -> ResponseReturnValue:
    """The same for programs."""
    return {"sitting": sitting.id, **reporting.as_data(_report(sitting))}


@bp.get("/sittings/<uuid:sitting_id>/fairness.pdf")
@requires(permissions.see_sittings, on=planned.sitting_row)
def fairness_file(sitting: Sitting) -> ResponseReturnValue:
    """The same as a document in both languages."""
    pdf = fairness_paper.typeset_report(_report(sitting), sitting, now=clock.now())
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename="fairness-report.pdf")
    return response


def _report(sitting: Sitting) -> reporting.FairnessReport:
    report = reporting.report_of(sitting)
    if report is None:
        raise NotFound
    return report
