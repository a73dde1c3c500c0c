"""The registrar's desk: applications that wait, the evidence beside the rules, the claim and the decision."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
import schemes.queries
from eligibility import permissions
from eligibility.domain.application import TO_DECIDE, TURNED_DOWN, UNDECIDED, ApplicationMove, ApplicationState
from eligibility.domain.periods import ANSWER_WITHIN_DAYS, DECIDE_WITHIN_DAYS, Age, last_day
from eligibility.forms.decision import DecisionForm
from eligibility.models.applications import Application
from eligibility.queries import applications as filed
from eligibility.queries import desk as waiting
from eligibility.queries import exemptions as freed
from eligibility.queries import trainees
from eligibility.services import appeals, applications, claims
from eligibility.views.blueprint import bp
from eligibility.wording.descriptions import EXEMPTIONS, LEVELS
from eligibility.wording.papers import PAPER_TITLES
from eligibility.wording.reasons import reasons
from kernel import clock
from kernel.dates import local_date
from kernel.errors import BadInput
from web.access import actor, requires
from web.fields import takes
from web.pagination import page_of
from web.times import ZONE
from web.wording import sentence

SHELVES: dict[str, frozenset[ApplicationState]] = {
    "waiting": TO_DECIDE,
    "appealed": frozenset({ApplicationState.APPEALED}),
    "asked": frozenset({ApplicationState.ASKED}),
    "approved": frozenset({ApplicationState.APPROVED}),
    "refused": TURNED_DOWN,
    "withdrawn": frozenset({ApplicationState.WITHDRAWN}),
}
AGES = (3, DECIDE_WITHIN_DAYS, 3 * DECIDE_WITHIN_DAYS)


@bp.get("/desk/applications")
@requires(permissions.decide_applications)
def queue() -> ResponseReturnValue:
    """The queue: what waits, the longest first, or one of the other shelves; narrowed as the address says."""
    now, shelf = clock.now(), request.args.get("state", "")
    shelf = shelf if shelf in SHELVES else "waiting"
    wanted = _wanted(shelf)
    page = page_of(waiting.queue(wanted, now))
    counts = waiting.counts()
    named = {row.candidate_id for row in page.items} | {row.claimed_by for row in page.items if row.holder(now)}
    return render_template(
        "eligibility/queue.html",
        page=page,
        shelf=shelf,
        wanted=wanted,
        counts={name: sum(counts[state] for state in states) for name, states in SHELVES.items()},
        people=accounts.queries.people(person for person in named if person),
        versions=schemes.queries.several(row.scheme_version_id for row in page.items),
        known=schemes.queries.all_current(local_date(now, ZONE)),
        ages=AGES,
        centres=trainees.centres(),
        trained_at=trainees.centres_of(row.candidate_id for row in page.items),
        age=lambda row: Age(row.since, now),
        now=now,
    )


def _wanted(shelf: str) -> waiting.Wanted:
    asked = request.args
    level = asked.get("level", type=int)
    return waiting.Wanted(
        states=SHELVES[shelf],
        scheme=asked.get("scheme", "")[:60],
        level=level if level in LEVELS else None,
        condition=asked.get("condition", "").strip()[:20],
        days=asked.get("days", 0, type=int) if asked.get("days", "") in map(str, AGES) else 0,
        holder=actor().id if asked.get("mine") else None,
        plain=bool(asked.get("plain")) and shelf == "waiting",
        centre=asked.get("centre", type=UUID),
    )


@bp.post("/desk/applications/next")
@requires(permissions.decide_applications)
def claim_next() -> ResponseReturnValue:
    """Take the one that waits longest."""
    application_id = claims.claim_next(actor=actor(), now=clock.now())
    if application_id is None:
        flash(_("Nothing is free for you at the moment."))
        return redirect(url_for("eligibility.queue"))
    return redirect(url_for("eligibility.desk", application_id=application_id))


@bp.get("/desk/applications/<uuid:application_id>")
@requires(permissions.decide_applications, on=filed.application)
def desk(application: Application) -> ResponseReturnValue:
    """One application: evidence beside the trace of the rules, its history, and the decision."""
    return _desk(application, _form(application), clock.now())


def _form(application: Application) -> DecisionForm:
    return DecisionForm.about(application.state, reasons(filed.reading_of(application)), len(application.steps))


def _desk(application: Application, form: DecisionForm, now: datetime) -> str:
    scheme = schemes.queries.version(application.scheme_version_id)
    holder = application.holder(now) if application.state in UNDECIDED else None
    steps = [step.facts for step in application.steps]
    named = {step.made_by for step in steps if step.made_by} | {application.candidate_id}
    people = accounts.queries.people(named | ({holder} if holder else set()))
    return render_template(
        "eligibility/desk.html",
        application=application,
        candidate=people[application.candidate_id],
        people=people,
        history=steps,
        asked_last=next((step for step in reversed(steps) if step.move is ApplicationMove.ASK), None),
        age=Age(application.since, now),
        overdue_after=DECIDE_WITHIN_DAYS,
        answer_until=last_day(application.since, ANSWER_WITHIN_DAYS, scheme.zone),
        scheme=scheme,
        level=scheme.level(application.level),
        reading=filed.reading_of(application),
        form=form,
        is_open=application.state in UNDECIDED,
        is_mine=holder is not None and holder == actor().id,
        holder=people.get(holder) if holder else None,
        claim=application.claim,
        paper_kinds=PAPER_TITLES,
        exemptions=freed.exemptions_of(application.id),
        exemption_states=EXEMPTIONS,
        against=claims.may_decide(application, actor()).refusals,
    )


@bp.post("/desk/applications/<uuid:application_id>/claim")
@requires(permissions.decide_applications, on=filed.application)
def claim(application: Application) -> ResponseReturnValue:
    """Take it, or hold it for another while."""
    claims.claim(application, actor=actor(), now=clock.now())
    return redirect(url_for("eligibility.desk", application_id=application.id))


@bp.post("/desk/applications/<uuid:application_id>/take-over")
@requires(permissions.decide_applications, on=filed.application)
def take_over(application: Application) -> ResponseReturnValue:
    """Take it off somebody else's desk; the audit log notes from whom."""
    claims.claim(application, actor=actor(), now=clock.now(), take_over=True)
    return redirect(url_for("eligibility.desk", application_id=application.id))


@bp.post("/desk/applications/<uuid:application_id>/release")
@requires(permissions.decide_applications, on=filed.application)
def release(application: Application) -> ResponseReturnValue:
    """Put it back for others."""
    claims.release(application, actor=actor(), now=clock.now())
    flash(_("Put back. Others can take it now."))
    return redirect(url_for("eligibility.queue"))


@bp.post("/desk/applications/<uuid:application_id>/decision")
@requires(permissions.decide_applications, on=filed.application)
@takes(DecisionForm, "then")
def decide(application: Application) -> ResponseReturnValue:
    """Approve, refuse or ask for more, with a reason; on an appeal, grant it or let the refusal stand."""
    form, now = _form(application), clock.now()
    if not form.validate():
        claims.claim(application, actor=actor(), now=now)
        return _desk(application, form, now), 422
    try:
        _carry_out(application, form, now)
    except BadInput as refused:
        form.reason.errors = [sentence(refused.refusal)]
        return _desk(application, form, now), 422
    asked = form.decision.data == "ask"
    flash(_("The candidate has been asked.") if asked else _("Decided. The candidate has been told."))
    return claim_next() if request.form.get("then") == "next" else redirect(url_for("eligibility.queue"))


def _carry_out(application: Application, form: DecisionForm, now: datetime) -> None:
    who, reason, seen = actor(), form.reason.data or "", form.known_moves
    known = reasons(filed.reading_of(application))
    ticked = tuple(known[value] for value in form.ticked.data or ())
    match form.decision.data:
        case "approve":
            applications.decide(application, approve=True, reason=reason, actor=who, now=now, seen=seen)
        case "refuse":
            applications.decide(application, approve=False, reason=reason, ticked=ticked, actor=who, now=now, seen=seen)
        case "ask":
            applications.ask_for_more(application, reason=reason, ticked=ticked, actor=who, now=now, seen=seen)
        case answer:
            appeals.answer_appeal(application, grant=answer == "grant", reason=reason, actor=who, now=now, seen=seen)
