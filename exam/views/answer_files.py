"""Answer files: the staff of a sitting hand in what a candidate's browser could not send; a registrar decides."""

from base64 import b64decode, b64encode
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from exam import permissions
from exam.domain.answer import fold
from exam.forms.sittings import Withdrawal as Reason
from exam.models.answer_files import AnswerFile
from exam.models.attempts import Attempt
from exam.models.sittings import Entry
from exam.queries import answer_files as filed
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.services import answer_files
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes
from web.layout import mark_of

LARGEST = 1_000_000
CHOICES = {"yes": True, "no": False}
"""What the two buttons of a decision say."""


@bp.get("/desk/entries/<uuid:entry_id>/answer-files")
@requires(permissions.watch_sittings, on=entered.entry_row)
def answer_files_of(entry: Entry) -> ResponseReturnValue:
    """The answer files of a candidate in this sitting, and handing one in."""
    return _page(entry)


@bp.post("/desk/entries/<uuid:entry_id>/answer-files/outlook")
@requires(permissions.watch_sittings, on=entered.entry_row)
@takes("file")
def look_at_answer_file(entry: Entry) -> ResponseReturnValue:
    """What would become of a file; nothing is kept of it yet."""
    sent = request.files.get("file")
    content = sent.read(LARGEST) if sent else b""
    try:
        outlook = answer_files.look(_attempt(entry), content, now=clock.now())
    except Refused as refused:
        return _page(entry, refusals=refused.refusals), 409
    return _page(entry, outlook=outlook, content=b64encode(content).decode())


@bp.post("/desk/entries/<uuid:entry_id>/answer-files")
@requires(permissions.watch_sittings, on=entered.entry_row)
@takes("content")
def take_answer_file(entry: Entry) -> ResponseReturnValue:
    """Hand it in."""
    try:
        content = b64decode(request.form.get("content", "")[: 2 * LARGEST])
    except ValueError:
        content = b""
    try:
        answer_files.take(_attempt(entry), content, actor=actor(), now=clock.now())
    except Refused as refused:
        return _page(entry, refusals=refused.refusals), 409
    flash(_("The answer file is handed in."))
    return redirect(url_for("exam.answer_files_of", entry_id=entry.id))


@bp.post("/answer-files/<uuid:file_id>/decision")
@requires(permissions.decide_on_late_answers, on=filed.file_row)
@takes(Reason, "counts")
def decide_on_answer_file(file: AnswerFile) -> ResponseReturnValue:
    """Let answers that came late count, or not."""
    form, entry = Reason(), entered.entry_row(file.attempt.entry_id)
    choice = request.form.get("counts")
    if not form.validate() or choice not in CHOICES:
        return _page(entry, decision=form), 422
    try:
        answer_files.decide(file, counts=CHOICES[choice], reason=form.reason.data, actor=actor(), now=clock.now())
    except Refused as refused:
        return _page(entry, refusals=refused.refusals), 409
    flash(_("The decision is recorded."))
    return redirect(url_for("exam.answer_files_of", entry_id=entry.id))


def left_behind(attempt: Attempt) -> Mapping[str, object]:
    """What the receipt's script needs to know to save what a browser still keeps of the paper, while that is taken."""
    now = clock.now()
    until = answer_files.is_taken_until(attempt, now)
    is_taken = until is None or now <= until
    return {
        "attempt": str(attempt.id),
        "number": attempt.number,
        "owner": mark_of(attempt.candidate_id),
        "file_key": answer_files.public_key(attempt.sitting_id) if is_taken else None,
        "file_secret": answer_files.secret_of(attempt.id) if is_taken else None,
        "stored": fold(sat.saved_answers(attempt.id)),
        "received": sorted(filed.filed_entries(attempt.id)),
    }


def _attempt(entry: Entry) -> Attempt:
    found = sat.find_attempt(entry.id)
    if found is None:
        raise NotFound
    return found


def _page(
    entry: Entry,
    *,
    outlook: answer_files.Outlook | None = None,
    content: str = "",
    decision: Reason | None = None,
    refusals: tuple[Refusal, ...] = (),
) -> str:
    attempt = sat.find_attempt(entry.id)
    files = filed.files_for(attempt.id) if attempt else []
    people = [entry.candidate_id, *(each.received_by for each in files if each.received_by)]
    people += [each.decision.decided_by for each in files if each.decision and each.decision.decided_by]
    return render_template(
        "exam/answer_files.html",
        entry=entry,
        attempt=attempt,
        files=files,
        people=accounts.queries.people(people),
        name=names_of([entry.sitting.facts])[entry.sitting_id],
        may_decide=permissions.decide_on_late_answers.holds(actor(), None),
        outlook=outlook,
        until=answer_files.is_taken_until(attempt, clock.now()) if attempt else None,
        content=content,
        form=decision or Reason(),
        refusals=refusals,
    )
