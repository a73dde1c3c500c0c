"""The rehearsal of a sitting: having it held, following it, reading what came of it, and taking it away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from typing_extensions import TypedDict

from exam import permissions
from exam.forms.rehearsals import RehearsalChoice
from exam.models.sittings import Sitting
from exam.queries import rehearsals
from exam.queries import sittings as planned
from exam.services import performing, rehearsing
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.wording import REASONS, WISHES, verdict_on
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes

MANY = 100


class HowFar(TypedDict):
    """How many moments of the rehearsal have passed, and whether it goes on."""

    made: int
    wanted: int
    under_way: bool


@bp.get("/sittings/<uuid:sitting_id>/rehearsal")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def rehearsal(sitting: Sitting) -> ResponseReturnValue:
    """The rehearsal of a sitting, or the form for one."""
    return _page(sitting)


@bp.post("/sittings/<uuid:sitting_id>/rehearsal")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(RehearsalChoice)
def rehearse(sitting: Sitting) -> ResponseReturnValue:
    """Have it held."""
    form, now = RehearsalChoice(), clock.now()
    if not form.validate():
        return _page(sitting, form), 422
    try:
        copy = rehearsing.begin(
            sitting,
            candidates=form.candidates.data,
            speed=form.speed,
            seed=rehearsing.USUAL_SEED,
            actor=actor(),
            now=now,
        )
    except Refused as refused:
        return _page(sitting, form, refused.refusals), 409
    performing.ask_to_perform(copy, now=now)
    flash(_("The rehearsal has begun. This page shows how far it is."))
    return redirect(url_for("exam.rehearsal", sitting_id=sitting.id))


@bp.get("/sittings/<uuid:sitting_id>/rehearsal/progress")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def rehearsal_progress(sitting: Sitting) -> ResponseReturnValue:
    """How far it is, for the page that waits for it."""
    return dict(_how_far(sitting))


@bp.post("/sittings/<uuid:sitting_id>/rehearsal/stop")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def stop_rehearsal(sitting: Sitting) -> ResponseReturnValue:
    """Have it end before its time."""
    try:
        rehearsing.stop(sitting, actor=actor(), now=clock.now())
    except Refused as refused:
        return _page(sitting, refusals=refused.refusals), 409
    return redirect(url_for("exam.rehearsal", sitting_id=sitting.id))


@bp.post("/sittings/<uuid:sitting_id>/rehearsal/removal")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def remove_rehearsal(sitting: Sitting) -> ResponseReturnValue:
    """Take it away with everything that belongs to it."""
    try:
        rehearsing.remove(sitting, actor=actor(), now=clock.now())
    except Refused as refused:
        return _page(sitting, refusals=refused.refusals), 409
    flash(_("The rehearsal is removed. The sitting is as it was."))
    return redirect(url_for("exam.rehearsal", sitting_id=sitting.id))


def _how_far(sitting: Sitting) -> HowFar:
    found = rehearsals.rehearsal_of(sitting.id)
    if found is None:
        return {"made": 0, "wanted": MANY, "under_way": False}
    return {
        "made": found.moments_done,
        "wanted": found.moments or MANY,
        "under_way": rehearsing.is_held(found, clock.now()),
    }


def _page(sitting: Sitting, form: RehearsalChoice | None = None, refusals: tuple[Refusal, ...] = ()) -> str:
    found = rehearsals.rehearsal_of(sitting.id)
    usual = min(sitting.capacity, rehearsing.USUAL_CANDIDATES)
    return render_template(
        "exam/rehearsal.html",
        sitting=sitting,
        name=names_of([sitting.facts])[sitting.id],
        rehearsal=found,
        report=found.report if found else None,
        verdict=verdict_on(found.report) if found and found.report else None,
        progress=_how_far(sitting),
        reasons=REASONS,
        wishes=WISHES,
        form=form or RehearsalChoice(data={"candidates": usual}),
        refusals=refusals,
    )
