"""Receipts: the candidate's page and document after handing in, and the counter where anybody checks one."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exam import permissions
from exam.domain.attempt import OPEN
from exam.domain.receipt import receipt_of
from exam.forms.candidate import ReceiptCode, ReceiptFile
from exam.models.attempts import Attempt
from exam.queries import answer_files as filed
from exam.queries import attempts as sat
from exam.services import receipts
from exam.services.receipts import Checked
from exam.views.answer_files import left_behind
from exam.views.blueprint import bp
from exam.views.naming import names_of
from exam.wording import PARTS
from kernel import clock
from web.access import actor, public, requires
from web.fields import takes
from web.security import limiter


def _limit() -> str:
    return str(current_app.config["PUBLIC_LIMIT"])


counted = limiter.shared_limit(_limit, scope="receipts")
"""Both ways of asking share one limit for each source."""


@bp.get("/attempts/<uuid:attempt_id>/receipt")
@requires(permissions.sit_attempt, on=sat.attempt_row)
def receipt(attempt: Attempt) -> ResponseReturnValue:
    """What was handed in, when, and what happens next."""
    work = filed.work_as_handed_in(attempt.id, clock.now())
    if work.state in OPEN:
        return redirect(url_for("exam.attempt", attempt_id=attempt.id))
    sitting = attempt.sitting.facts
    return render_template(
        "exam/receipt.html",
        work=work,
        receipt=receipt_of(work),
        name=names_of([sitting])[sitting.id],
        sitting=sitting,
        final_at=attempt.timing.last_arrival,
        left_behind=left_behind(attempt),
    )


@bp.get("/attempts/<uuid:attempt_id>/receipt.pdf")
@requires(permissions.sit_attempt, on=sat.attempt_row)
def receipt_file(attempt: Attempt) -> ResponseReturnValue:
    """The same as a document with the platform's signature."""
    pdf = receipts.signed_receipt(filed.work_as_handed_in(attempt.id, clock.now()))
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"receipt-{attempt.number}.pdf")
    return response


@bp.get("/receipts")
@public
def receipt_counter() -> ResponseReturnValue:
    """Where one begins who holds a receipt."""
    return _counter()


@bp.get("/receipts/check")
@public
@counted
def check_receipt() -> ResponseReturnValue:
    """Whether a number and its check code agree with the record."""
    form = ReceiptCode(request.args)
    if not form.validate():
        return _counter(code=form), 422
    return _result(receipts.check_code(form.number.data, form.code.data, now=clock.now()))


@bp.post("/receipts/files")
@public
@counted
@takes(ReceiptFile)
def check_receipt_file() -> ResponseReturnValue:
    """Whether a file is a receipt of ours and agrees with the record; it is not kept."""
    form = ReceiptFile()
    if not form.validate():
        return _counter(file=form), 422
    return _result(receipts.check_file(form.document.data.read(), now=clock.now()))


def _counter(code: ReceiptCode | None = None, file: ReceiptFile | None = None) -> str:
    return render_template(
        "exam/receipt_counter.html",
        code=code or ReceiptCode(formdata=None),
        file=file or ReceiptFile(formdata=None),
        form=code if code is not None else file,
    )


def _result(checked: Checked) -> str:
    """What differs is for its owner and the registrar; anybody else hears that it does not agree."""
    may_compare = checked.attempt is not None and permissions.compare_receipt.holds(actor(), checked.attempt)
    differs = [PARTS[part] for part in checked.differs] if may_compare else []
    return render_template("exam/receipt_checked.html", checked=checked, differs=differs, asked_at=clock.now())
