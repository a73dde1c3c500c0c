"""The registrar's pages of sittings, and the invigilator's desk."""

from dataclasses import asdict
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

import accounts.queries
import schemes.queries
from exam import permissions
from exam.domain.sitting import HELD_KINDS, Phase
from exam.forms.sittings import Rescheduling, Seats, SittingPlan, on_the_wall, on_the_wall_if_any
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import safeguards
from exam.queries import sittings as planned
from exam.services import allowing, assembling, planning, preparing, reporting
from exam.views.blueprint import bp
from exam.views.naming import component_of, names_of, scheme_of
from exam.views.occupancy import Occupancy, occupancy_of, open_rooms
from exam.wording import STANDARD_AGREEMENT
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from schemes.domain.scheme import Window
from web.access import actor, requires
from web.fields import takes
from web.pagination import page_of
from web.times import ZONE
from web.wording import say, sentence

FIELD_OF = {
    "room_taken": "rooms",
    "room_closed": "rooms",
    "door_after_start": "door_opens_at",
    "latest_start_before_start": "latest_start_at",
    "latest_start_after_end": "latest_start_at",
    "absent_before_latest_start": "absent_after",
    "start_in_the_past": "starts_at",
    "too_soon_for_rooms": "starts_at",
    "numbers_out_of_range": "minutes",
    "no_such_component": "component",
    "component_without_sitting": "component",
    "entries_close_first": "entries_close_at",
    "entries_close_after_door": "entries_close_at",
    "withdrawal_after_start": "withdraw_until",
}


@bp.get("/sittings")
@requires(permissions.list_sittings)
def sittings() -> ResponseReturnValue:
    """All sittings; for invigilators those that they watch."""
    can_plan = permissions.plan_sitting.holds(actor(), None)
    page = page_of(planned.sittings(None if can_plan else actor().id))
    facts = [row.facts for row in page.items]
    return render_template(
        "exam/sittings.html",
        page=page,
        names=names_of(facts),
        taken=entered.seats_taken(sitting.id for sitting in facts),
        can_plan=can_plan,
        now=clock.now(),
    )


@bp.get("/sittings/new")
@requires(permissions.plan_sitting)
def sitting_form() -> ResponseReturnValue:
    """The form for a new sitting."""
    return render_template("exam/sitting_form.html", form=_plan())


@bp.post("/sittings")
@requires(permissions.plan_sitting)
@takes(SittingPlan)
def plan_sitting() -> ResponseReturnValue:
    """Plan a sitting."""
    form = _plan()
    if form.validate():
        scheme_code, level, component = form.component.data.split("|")
        try:
            sitting_id = planning.plan_sitting(
                scheme_code=scheme_code,
                level=int(level),
                component=component,
                place=form.place.data or "",
                room_ids=[UUID(chosen) for chosen in form.rooms.data if chosen],
                address=form.address.data or "",
                entries_open_at=on_the_wall_if_any(form.entries_open_at.data),
                entries_close_at=on_the_wall_if_any(form.entries_close_at.data),
                withdraw_until=on_the_wall_if_any(form.withdraw_until.data),
                door_opens_at=on_the_wall_if_any(form.door_opens_at.data),
                starts_at=on_the_wall(form.starts_at.data),
                latest_start_at=on_the_wall_if_any(form.latest_start_at.data),
                absent_after=form.absent_after.data,
                hand_in_after=form.hand_in_after.data,
                window=Window(form.window.data) if form.window.data else None,
                minutes=form.minutes.data,
                capacity=form.capacity.data,
                agreement=STANDARD_AGREEMENT if form.agreement.data else None,
                actor=actor(),
                now=clock.now(),
            )
            flash(_("The sitting is planned. Publish it to let candidates enter."))
            return redirect(url_for("exam.sitting", sitting_id=sitting_id))
        except Refused as refused:
            _place(form, refused.refusals)
    return render_template("exam/sitting_form.html", form=form), 422


@bp.get("/sittings/<uuid:sitting_id>")
@requires(permissions.see_sittings, on=planned.sitting_row)
def sitting(sitting: Sitting) -> ResponseReturnValue:
    """One sitting: its entries, its papers, what to do next."""
    return sitting_page(sitting)


@bp.post("/sittings/<uuid:sitting_id>/publication")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def publish_sitting(sitting: Sitting) -> ResponseReturnValue:
    """Let candidates enter."""
    try:
        planning.publish(sitting, actor=actor(), now=clock.now())
    except Refused as refused:
        return sitting_page(sitting, refused.refusals), 409
    flash(_("The sitting is published. Candidates who are admitted can enter now."))
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


@bp.post("/sittings/<uuid:sitting_id>/forms")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def prepare_forms(sitting: Sitting) -> ResponseReturnValue:
    """Have the papers made."""
    try:
        assembling.check_bank(sitting)
    except Refused as refused:
        return sitting_page(sitting, refused.refusals), 409
    preparing.ask_for_forms(sitting.id, now=clock.now())
    flash(_("The papers are being made. This page shows how far they are."))
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


@bp.get("/sittings/<uuid:sitting_id>/forms/progress")
@requires(permissions.see_sittings, on=planned.sitting_row)
def forms_progress(sitting: Sitting) -> ResponseReturnValue:
    """How many papers are made, for the page that waits for them."""
    return asdict(preparing.progress(sitting))


@bp.post("/sittings/<uuid:sitting_id>/time-and-place")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(Rescheduling)
def reschedule_sitting(sitting: Sitting) -> ResponseReturnValue:
    """Hold the sitting at another time or place."""
    form = Rescheduling()
    if not form.validate():
        return sitting_page(sitting, instead=form), 422
    try:
        planning.reschedule(
            sitting,
            starts_at=on_the_wall(form.starts_at.data),
            place=form.place.data,
            address=form.address.data or "",
            actor=actor(),
            now=clock.now(),
        )
    except Refused as refused:
        return sitting_page(sitting, refused.refusals, instead=form), 409
    flash(_("The sitting has its new time and place. Everybody who had entered has been told."))
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


@bp.post("/sittings/<uuid:sitting_id>/cancellation")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
def cancel_sitting(sitting: Sitting) -> ResponseReturnValue:
    """Call the sitting off."""
    planning.cancel(sitting, actor=actor(), now=clock.now())
    flash(_("The sitting is cancelled. Everybody who had entered has been told."))
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


def sitting_page(
    sitting: Sitting,
    refusals: tuple[Refusal, ...] = (),
    seats: Seats | None = None,
    instead: Rescheduling | None = None,
    occupancy: Occupancy | None = None,
) -> str:
    """The page of one sitting, after a refusal with what was said."""
    now, facts = clock.now(), sitting.facts
    forms = sat.forms_of(sitting.id)
    return render_template(
        "exam/sitting.html",
        sitting=sitting,
        name=names_of([facts])[sitting.id],
        component=component_of(facts),
        functions={function.code: function.title for function in scheme_of(facts).level(sitting.level).functions},
        people=accounts.queries.people(entry.candidate_id for entry in sitting.entries),
        allowances=allowing.allowances_of(sitting.entries),
        forms=forms,
        progress=preparing.progress(sitting),
        served={form.entry_id for form in forms},
        report=reporting.fairness_of(sitting) if forms and sitting.kind == "theory" else None,
        phase=sitting.times_by(now).phase(now),
        Phase=Phase,
        refusals=refusals,
        form=seats or Seats(data={"capacity": sitting.capacity}),
        instead=instead or _as_it_is(sitting),
        asked=safeguards.safeguards_of(sitting.id),
        occupancy=occupancy or occupancy_of(sitting),
        has_begun=now >= sitting.starts_at,
        now=now,
    )


def _as_it_is(sitting: Sitting) -> Rescheduling:
    starts_at = sitting.starts_at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    return Rescheduling(data={"starts_at": starts_at, "place": sitting.place, "address": sitting.address})


def _plan() -> SittingPlan:
    form = SittingPlan()
    today = clock.now().date()
    form.component.choices = [
        (f"{scheme.code}|{level.number}|{code}", f"{say(scheme.title)} · {say(level.title)} · {say(component.title)}")
        for scheme in schemes.queries.all_current(today)
        for level in scheme.levels.values()
        for code, component in level.components.items()
        if component.kind in HELD_KINDS
    ]
    form.rooms.choices = open_rooms()
    return form


def _place(form: SittingPlan, refusals: tuple[Refusal, ...]) -> None:
    for refusal in refusals:
        field: Field = form[FIELD_OF[refusal.code]]
        field.errors = [*field.errors, sentence(refusal)]
