"""Giving up a seat or moving it to another sitting: the candidate's buttons, and the staff's page of one entry."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from exam import permissions
from exam.forms.sittings import Goal, Seats, Withdrawal
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import safeguards as asked
from exam.queries import sittings as planned
from exam.services import allowing, leaving, planning
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.views.staff import sitting_page
from kernel import clock
from kernel.errors import Refused
from web.access import actor, requires
from web.fields import takes
from web.times import moment
from web.wording import sentence


@bp.post("/entries/<uuid:entry_id>/withdrawal")
@requires(permissions.see_own_entry, on=entered.entry_row)
def withdraw(entry: Entry) -> ResponseReturnValue:
    """Give up one's own seat or place on the waiting list."""
    leaving.withdraw(entry, actor=actor(), now=clock.now())
    flash(_("You have withdrawn. You can enter another sitting."))
    return redirect(url_for("exam.exams"))


@bp.post("/entries/<uuid:entry_id>/moves")
@requires(permissions.see_own_entry, on=entered.entry_row)
@takes(Goal)
def move(entry: Entry) -> ResponseReturnValue:
    """Take a seat in another sitting instead."""
    form = goal_form(entry)
    if not form.validate():
        return redirect(url_for("exam.lobby", entry_id=entry.id))
    moved = leaving.move(entry, UUID(form.goal.data), actor=actor(), now=clock.now())
    flash(_("You have moved. Your seat in the other sitting is reserved."))
    return redirect(url_for("exam.lobby", entry_id=moved))


@bp.get("/desk/entries/<uuid:entry_id>")
@requires(permissions.watch_sittings, on=entered.entry_row)
def entry(entry: Entry) -> ResponseReturnValue:
    """One entry as the staff of the sitting see it; the code on the admission ticket leads here."""
    return _entry(entry, Withdrawal())


@bp.post("/desk/entries/<uuid:entry_id>/withdrawal")
@requires(permissions.plan_sitting, on=entered.real_entry_row)
@takes(Withdrawal)
def withdraw_candidate(entry: Entry) -> ResponseReturnValue:
    """Take somebody off a sitting, with a reason that they are told."""
    form = Withdrawal()
    if not form.validate():
        return _entry(entry, form), 422
    leaving.withdraw(entry, by_staff=True, reason=form.reason.data.strip(), actor=actor(), now=clock.now())
    flash(_("The candidate is withdrawn and has been told. The seat went to the next in line."))
    return redirect(url_for("exam.sitting", sitting_id=entry.sitting_id))


@bp.post("/desk/entries/<uuid:entry_id>/moves")
@requires(permissions.plan_sitting, on=entered.real_entry_row)
@takes(Goal)
def move_candidate(entry: Entry) -> ResponseReturnValue:
    """Give somebody a seat in another sitting instead."""
    form = goal_form(entry)
    if not form.validate():
        return _entry(entry, Withdrawal()), 422
    moved = leaving.move(entry, UUID(form.goal.data), by_staff=True, actor=actor(), now=clock.now())
    flash(_("The candidate has moved and has been told."))
    return redirect(url_for("exam.entry", entry_id=moved))


@bp.post("/sittings/<uuid:sitting_id>/capacity")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes(Seats)
def change_capacity(sitting: Sitting) -> ResponseReturnValue:
    """More or fewer seats."""
    form = Seats()
    if not form.validate():
        return sitting_page(sitting, seats=form), 422
    try:
        planning.change_capacity(sitting, form.capacity.data, actor=actor(), now=clock.now())
    except Refused as refused:
        form.capacity.errors = [*form.capacity.errors, *(sentence(each) for each in refused.refusals)]
        return sitting_page(sitting, seats=form), 409
    flash(_("The number of seats is changed. Whoever moved up from the waiting list has been told."))
    return redirect(url_for("exam.sitting", sitting_id=sitting.id))


def goal_form(entry: Entry) -> Goal:
    """The sittings to which this entry could be moved."""
    form = Goal()
    form.goal.choices = [
        (str(row.id), f"{moment(row.starts_at)} · {row.place}") for row in leaving.goals(entry, clock.now())
    ]
    return form


def _entry(entry: Entry, form: Withdrawal) -> str:
    now = clock.now()
    attempt = sat.find_attempt(entry.id)
    return render_template(
        "exam/entry.html",
        entry=entry,
        sitting=entry.sitting,
        name=names_of([entry.sitting.facts])[entry.sitting_id],
        person=accounts.queries.person(entry.candidate_id),
        attempt_state=attempt.state_at(now) if attempt else None,
        place=entered.place_in_line(entry),
        allowance=allowing.allowance_of(entry),
        signature=asked.signature_of(entry.id),
        may_plan=permissions.plan_sitting.holds(actor(), None),
        verdict=leaving.verdict_on(entry, by_staff=True, now=now),
        form=form,
        goals=goal_form(entry),
        now=now,
    )
