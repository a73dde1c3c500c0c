"""A holder's certificates: the document, how long it is valid, the credits that keep it."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificates import permissions, queries
from certificates.domain.credit import Claim
from certificates.domain.standing import CERTIFICATE, Move, status
from certificates.forms import Filing
from certificates.models import Certificate
from certificates.services import credits as account
from certificates.services.paper import verification_address
from certificates.views.blueprint import bp
from certificates.wording import ACTIVITIES, DECIDED, MOVES, STANDINGS
from kernel import clock
from kernel.errors import Refused
from storage.files import files
from web.access import actor, requires
from web.fields import takes


@bp.get("/certificates")
@requires(permissions.own_certificates)
def mine() -> ResponseReturnValue:
    """All certificates of the person who looks."""
    held = [queries.certificate(facts.id) for facts in queries.certificates_of(_own_id())]
    accounts = {row.id: queries.credit_balance(row) for row in held}
    return render_template("certificates/mine.html", held=held, accounts=accounts, now=clock.now(), standings=STANDINGS)


@bp.get("/certificates/<uuid:certificate_id>")
@requires(permissions.see_certificate, on=queries.certificate)
def certificate(row: Certificate) -> ResponseReturnValue:
    """One certificate with its credits and activities; a registrar finds here what can be decided about it."""
    now = clock.now()
    return render_template(
        "certificates/held.html",
        row=row,
        facts=row.facts,
        standing=row.facts.standing(now),
        document=queries.document(row.id),
        account=queries.credit_balance(row),
        activities=queries.activities_of(row.id),
        address=verification_address(row.token),
        moves=[move for move in Move if CERTIFICATE.allows(status(row.events, now), move)],
        **_words(),
    )


@bp.get("/certificates/<uuid:certificate_id>/document")
@requires(permissions.see_certificate, on=queries.certificate)
def document(row: Certificate) -> ResponseReturnValue:
    """The sealed PDF, to be kept."""
    return Response(
        files.read(queries.document(row.id).file_key),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="certificate-{row.number}.pdf"'},
    )


@bp.get("/certificates/<uuid:certificate_id>/activities/new")
@requires(permissions.file_activity, on=queries.certificate)
def new_activity(row: Certificate) -> ResponseReturnValue:
    """The form on which an activity is filed."""
    return _filing(row, Filing())


@bp.post("/certificates/<uuid:certificate_id>/activities")
@requires(permissions.file_activity, on=queries.certificate)
@takes(Filing)
def file_activity(row: Certificate) -> ResponseReturnValue:
    """File an activity; what was typed is kept if it is refused."""
    form = Filing()
    if not form.validate():
        return _filing(row, form), 422
    claim = Claim(
        on=form.done_on.data,
        hours=form.hours.data,
        credits=form.credits.data,
        description=form.description.data,
    )
    try:
        account.file_activity(row, claim, now=clock.now())
    except Refused as refused:
        return _filing(row, form, refused), 422
    flash(_("Your activity is filed. You will hear from us when it is approved or declined."))
    return redirect(url_for("certificates.certificate", certificate_id=row.id))


def _filing(row: Certificate, form: Filing, refused: Refused | None = None) -> str:
    return render_template("certificates/filing.html", row=row, form=form, refusals=refused.refusals if refused else ())


def _own_id() -> UUID:
    who = actor().id
    if who is None:
        raise LookupError
    return who


def _words() -> dict[str, object]:
    return {"standings": STANDINGS, "activity_states": ACTIVITIES, "move_labels": MOVES, "decided": DECIDED}
