"""Importing a file by the web page: first a look at what would happen, then the good questions come in as drafts."""

from dataclasses import asdict, replace
from io import BytesIO
from pathlib import PurePath

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kernel import clock
from kernel.errors import BadInput
from kernel.words import Words
from question_bank import permissions, queries
from question_bank.domain.bank import Bank
from question_bank.domain.kind import COGNITIVE, KINDS, Cognitive
from question_bank.domain.outlook import spoken_again
from question_bank.forms import Upload, printable
from question_bank.models import Import
from question_bank.services import exporting, receiving
from question_bank.services.formats.choice import LARGEST, MEGABYTE, SUFFIXES, Format, format_of
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import syllabus
from storage.transaction import let_go
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence

LARGEST_UPLOAD = (max(LARGEST.values()) + 1) * MEGABYTE
"""A file, and the few words beside it."""


@bp.get("/question-imports/new")
@requires(permissions.import_questions, on=queries.bank)
def new_import(bank: Bank) -> ResponseReturnValue:
    """Choose a file."""
    return _upload_page(_upload_form())


@bp.post("/question-imports")
@requires(permissions.import_questions, on=queries.bank)
@takes(Upload, largest=LARGEST_UPLOAD)
def upload(bank: Bank) -> ResponseReturnValue:
    """Look at the file and keep it; nothing comes into the bank yet."""
    form = _upload_form()
    if not form.validate():
        return _upload_page(form), 422
    name = PurePath(printable(form.file.data.filename) or "").name
    data = form.file.data.read()
    sender, now = actor(), clock.now()
    target = replace(
        syllabus().target(*form.target),
        function=form.function.data,
        cognitive=Cognitive(form.cognitive.data),
        difficulty=float(form.difficulty.data),
    )
    let_go()
    try:
        chosen = format_of(name, data)
        import_id = receiving.receive(name, data, target, chosen, reason=form.reason.data or "", actor=sender, now=now)
    except BadInput as bad:
        where = f" ({bad.where})" if bad.where else ""
        form.file.errors = [f"{sentence(bad.refusal)}{where}"]
        return _upload_page(form), 422
    return redirect(url_for("question_bank.preview", import_id=import_id))


@bp.get("/question-imports/<uuid:import_id>")
@requires(permissions.take_upload, on=queries.uploaded)
def preview(kept: Import) -> ResponseReturnValue:
    """What taking the file would do: what is new, changed, the same, and what cannot be taken and why."""
    outlook = kept.outlook or {}
    fault = outlook.get("fault")
    return render_template(
        "question_bank/import.html",
        kept=kept,
        outlook=None if fault else kept.outlook,
        fault=spoken_again(fault) if fault else None,
        where=outlook.get("where"),
        rows=[{**each, "text": Words(**each["text"])} for each in outlook.get("rows", ())],
        skipped=[(each["where"], each["id"], spoken_again(each["refusal"])) for each in outlook.get("skipped", ())],
        progress=receiving.progress(kept),
        syllabus=syllabus(),
        kinds=KINDS,
        depths=COGNITIVE,
    )


@bp.get("/question-imports/<uuid:import_id>/progress")
@requires(permissions.take_upload, on=queries.uploaded)
def import_progress(kept: Import) -> ResponseReturnValue:
    """How far a large file is, for the page that waits for it."""
    return asdict(receiving.progress(kept))


@bp.post("/question-imports/<uuid:import_id>/taking")
@requires(permissions.take_upload, on=queries.uploaded)
def take(kept: Import) -> ResponseReturnValue:
    """Take the good questions as drafts; of a large file a job does."""
    taken = receiving.take(kept, actor=actor(), now=clock.now())
    if taken is None:
        flash(_("The questions are being imported. This page shows how far that is."), "info")
        return redirect(url_for("question_bank.preview", import_id=kept.id))
    if taken:
        said = ngettext(
            "%(num)d question was imported as a draft. Submit it for review by somebody else.",
            "%(num)d questions were imported as drafts. Submit them for review by somebody else.",
            taken,
        )
        flash(said, "success")
    else:
        flash(_("There was nothing left to import."), "info")
    return redirect(url_for("question_bank.questions", state="draft" if taken else None))


@bp.get("/question-imports/template")
@requires(permissions.import_questions, on=queries.bank)
def template(bank: Bank) -> ResponseReturnValue:
    """An empty workbook with the right columns and drop-downs."""
    functions = [code for code, _title in syllabus().function_choices]
    data = exporting.template(functions)
    kind = exporting.MIME_TYPES[Format.XLSX]
    return send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name="questions.xlsx")


def _upload_form() -> Upload:
    known = syllabus()
    form = Upload()
    form.offer(known.level_choices, known.function_choices)
    return form


def _upload_page(form: Upload) -> str:
    return render_template("question_bank/new_import.html", form=form, suffixes=SUFFIXES)
