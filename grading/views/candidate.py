"""The candidate's pages: results by level, what comes next, and one result in detail."""

from flask import render_template
from flask.typing import ResponseReturnValue

import schemes.queries
from exam.services import reporting
from grading import permissions
from grading.domain.released import ReleasedScore
from grading.queries import results as official
from grading.views.blueprint import bp
from kernel import clock
from kernel.dates import local_date
from web.access import actor, requires
from web.times import ZONE


@bp.get("/results")
@requires(permissions.see_own_results)
def results() -> ResponseReturnValue:
    """All released results, level by level, and what is still awaited."""
    now = clock.now()
    found = official.results_of(actor().id, local_date(now, ZONE), now)
    return render_template("grading/results.html", levels=found.levels, awaited=found.awaited)


@bp.get("/results/<uuid:attempt_id>")
@requires(permissions.see_own_score, on=official.released_score)
def result(score: ReleasedScore) -> ResponseReturnValue:
    """One component's result with its breakdown."""
    scheme = schemes.queries.version(score.scheme_version_id)
    level = scheme.level(score.level)
    return render_template(
        "grading/result.html",
        score=score,
        scheme=scheme,
        level=level,
        component=level.components[score.component],
        result=official.result(score),
        parts=official.parts_of(score),
        paper_off=reporting.deviation_of(score.attempt_id),
    )
