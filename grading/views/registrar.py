"""The registrar's pages: the results of each sitting, what stands against their release, and the release itself."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import exam.queries.entries
import exam.queries.sittings
import schemes.queries
from exam.domain.work import SittingFacts
from grading import permissions
from grading.domain.release import may_release
from grading.models import Claim
from grading.queries import results, scripts
from grading.services import desk, releasing
from grading.views.blueprint import bp
from kernel import clock
from question_bank.services.analysing import find_analysis
from web.access import actor, requires
from web.pagination import page_of


@bp.get("/results/sittings")
@requires(permissions.release_results)
def sittings() -> ResponseReturnValue:
    """All sittings with how far their results are."""
    page = page_of(exam.queries.sittings.sittings())
    ids = [row.id for row in page.items]
    return render_template(
        "grading/sittings.html",
        page=page,
        sittings=[row.facts for row in page.items],
        levels={row.scheme_version_id: schemes.queries.version(row.scheme_version_id) for row in page.items},
        entered=exam.queries.entries.seats_taken(ids),
        marked=results.marked_in(ids),
        released=results.releases_of(ids),
        now=clock.now(),
    )


@bp.get("/results/sittings/<uuid:sitting_id>")
@requires(permissions.release_results, on=exam.queries.sittings.sitting)
def sitting_results(sitting: SittingFacts) -> ResponseReturnValue:
    """What would be released, before it is."""
    now = clock.now()
    progress = results.progress(sitting.id, now)
    return render_template(
        "grading/sitting.html",
        sitting=sitting,
        **_rules(sitting),
        progress=progress,
        verdict=may_release(progress),
        analysis=find_analysis(sitting.id),
        desks=scripts.open_claims_of_sitting(sitting.id),
    )


@bp.post("/results/sittings/<uuid:sitting_id>/release")
@requires(permissions.release_results, on=exam.queries.sittings.sitting)
def release(sitting: SittingFacts) -> ResponseReturnValue:
    """Make the results official."""
    releasing.release(sitting.id, actor=actor(), now=clock.now())
    return redirect(url_for("grading.sitting_results", sitting_id=sitting.id))


@bp.post("/results/scripts/<uuid:claim_id>/return")
@requires(permissions.release_results, on=scripts.claim_row)
def take_back(claim: Claim) -> ResponseReturnValue:
    """Take a script off an examiner's desk, so that somebody else can mark it."""
    desk.give_back(claim, actor=actor(), now=clock.now())
    flash(_("Script %(number)s is back in the queue for somebody else.", number=claim.script.number))
    return redirect(url_for("grading.sitting_results", sitting_id=claim.script.sitting_id))


def _rules(sitting: SittingFacts) -> dict[str, Any]:
    version_id: UUID = sitting.scheme_version_id
    scheme = schemes.queries.version(version_id)
    level = scheme.level(sitting.level)
    return {"scheme": scheme, "level": level, "component": level.components[sitting.component]}
