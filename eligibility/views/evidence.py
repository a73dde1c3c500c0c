"""A candidate's evidence: what there is of each kind, adding a piece page by page, correcting, removing."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

import schemes.queries
from eligibility import permissions
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.papers import PAPER_OF, Needed
from eligibility.domain.portfolio import READING_ORDER, Source
from eligibility.forms.evidence import EVIDENCE_FORMS, CertificateForm, EvidenceForm, without_place
from eligibility.models.evidence import EvidenceItem
from eligibility.queries import drafts as begun
from eligibility.queries import evidence as shown
from eligibility.queries import papers
from eligibility.services import drafts
from eligibility.services import evidence as services
from eligibility.views.blueprint import bp
from eligibility.views.ways import way
from kernel import clock
from kernel.dates import local_date
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes
from web.times import ZONE
from web.wording import say


def _me() -> UUID:
    who = actor().id
    if who is None:
        raise NotFound
    return who


def _form_class(kind: str) -> type[EvidenceForm]:
    try:
        return EVIDENCE_FORMS[EvidenceKind(kind)]
    except ValueError:
        raise NotFound from None


def _step(form_class: type[EvidenceForm], step: str, answers: dict[str, object]) -> EvidenceForm:
    if step not in form_class.steps():
        raise NotFound
    form = form_class.at(step, answers)
    if isinstance(form, CertificateForm) and "scheme" in form:
        known = schemes.queries.all_current(local_date(clock.now(), ZONE))
        form.scheme.choices = [SelectChoice(scheme.code, say(scheme.title)) for scheme in known]
    return form


@bp.get("/evidence")
@requires(permissions.keep_evidence)
def evidence() -> ResponseReturnValue:
    """Everything the candidate shows, by kind."""
    mine = shown.portfolio_of(_me())
    by_kind = {kind: [kept for kept in mine if kept.kind is kind] for kind in READING_ORDER}
    return render_template("eligibility/evidence.html", by_kind=by_kind)


@bp.get("/evidence/<kind>")
@requires(permissions.keep_evidence)
def evidence_of_kind(kind: str) -> ResponseReturnValue:
    """What there is of one kind; add more, or say that there is no more."""
    kind = _form_class(kind).kind
    items = [kept for kept in shown.portfolio_of(_me()) if kept.kind is kind]
    is_begun = kind in begun.begun_kinds(_me())
    return render_template("eligibility/evidence_of_kind.html", kind=kind, items=items, is_begun=is_begun, way=way())


@bp.get("/evidence/<kind>/new")
@requires(permissions.keep_evidence)
def new_evidence(kind: str) -> ResponseReturnValue:
    """Go on where the last answer was given, from the first question on where none was."""
    form_class = _form_class(kind)
    step = form_class.first_open_step(begun.answers_so_far(_me(), form_class.kind))
    return redirect(url_for("eligibility.evidence_step", kind=kind, step=step, **way().args))


@bp.get("/evidence/<kind>/new/<step>")
@requires(permissions.keep_evidence)
def evidence_step(kind: str, step: str) -> ResponseReturnValue:
    """One question about a new piece of evidence; whoever has answered nothing yet begins at the first."""
    form_class = _form_class(kind)
    answers = begun.answers_so_far(_me(), form_class.kind)
    form = _step(form_class, step, answers)
    if form_class.step_before(step) and not answers:
        return redirect(url_for("eligibility.new_evidence", kind=kind, **way().args))
    return _asked(form)


def _asked(form: EvidenceForm) -> str:
    back = form.step_before(form.name)
    return render_template("eligibility/evidence_step.html", form=form, back=back, way=way())


@bp.post("/evidence/<kind>/answers/<step>")
@requires(permissions.keep_evidence)
@takes(*EVIDENCE_FORMS.values())
def answer_step(kind: str, step: str) -> ResponseReturnValue:
    """Keep the answer and ask the next question; after the last one the piece of evidence is kept."""
    form_class, me, now = _form_class(kind), _me(), clock.now()
    form = _step(form_class, step, begun.answers_so_far(me, form_class.kind))
    if form_class.step_before(step) and not form.before:
        return redirect(url_for("eligibility.evidence_of_kind", kind=kind, **way().args))
    if not form.validate():
        return _asked(form), 422
    following = form_class.first_open_step(form.everything)
    if following is not None:
        drafts.keep_answers(me, form_class.kind, form.answers, now=now)
        return redirect(url_for("eligibility.evidence_step", kind=kind, step=following, **way().args))
    answers = form.everything
    services.record_evidence(me, kind, without_place(answers), place=answers["place"], now=now)
    drafts.discard_answers(me, form_class.kind, now=now)
    flash(_("Added to your evidence."))
    return redirect(url_for("eligibility.evidence_of_kind", kind=kind, **way().args))


@bp.post("/evidence/<kind>/discard")
@requires(permissions.keep_evidence)
def discard_evidence(kind: str) -> ResponseReturnValue:
    """Forget what was begun of this kind."""
    drafts.discard_answers(_me(), _form_class(kind).kind, now=clock.now())
    return redirect(url_for("eligibility.evidence_of_kind", kind=kind, **way().args))


@bp.post("/evidence/<kind>/completion")
@requires(permissions.keep_evidence)
def nothing_to_add(kind: str) -> ResponseReturnValue:
    """There is nothing of this kind, or nothing more."""
    drafts.say_nothing_to_add(_me(), _form_class(kind).kind, now=clock.now())
    return redirect(way().onward(url_for("eligibility.evidence")))


@bp.get("/evidence/<uuid:item_id>/change")
@requires(permissions.remove_evidence, on=shown.evidence_item)
def change_evidence(item: EvidenceItem) -> ResponseReturnValue:
    """One answer about a piece of evidence (`?step=`), to be corrected."""
    return _change(item, _step_of(item))


def _step_of(item: EvidenceItem) -> EvidenceForm:
    if item.source is not Source.CANDIDATE:
        raise Refused(Refusal("evidence_not_removable"))
    form_class = _form_class(item.kind)
    return _step(form_class, request.args.get("step", next(iter(form_class.steps()))), item.answers)


def _change(item: EvidenceItem, form: EvidenceForm) -> str:
    return render_template("eligibility/evidence_change.html", form=form, item=item, way=way(), back=_after(item))


@bp.post("/evidence/<uuid:item_id>/changes")
@requires(permissions.remove_evidence, on=shown.evidence_item)
@takes(*EVIDENCE_FORMS.values())
def keep_change(item: EvidenceItem) -> ResponseReturnValue:
    """Keep the corrected answer; back to where the change was asked for."""
    form = _step_of(item)
    if not form.validate():
        return _change(item, form), 422
    answers, now = form.everything, clock.now()
    changed_id = services.change_evidence(item, without_place(answers), place=answers["place"], now=now)
    has_paper = papers.find_paper(item.candidate_id, Needed(PAPER_OF[item.kind], changed_id)) is not None
    if has_paper and changed_id != item.id:
        flash(_("Changed. The paper you handed in for it stays: look whether it proves what you have now entered."))
    else:
        flash(_("Changed."))
    return redirect(_after(item))


def _after(item: EvidenceItem) -> str:
    """The check of the answers, if that is where they came from; else the list of this kind."""
    on_list = url_for("eligibility.evidence_of_kind", kind=item.kind.value, **way().args)
    return way().onward(on_list) if way().is_checking else on_list


@bp.get("/evidence/<uuid:item_id>/removal")
@requires(permissions.remove_evidence, on=shown.evidence_item)
def removal(item: EvidenceItem) -> ResponseReturnValue:
    """Ask once before removing."""
    return render_template("eligibility/removal.html", item=item, back=_after(item), way=way())


@bp.post("/evidence/<uuid:item_id>/remove")
@requires(permissions.remove_evidence, on=shown.evidence_item)
def remove_evidence(item: EvidenceItem) -> ResponseReturnValue:
    """Remove one's own piece of evidence."""
    services.remove_evidence(item, now=clock.now())
    flash(_("Removed from your evidence."))
    return redirect(_after(item))
