"""A candidate's evidence: list, add, remove."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

import schemes.queries
from eligibility import permissions
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import READING_ORDER
from eligibility.forms.evidence import EVIDENCE_FORMS, CertificateForm, EvidenceForm
from eligibility.models.evidence import EvidenceItem
from eligibility.queries import evidence as shown
from eligibility.services import evidence as services
from eligibility.views.blueprint import bp
from kernel import clock
from kernel.dates import local_date
from kernel.errors import NotFound
from web.access import actor, requires
from web.times import ZONE
from web.wording import say


def _me() -> UUID:
    who = actor().id
    if who is None:
        raise NotFound
    return who


def _form(kind: str) -> EvidenceForm:
    try:
        form = EVIDENCE_FORMS[EvidenceKind(kind)]()
    except ValueError:
        raise NotFound from None
    if isinstance(form, CertificateForm):
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


@bp.get("/evidence/<kind>/new")
@requires(permissions.keep_evidence)
def new_evidence(kind: str) -> ResponseReturnValue:
    """The form for one piece of evidence."""
    return render_template("eligibility/new_evidence.html", form=_form(kind))


@bp.post("/evidence/<kind>")
@requires(permissions.keep_evidence)
def add_evidence(kind: str) -> ResponseReturnValue:
    """Keep one piece of evidence."""
    form = _form(kind)
    if not form.validate():
        return render_template("eligibility/new_evidence.html", form=form), 422
    services.record_evidence(_me(), kind, form.written, place=form["place"].data, now=clock.now())
    flash(_("Added to your evidence."))
    return redirect(url_for("eligibility.evidence"))


@bp.get("/evidence/<uuid:item_id>/removal")
@requires(permissions.remove_evidence, on=shown.evidence_item)
def removal(item: EvidenceItem) -> ResponseReturnValue:
    """Ask once before removing."""
    return render_template("eligibility/removal.html", item=item)


@bp.post("/evidence/<uuid:item_id>/remove")
@requires(permissions.remove_evidence, on=shown.evidence_item)
def remove_evidence(item: EvidenceItem) -> ResponseReturnValue:
    """Remove one's own piece of evidence."""
    services.remove_evidence(item, now=clock.now())
    flash(_("Removed from your evidence."))
    return redirect(url_for("eligibility.evidence"))
