"""The accommodations officer's desk: requests that wait, why they were made, the decision, who has something in force.

Whoever is no accommodations officer does not learn that these pages exist.
"""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from accounts.domain.person import PersonFacts
from eligibility import permissions
from eligibility.domain.accommodation import AccommodationState, DecisionKind, Measure, Period
from eligibility.forms.accommodations import DECLINE, ChangeForm, DecisionForm, EndForm
from eligibility.models.accommodations import AccommodationProof, AccommodationRequest
from eligibility.queries import accommodations as asked
from eligibility.services import accommodations as services
from eligibility.views.accommodations import send_proof
from eligibility.views.blueprint import bp
from kernel import clock
from kernel.dates import local_date
from kernel.errors import BadInput, NotFound, Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes
from web.pagination import PER_PAGE, Page, page_of
from web.times import ZONE
from web.wording import sentence

FIELD_OF = {
    "accommodation_in_the_past": "starts_on",
    "accommodation_ends_before_start": "ends_on",
    "accommodation_decision_needs_reason": "reason",
}


def granted_request(request_id: UUID) -> AccommodationRequest:
    """A request whose grant stands, so that it can be changed or ended; raises NotFound."""
    found = asked.request_row(request_id)
    if found.state is not AccommodationState.GRANTED:
        raise NotFound
    return found


def grants() -> dict[UUID, tuple[Period, ...]]:
    """Everybody who is granted something today or later."""
    return asked.grants_not_over(_today())


@bp.get("/desk/accommodations")
@requires(permissions.decide_accommodations, on=asked.waiting)
def accommodation_queue(waiting: asked.Waiting) -> ResponseReturnValue:
    """Requests in one state, those that wait first, with how long they wait."""
    wished = request.args.get("state", "")
    state = AccommodationState(wished) if wished in waiting.counts else AccommodationState.ASKED
    page = page_of(asked.requests_in(state))
    return render_template(
        "eligibility/accommodations/queue.html",
        page=page,
        state=state,
        counts=waiting.counts,
        people=accounts.queries.people(row.candidate_id for row in page.items),
        days={row.id: (_today() - local_date(row.asked_at, ZONE)).days for row in page.items},
    )


@bp.get("/desk/accommodations/people")
@requires(permissions.decide_accommodations, on=grants)
def accommodated_people(held: dict[UUID, tuple[Period, ...]]) -> ResponseReturnValue:
    """Who has something in force, or will have, found by name."""
    sought = " ".join(request.args.get("q", "").split())
    people = sorted(accounts.queries.people(held).values(), key=lambda person: (person.name, person.email))
    found = [person for person in people if _is_sought(person, sought)]
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(found) // PER_PAGE)))
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "eligibility/accommodations/people.html",
        page=Page(shown, number, len(found)),
        held=held,
        sought=sought,
        today=_today(),
    )


def _is_sought(person: PersonFacts, sought: str) -> bool:
    return any(sought.casefold() in text.casefold() for text in (person.name, person.name_latin, person.email))


@bp.get("/desk/accommodations/<uuid:request_id>")
@requires(permissions.decide_accommodations, on=asked.sent_request_row)
def accommodation_case(row: AccommodationRequest) -> ResponseReturnValue:
    """One request with its reason, its papers, what was decided before, and the decision."""
    form = DecisionForm(
        starts_on=_today(),
        ends_on=row.needed_until,
        large_print=Measure.LARGE_PRINT in row.wished,
        reader=Measure.READER in row.wished,
    )
    return _case(row, form)


def _case(row: AccommodationRequest, form: DecisionForm, refusals: tuple[Refusal, ...] = ()) -> str:
    others = [each for each in asked.requests_of(row.candidate_id) if each.state in asked.SEEN_BY_OFFICERS]
    return render_template(
        "eligibility/accommodations/case.html",
        row=row,
        candidate=accounts.queries.person(row.candidate_id),
        opened=services.open_request(row, actor=actor(), now=clock.now()),
        decisions=[each.decided for each in reversed(row.decisions)],
        deciders=accounts.queries.people(each.decided_by for each in row.decisions if each.decided_by),
        others=[each for each in others if each.id != row.id],
        periods=[each for each in asked.periods_of(row.candidate_id) if each.until is None or each.until >= _today()],
        form=form,
        refusals=refusals,
        today=_today(),
    )


@bp.post("/desk/accommodations/<uuid:request_id>/decision")
@requires(permissions.decide_accommodations, on=asked.sent_request_row)
@takes(DecisionForm)
def decide_accommodation(row: AccommodationRequest) -> ResponseReturnValue:
    """Grant or decline, with a reason."""
    form = DecisionForm()
    left: tuple[Refusal, ...] = ()
    if form.validate():
        try:
            if form.decision.data == DECLINE:
                services.decline(row, reason=form.reason.data, actor=actor(), now=clock.now())
            else:
                services.grant(row, **form.granted, actor=actor(), now=clock.now())
            flash(_("Decided. The candidate has been told."))
            return redirect(url_for("eligibility.accommodation_queue"))
        except (Refused, BadInput) as refused:
            left = _place(form, refused)
    return _case(row, form, left), 422


@bp.get("/desk/accommodations/<uuid:request_id>/change")
@requires(permissions.decide_accommodations, on=granted_request)
def change_form(row: AccommodationRequest) -> ResponseReturnValue:
    """The form for a new decision in place of the one that holds."""
    newest = [each.decided for each in row.decisions if each.kind is DecisionKind.GRANTED][-1]
    form = ChangeForm(
        data=newest.accommodation.written
        | {"starts_on": _today(), "ends_on": newest.ends_on, "seen": row.decisions[-1].number}
    )
    return _change(row, form)


def _change(row: AccommodationRequest, form: ChangeForm, refusals: tuple[Refusal, ...] = ()) -> str:
    candidate = accounts.queries.person(row.candidate_id)
    return render_template(
        "eligibility/accommodations/change.html", row=row, candidate=candidate, form=form, refusals=refusals
    )


@bp.post("/desk/accommodations/<uuid:request_id>/change")
@requires(permissions.decide_accommodations, on=granted_request)
@takes(ChangeForm)
def change_accommodation(row: AccommodationRequest) -> ResponseReturnValue:
    """Decide anew; the old decision stays on record."""
    form = ChangeForm()
    left: tuple[Refusal, ...] = ()
    if form.validate():
        try:
            services.change(row, **form.granted, seen=form.seen.data, actor=actor(), now=clock.now())
            flash(_("Changed. The candidate has been told."))
            return redirect(url_for("eligibility.accommodation_case", request_id=row.id))
        except (Refused, BadInput) as refused:
            left = _place(form, refused)
    return _change(row, form, left), 422


@bp.get("/desk/accommodations/<uuid:request_id>/end")
@requires(permissions.decide_accommodations, on=granted_request)
def end_form(row: AccommodationRequest) -> ResponseReturnValue:
    """The form for ending what was granted."""
    return _end(row, EndForm(starts_on=_today(), seen=row.decisions[-1].number))


def _end(row: AccommodationRequest, form: EndForm, refusals: tuple[Refusal, ...] = ()) -> str:
    candidate = accounts.queries.person(row.candidate_id)
    return render_template(
        "eligibility/accommodations/end.html", row=row, candidate=candidate, form=form, refusals=refusals
    )


@bp.post("/desk/accommodations/<uuid:request_id>/end")
@requires(permissions.decide_accommodations, on=granted_request)
@takes(EndForm)
def end_accommodation(row: AccommodationRequest) -> ResponseReturnValue:
    """End what was granted."""
    form = EndForm()
    left: tuple[Refusal, ...] = ()
    if form.validate():
        try:
            services.end(
                row,
                starts_on=form.starts_on.data,
                reason=form.reason.data,
                seen=form.seen.data,
                actor=actor(),
                now=clock.now(),
            )
            flash(_("Ended. The candidate has been told."))
            return redirect(url_for("eligibility.accommodation_case", request_id=row.id))
        except (Refused, BadInput) as refused:
            left = _place(form, refused)
    return _end(row, form, left), 422


@bp.get("/desk/accommodations/proofs/<uuid:proof_id>")
@requires(permissions.decide_accommodations, on=asked.sent_proof_row)
def accommodation_proof(proof: AccommodationProof) -> ResponseReturnValue:
    """A paper of a request."""
    return send_proof(proof)


def _place(form: DecisionForm | ChangeForm | EndForm, refused: Refused | BadInput) -> tuple[Refusal, ...]:
    """Put each refusal beside its field; those that belong to none are returned."""
    refusals = refused.refusals if isinstance(refused, Refused) else (refused.refusal,)
    for refusal in refusals:
        if (name := FIELD_OF.get(refusal.code)) in form:
            form[name].errors = [*form[name].errors, sentence(refusal)]
    return tuple(refusal for refusal in refusals if FIELD_OF.get(refusal.code) not in form)


def _today() -> date:
    return local_date(clock.now(), ZONE)
