"""The invigilator's desk: who is here and how far they are; their clocks are stopped, go on, and are given time."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

import accounts.queries
from exam import permissions
from exam.domain.timeline import Cause, TimeChange
from exam.forms.desk import TimeOfCandidates
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import sittings as planned
from exam.services import allowing, timekeeping
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes


@bp.get("/sittings/<uuid:sitting_id>/desk")
@requires(permissions.watch_sittings, on=planned.sitting_row)
def desk(sitting: Sitting) -> ResponseReturnValue:
    """Who is here, how far they are, when they last saved."""
    return _desk(sitting, TimeOfCandidates())


@bp.post("/sittings/<uuid:sitting_id>/time")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes(TimeOfCandidates)
def change_time(sitting: Sitting) -> ResponseReturnValue:
    """Stop the clocks of those who are chosen, let them go on, or give minutes."""
    form = TimeOfCandidates()
    if not form.validate():
        return _desk(sitting, form), 422
    whole = timekeeping.Whole() if form.everybody.data else _room(sitting, form.room.data)
    seated = [entry for entry in sitting.seated if whole is None or whole.holds(entry)]
    chosen = [one.id for one in seated if whole or str(one.id) in request.form.getlist("entry")]
    change = TimeChange(form.change.data)
    try:
        done = timekeeping.change_time(
            sitting,
            chosen,
            change,
            cause=Cause(form.cause.data),
            reason=form.reason.data,
            minutes=form.minutes.data or 0,
            whole=whole,
            actor=actor(),
            now=clock.now(),
        )
    except Refused as refused:
        return _desk(sitting, form, refused.refusals), 409
    flash(_done(change, done))
    return redirect(url_for("exam.desk", sitting_id=sitting.id))


def _room(sitting: Sitting, chosen: str | None) -> timekeeping.Whole | None:
    here = (room.room_id for room in sitting.rooms if str(room.room_id) == chosen)
    return next((timekeeping.Whole(room_id) for room_id in here), None)


def _done(change: TimeChange, people: int) -> str:
    done: str
    match change:
        case TimeChange.PAUSE:
            done = ngettext("The clock of %(num)d person stands.", "The clocks of %(num)d people stand.", people)
        case TimeChange.RESUME:
            done = ngettext("The clock of %(num)d person goes on.", "The clocks of %(num)d people go on.", people)
        case TimeChange.GIVE:
            done = ngettext("%(num)d person was given time.", "%(num)d people were given time.", people)
    return done


def _desk(sitting: Sitting, form: TimeOfCandidates, refusals: tuple[Refusal, ...] = ()) -> str:
    now = clock.now()
    seats = sat.seats_of(sitting.id, now)
    form.room.choices = [("", ""), *((str(room.room_id), room.room.name) for room in sitting.rooms)]
    return render_template(
        "exam/desk.html",
        sitting=sitting,
        name=names_of([sitting.facts])[sitting.id],
        seats=seats,
        allowances=allowing.allowances_of(sitting.entries),
        people=accounts.queries.people(seat.candidate_id for seat in seats),
        questions=sat.questions_on_a_form(sitting.id),
        form=form,
        chosen=request.form.getlist("entry"),
        refusals=refusals,
        now=now,
    )
