"""The public counter: anybody checks a certificate by its number, its printed code, or the file itself."""

from asn1crypto import pem
from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates import queries
from certificates.domain.standing import Standing
from certificates.forms import Lookup, Upload
from certificates.models import Certificate
from certificates.services.verifying import verify
from certificates.views.blueprint import bp
from certificates.wording import FINDINGS, MISTYPED, NOT_AUTHENTIC, NOT_FOUND, STANDINGS, Label
from documents.issuer import issuer
from kernel import clock
from kernel.errors import BadInput, NotFound
from web.access import public
from web.calls import PAGE, call
from web.fields import takes
from web.security import limiter
from web.wording import sentence

LONGEST_TOKEN = 43


def _limit() -> str:
    return str(current_app.config["PUBLIC_LIMIT"])


counted = limiter.shared_limit(_limit, scope="verification")
"""All ways of asking share one limit for each source, so that nobody tries numbers by the thousand."""


@bp.get("/verify")
@public
@call(media=PAGE)
def counter() -> ResponseReturnValue:
    """Where a stranger begins."""
    return _counter()


@bp.get("/verify/search")
@public
@counted
@call(media=PAGE, asks=Lookup, status=302, also=(404, 422), refuses=(429,))
def search() -> ResponseReturnValue:
    """Lead to the certificate with the number that was typed."""
    form = Lookup(request.args)
    if not form.validate():
        return _counter(lookup=form), 422
    try:
        row = queries.by_number(form.number.data)
    except BadInput as slip:
        form.number.errors = [sentence(slip.refusal)]
        return _counter(lookup=form), 422
    except NotFound:
        return _result(NOT_FOUND), 404
    return redirect(url_for("certificates.verified_number", number=row.number))


@bp.get("/verify/<number>")
@public
@counted
@call(media=PAGE, also=(404,), refuses=(429,))
def verified_number(number: str) -> ResponseReturnValue:
    """What the register says about a number."""
    try:
        return _standing(queries.by_number(number))
    except BadInput:
        return _result(MISTYPED), 404
    except NotFound:
        return _result(NOT_FOUND), 404


@bp.get("/verify/t/<token>")
@public
@counted
@call(media=PAGE, also=(404,), refuses=(429,))
def verified_code(token: str) -> ResponseReturnValue:
    """What the register says about the certificate with this printed code."""
    try:
        return _standing(queries.by_token(token[:LONGEST_TOKEN]))
    except NotFound:
        return _result(NOT_FOUND), 404


@bp.post("/verify/files")
@public
@counted
@takes(Upload)
@call(media=PAGE, also=(422,), refuses=(413, 429))
def verified_file() -> ResponseReturnValue:
    """Whether a file is authentic, and what the register says about it; the file is not kept."""
    form = Upload()
    if not form.validate():
        return _counter(upload=form), 422
    found = verify(form.document.data.read())
    finding = FINDINGS[found.examination.finding]
    if found.authentic and found.certificate is not None:
        return _standing(found.certificate, finding=finding)
    return _result(NOT_AUTHENTIC, finding=finding, claimed=found.certificate)


@bp.get("/verify/issuer.pem")
@public
@call(media="application/x-pem-file")
def issuer_certificate() -> ResponseReturnValue:
    """The issuer's own certificate, for checking a signature with other programs."""
    return Response(pem.armor("CERTIFICATE", issuer.seal.certificate.dump()), mimetype="application/x-pem-file")


def _counter(lookup: Lookup | None = None, upload: Upload | None = None) -> str:
    form = lookup if lookup is not None else upload
    return render_template(
        "certificates/counter.html",
        lookup=lookup or Lookup(formdata=None),
        upload=upload or Upload(formdata=None),
        form=form,
        fingerprint=issuer.seal.certificate.sha256_fingerprint,
    )


def _standing(row: Certificate, finding: object = None) -> str:
    return _result(STANDINGS[row.facts.standing(clock.now())], row=row, finding=finding)


def _result(
    label: Label, row: Certificate | None = None, finding: object = None, claimed: Certificate | None = None
) -> str:
    return render_template(
        "certificates/result.html",
        label=label,
        facts=row.facts if row else None,
        finding=finding,
        claimed=claimed.facts if claimed else None,
        claimed_label=STANDINGS[claimed.facts.standing(clock.now())] if claimed else None,
        valid=label is STANDINGS[Standing.VALID],
        asked_at=clock.now(),
    )
