"""The registrar's desk: the register, decisions about certificates, activities that wait."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import schemes.queries
from accounts.queries import people
from certificates import permissions, queries
from certificates.domain.credit import ActivityState
from certificates.domain.standing import CERTIFICATE, Move, status
from certificates.forms import Decision, Nothing, Reason
from certificates.models import Activity, Certificate, HeldUp
from certificates.services import credits as account
from certificates.services import decisions, holding_up
from certificates.views.blueprint import bp
from certificates.wording import ACTIVITIES, MOVES, STANDINGS
from kernel import clock
from kernel.errors import NotFound
from web.access import actor, requires
from web.fields import takes
from web.pagination import page_of


@bp.get("/certificates/register")
@requires(permissions.keep_register)
def register() -> ResponseReturnValue:
    """Every certificate, newest first, found by number or name; before them those that cannot be printed yet."""
    search = request.args.get("q", "")[:100]
    held = () if search else queries.held_up()
    return render_template(
        "certificates/register.html",
        page=page_of(queries.register(search)),
        search=search,
        now=clock.now(),
        standings=STANDINGS,
        held_up=held,
        people=people(row.candidate_id for row in held),
        scheme_of={row.id: schemes.queries.version(row.scheme_version_id) for row in held},
    )


@bp.post("/certificates/held-up/<uuid:held_id>/retry")
@requires(permissions.keep_register, on=queries.held_up_row)
def try_held_up_again(held: HeldUp) -> ResponseReturnValue:
    """Have it made once more."""
    holding_up.try_again(held, actor=actor(), now=clock.now())
    flash(_("The certificate is tried again. If it can be printed now, it stands in the register within a minute."))
    return redirect(url_for("certificates.register"))


@bp.get("/certificates/<uuid:certificate_id>/decisions/new")
@requires(permissions.decide_on_certificate, on=queries.certificate)
def new_decision(row: Certificate) -> ResponseReturnValue:
    """The form on which a certificate is suspended, reinstated or revoked."""
    move = _move(request.args.get("move", ""))
    CERTIFICATE.after(status(row.events, clock.now()), move)
    return _deciding(row, move, Decision(move=move.value))


@bp.post("/certificates/<uuid:certificate_id>/decisions")
@requires(permissions.decide_on_certificate, on=queries.certificate)
@takes(Decision)
def decide(row: Certificate) -> ResponseReturnValue:
    """Append the decision."""
    form = Decision()
    move = _move(form.move.data or "")
    if not form.validate():
        return _deciding(row, move, form), 422
    decisions.decide(row, move, reason=form.reason.data, actor=actor(), now=clock.now())
    flash(_("The decision is recorded and the holder is told."))
    return redirect(url_for("certificates.certificate", certificate_id=row.id))


@bp.get("/activities")
@requires(permissions.decide_on_activity)
def activities() -> ResponseReturnValue:
    """Activities in one state; at first those that wait, the longest waiting first."""
    state = next((state for state in ActivityState if state == request.args.get("state")), ActivityState.FILED)
    page = page_of(queries.activities_in(state))
    return render_template(
        "certificates/activities.html", page=page, state=state, states=ACTIVITIES, waiting=queries.waiting_activities()
    )


@bp.get("/activities/<uuid:activity_id>")
@requires(permissions.decide_on_activity, on=queries.activity)
def activity(found: Activity) -> ResponseReturnValue:
    """One activity, to be approved or declined."""
    return _activity(found, Reason())


@bp.post("/activities/<uuid:activity_id>/approval")
@requires(permissions.decide_on_activity, on=queries.activity)
def approve(found: Activity) -> ResponseReturnValue:
    """Enter the credits."""
    if not Nothing().validate():
        return _activity(found, Reason()), 422
    account.approve(found, actor=actor(), now=clock.now())
    flash(_("Approved. The credits are entered and the holder is told."))
    return redirect(url_for("certificates.activities"))


@bp.post("/activities/<uuid:activity_id>/refusal")
@requires(permissions.decide_on_activity, on=queries.activity)
@takes(Reason)
def decline(found: Activity) -> ResponseReturnValue:
    """Say no, and why."""
    form = Reason()
    if not form.validate():
        return _activity(found, form), 422
    account.decline(found, reason=form.reason.data, actor=actor(), now=clock.now())
    flash(_("Declined. The holder is told the reason."))
    return redirect(url_for("certificates.activities"))


def _move(wish: str) -> Move:
    if wish not in list(Move):
        raise NotFound
    return Move(wish)


def _deciding(row: Certificate, move: Move, form: Decision) -> str:
    return render_template("certificates/deciding.html", row=row, move=move, label=MOVES[move], form=form)


def _activity(found: Activity, form: Reason) -> str:
    return render_template(
        "certificates/activity.html",
        activity=found,
        form=form,
        states=ACTIVITIES,
        account=queries.credit_balance(found.certificate),
        decided_by=people([found.decided_by_id]).get(found.decided_by_id) if found.decided_by_id else None,
    )
