"""What a candidate sees of accommodations: what is granted, asking step by step, the answer, what was before."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from documents.uploads import LARGEST_FILE, PICTURES, open_upload
from eligibility import permissions
from eligibility.domain.accommodation import MOST_PROOFS, AccommodationState, may_ask
from eligibility.forms.accommodations import LASTING, UNTIL, ProofForm, ReasonForm, WishForm
from eligibility.models.accommodations import AccommodationProof, AccommodationRequest
from eligibility.queries import accommodations as asked
from eligibility.services import accommodations as services
from eligibility.services import asking
from eligibility.views.blueprint import bp
from kernel import clock
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, NotFound, Refused
from kernel.verdict import Refusal
from storage.transaction import let_go
from web.access import actor, requires
from web.fields import takes
from web.files import send_back
from web.times import ZONE
from web.wording import sentence

CHECK = "check"


def unsent_request(request_id: UUID) -> AccommodationRequest:
    """A request that is still being written; raises NotFound."""
    found = asked.request_row(request_id)
    if found.state is not AccommodationState.BEGUN:
        raise NotFound
    return found


def open_request(request_id: UUID) -> AccommodationRequest:
    """A request that is being written or waits, so that papers can be added; raises NotFound."""
    found = asked.request_row(request_id)
    if found.state not in asked.OPEN:
        raise NotFound
    return found


@bp.get("/accommodations")
@requires(permissions.ask_for_accommodation)
def accommodations() -> ResponseReturnValue:
    """What I am granted, what I have asked for, and what is offered."""
    _who, candidate_id = _me()
    today = local_date(clock.now(), ZONE)
    periods = asked.periods_of(candidate_id)
    requests = asked.requests_of(candidate_id)
    return render_template(
        "eligibility/accommodations/mine.html",
        held=[each for each in periods if each.until is None or each.until >= today],
        over=[each for each in periods if each.until is not None and each.until < today],
        open_request=next((each for each in requests if each.state in asked.OPEN), None),
        granted=next((each for each in requests if each.state is AccommodationState.GRANTED), None),
        requests=[each for each in requests if each.state not in asked.OPEN],
        today=today,
    )


@bp.post("/accommodations/requests")
@requires(permissions.ask_for_accommodation)
def begin_request() -> ResponseReturnValue:
    """Start to ask, or go on where one stopped."""
    request_id = asking.begin(_me()[0], now=clock.now())
    return redirect(url_for("eligibility.accommodation", request_id=request_id))


@bp.get("/accommodations/requests/<uuid:request_id>")
@requires(permissions.see_accommodation, on=asked.request_row)
def accommodation(asking_for: AccommodationRequest) -> ResponseReturnValue:
    """One request and what became of it; one that is not sent leads to its next step."""
    if asking_for.state is AccommodationState.BEGUN:
        return redirect(url_for(f"eligibility.{_next_step(asking_for)}", request_id=asking_for.id))
    return _status(asking_for, ProofForm())


def _next_step(row: AccommodationRequest) -> str:
    if not row.wishes:
        return "wish_form"
    if row.reason is None:
        return "reason_form"
    return "check_request" if row.proofs else "proof_form"


def _status(row: AccommodationRequest, form: ProofForm) -> str:
    return render_template(
        "eligibility/accommodations/request.html",
        row=row,
        opened=services.open_request(row, actor=actor(), now=clock.now()),
        decisions=[each.decided for each in reversed(row.decisions)],
        form=form,
    )


@bp.get("/accommodations/requests/<uuid:request_id>/measures")
@requires(permissions.see_accommodation, on=unsent_request)
def wish_form(row: AccommodationRequest) -> ResponseReturnValue:
    """The first step: what is needed."""
    form = WishForm(
        measures=list(row.wishes),
        needed_until=row.needed_until,
        lasts=UNTIL if row.needed_until else LASTING if row.wishes else None,
    )
    return _wish(row, form)


def _wish(row: AccommodationRequest, form: WishForm) -> str:
    return render_template("eligibility/accommodations/wish.html", row=row, form=form, then=_then())


@bp.post("/accommodations/requests/<uuid:request_id>/measures")
@requires(permissions.see_accommodation, on=unsent_request)
@takes(WishForm)
def save_wish(row: AccommodationRequest) -> ResponseReturnValue:
    """Keep what is needed."""
    form = WishForm()
    if form.validate():
        until = form.needed_until.data if form.lasts.data == UNTIL else None
        try:
            asking.wish(row, form.measures.data, needed_until=until, now=clock.now())
            return _on("reason_form", row)
        except BadInput as refused:
            form[refused.where].errors = [sentence(refused.refusal)]
    return _wish(row, form), 422


@bp.get("/accommodations/requests/<uuid:request_id>/reason")
@requires(permissions.see_accommodation, on=unsent_request)
def reason_form(row: AccommodationRequest) -> ResponseReturnValue:
    """The second step: why."""
    known = services.open_request(row, actor=actor(), now=clock.now()).reason if row.reason else ""
    return _reason(row, ReasonForm(reason=known))


def _reason(row: AccommodationRequest, form: ReasonForm) -> str:
    return render_template("eligibility/accommodations/reason.html", row=row, form=form, then=_then())


@bp.post("/accommodations/requests/<uuid:request_id>/reason")
@requires(permissions.see_accommodation, on=unsent_request)
@takes(ReasonForm)
def save_reason(row: AccommodationRequest) -> ResponseReturnValue:
    """Keep why."""
    form = ReasonForm()
    if form.validate():
        try:
            asking.explain(row, form.reason.data)
            return _on("proof_form", row)
        except BadInput as refused:
            form.reason.errors = [sentence(refused.refusal)]
    return _reason(row, form), 422


@bp.get("/accommodations/requests/<uuid:request_id>/proofs")
@requires(permissions.see_accommodation, on=unsent_request)
def proof_form(row: AccommodationRequest) -> ResponseReturnValue:
    """The third step: papers that show why."""
    return _proofs(row, ProofForm())


def _proofs(row: AccommodationRequest, form: ProofForm) -> str:
    names = services.open_request(row, actor=actor(), now=clock.now()).names if row.proofs else {}
    return render_template("eligibility/accommodations/proofs.html", row=row, names=names, form=form, most=MOST_PROOFS)


@bp.post("/accommodations/requests/<uuid:request_id>/proofs")
@requires(permissions.see_accommodation, on=open_request)
@takes(ProofForm)
def add_proof(row: AccommodationRequest) -> ResponseReturnValue:
    """Keep one paper."""
    form = ProofForm()
    is_sent = row.state is not AccommodationState.BEGUN
    try:
        name, content = _sent_file()
        let_go()
        asking.add_proof(row, open_upload(content), name=name, actor=actor(), now=clock.now())
    except Refused as refused:
        form.proof.errors = [sentence(each) for each in refused.refusals]
        return (_status if is_sent else _proofs)(row, form), 422
    flash(_("The paper is added. It is sealed; only you and the accommodations officer can open it."))
    return redirect(url_for("eligibility.accommodation" if is_sent else "eligibility.proof_form", request_id=row.id))


def _sent_file() -> tuple[str, bytes]:
    sent = request.files.get("proof")
    if not sent:
        raise Refused(Refusal("file_missing"))
    with sent.stream:
        return sent.filename or "", sent.read(LARGEST_FILE + 1)


@bp.post("/accommodations/proofs/<uuid:proof_id>/removal")
@requires(permissions.see_accommodation, on=asked.proof_row)
def remove_proof(proof: AccommodationProof) -> ResponseReturnValue:
    """Take a paper out again."""
    request_id = proof.request_id
    asking.remove_proof(proof, actor=actor(), now=clock.now())
    flash(_("The paper is removed."))
    return redirect(url_for("eligibility.proof_form", request_id=request_id))


@bp.get("/accommodations/proofs/<uuid:proof_id>")
@requires(permissions.see_accommodation, on=asked.proof_row)
def own_proof(proof: AccommodationProof) -> ResponseReturnValue:
    """One's own paper."""
    return send_proof(proof)


@bp.get("/accommodations/requests/<uuid:request_id>/check")
@requires(permissions.see_accommodation, on=unsent_request)
def check_request(row: AccommodationRequest) -> ResponseReturnValue:
    """The last step: check, then send."""
    return _check(row)


def _check(row: AccommodationRequest) -> str:
    verdict = may_ask(wished=row.wished, has_reason=row.reason is not None, papers=len(row.proofs))
    opened = services.open_request(row, actor=actor(), now=clock.now())
    return render_template("eligibility/accommodations/check.html", row=row, opened=opened, verdict=verdict)


@bp.post("/accommodations/requests/<uuid:request_id>/sending")
@requires(permissions.see_accommodation, on=open_request)
def send_request(row: AccommodationRequest) -> ResponseReturnValue:
    """Send the request."""
    try:
        asking.ask(row, actor=actor(), now=clock.now())
    except Refused:
        return _check(row), 409
    flash(_("Your request is sent. You get a message when it is decided."))
    return redirect(url_for("eligibility.accommodation", request_id=row.id))


@bp.post("/accommodations/requests/<uuid:request_id>/withdrawal")
@requires(permissions.see_accommodation, on=open_request)
def withdraw_request(row: AccommodationRequest) -> ResponseReturnValue:
    """Take the request back; one that was never sent is thrown away."""
    if row.state is AccommodationState.BEGUN:
        asking.discard(row)
        flash(_("What you had begun is deleted."))
    else:
        asking.withdraw(row, actor=actor(), now=clock.now())
        flash(_("Your request is withdrawn. What you wrote and your papers are deleted."))
    return redirect(url_for("eligibility.accommodations"))


@bp.post("/accommodations/requests/<uuid:request_id>/end")
@requires(permissions.see_accommodation, on=asked.request_row)
def give_up_accommodation(row: AccommodationRequest) -> ResponseReturnValue:
    """Say that one needs it no longer."""
    services.give_up(row, actor=actor(), now=clock.now())
    flash(_("Your accommodations have ended."))
    return redirect(url_for("eligibility.accommodations"))


def send_proof(proof: AccommodationProof) -> ResponseReturnValue:
    """A paper as it was kept. A picture is shown; anything else is saved, and nothing in it can run here."""
    name, content = services.open_proof(proof, actor=actor(), now=clock.now())
    is_picture = proof.media_type in PICTURES
    return send_back(content, name=name, media_type=proof.media_type, is_shown=is_picture)


def _on(step: str, row: AccommodationRequest) -> ResponseReturnValue:
    """To the next step, or back to where everything is checked."""
    if _then() == CHECK:
        step = "check_request"
    return redirect(url_for(f"eligibility.{step}", request_id=row.id))


def _then() -> str | None:
    return CHECK if request.args.get("then") == CHECK else None


def _me() -> tuple[Actor, UUID]:
    who = actor()
    if who.id is None:
        raise NotFound
    return who, who.id
