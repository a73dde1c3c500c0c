"""Letting candidates in: a ticket is read or keyed in, the person is compared with the portrait, and confirmed."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from eligibility.queries.papers import portrait_of
from eligibility.services.papers import portrait_bytes
from exam import permissions
from exam.domain.desk import DeskAction, code_of, is_meant, is_pin
from exam.forms.sittings import Withdrawal as Reason
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import sittings as planned
from exam.queries.in_view import in_view
from exam.services import allowing, supervising
from exam.services.door import pin_of
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from web.access import actor, requires
from web.fields import takes
from web.security import limiter

WRONG_PINS = "20/10minute"
"""How often somebody may key in a code at the door of a sitting that is nobody's."""
NOBODYS = 422


def _asked() -> str:
    return request.args.get("ticket", "")[:200]


@bp.get("/sittings/<uuid:sitting_id>/door")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@limiter.limit(
    WRONG_PINS,
    key_func=lambda: f"door:{actor().id}:{(request.view_args or {})['sitting_id']}",
    exempt_when=lambda: not is_pin(_asked()),
    deduct_when=lambda response: response.status_code == NOBODYS,
)
def door(sitting: Sitting) -> ResponseReturnValue:
    """Who is meant by a ticket, a code, a seat or a name; where it is one person, what they are compared with."""
    return _door(sitting, _asked())


def _door(sitting: Sitting, words: str, form: Reason | None = None) -> tuple[str, int]:
    view = in_view(sitting, actor())
    seated = view.seated
    people = accounts.queries.people(entry.candidate_id for entry in seated)
    found = [
        entry
        for entry in seated
        if is_meant(
            words,
            entry_id=entry.id,
            seat=entry.seat or 0,
            name=people[entry.candidate_id].name,
            pin=pin_of(entry.id),
        )
    ]
    one = found[0] if len(found) == 1 else None
    page = render_template(
        "exam/door.html",
        sitting=sitting,
        view=view,
        name=names_of([sitting.facts])[sitting.id],
        words=words,
        found=found,
        one=one,
        people=people,
        code_of=code_of,
        identity=accounts.queries.identity_of(one.candidate_id) if one else None,
        has_portrait=one is not None and portrait_of(one.candidate_id) is not None,
        allowance=allowing.allowance_of(one) if one else None,
        has_started=one is not None and sat.find_attempt(one.id) is not None,
        let_in=sum(entry.released_at is not None for entry in seated),
        seated=len(seated),
        may_plan=permissions.plan_sitting.holds(actor(), None),
        form=form or Reason(formdata=None),
    )
    return page, NOBODYS if form or (is_pin(words) and not found) else 200


@bp.post("/sittings/<uuid:sitting_id>/door")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes("entry")
def let_in(sitting: Sitting) -> ResponseReturnValue:
    """It is this person: from now on they may start."""
    chosen = _chosen(sitting)
    reason = _("Identity checked at the door")
    supervising.act(sitting, chosen, DeskAction.RELEASE, reason=reason, actor=actor(), now=clock.now())
    flash(_("%(name)s is let in.", name=_name(chosen[0])), "success")
    return redirect(url_for("exam.door", sitting_id=sitting.id))


@bp.post("/sittings/<uuid:sitting_id>/door/taking-back")
@requires(permissions.watch_sittings, on=planned.sitting_row)
@takes(Reason, "entry")
def take_back(sitting: Sitting) -> ResponseReturnValue:
    """It was not this person after all: they are not let in any more, as long as they have not started."""
    form, chosen = Reason(), _chosen(sitting)
    if not form.validate():
        return _door(sitting, str(chosen[0]) if chosen else "", form)
    reason = (form.reason.data or "").strip()
    supervising.act(sitting, chosen, DeskAction.TAKE_BACK, reason=reason, actor=actor(), now=clock.now())
    flash(_("%(name)s is not let in any more.", name=_name(chosen[0])), "success")
    return redirect(url_for("exam.door", sitting_id=sitting.id))


@bp.post("/sittings/<uuid:sitting_id>/door-rule")
@requires(permissions.plan_sitting, on=planned.real_sitting_row)
@takes("needed")
def change_door_rule(sitting: Sitting) -> ResponseReturnValue:
    """Whether nobody starts here without having been let in."""
    supervising.demand_release(sitting, needed=request.form.get("needed") == "y", actor=actor(), now=clock.now())
    return redirect(url_for("exam.door", sitting_id=sitting.id))


@bp.get("/desk/entries/<uuid:entry_id>/portrait")
@requires(permissions.watch_sittings, on=entered.entry_row)
def portrait_at_door(entry: Entry) -> ResponseReturnValue:
    """The portrait beside the name; that it was looked at is recorded."""
    return Response(
        portrait_bytes(entry.candidate_id, actor=actor(), watcher_ids=entry.watcher_ids, now=clock.now()),
        mimetype="image/jpeg",
    )


def _chosen(sitting: Sitting) -> list[UUID]:
    here = in_view(sitting, actor()).seated
    return [entry.id for entry in here if str(entry.id) == request.form.get("entry")]


def _name(entry_id: UUID) -> str:
    return accounts.queries.person(entered.entry_row(entry_id).candidate_id).name
