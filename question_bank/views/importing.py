"""Importing a file by the web page: first a look at what would happen, then the good questions come in as drafts."""

from dataclasses import replace
from io import BytesIO
from pathlib import PurePath

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kernel import clock
from kernel.errors import BadInput
from question_bank import permissions, queries
from question_bank.domain.bank import Bank
from question_bank.domain.kind import COGNITIVE, KINDS, Cognitive
from question_bank.forms import Upload, printable
from question_bank.models import Import
from question_bank.services import exporting, importing
from question_bank.services.formats.choice import Format, format_of
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import syllabus
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


@bp.get("/question-imports/new")
@requires(permissions.import_questions, on=queries.bank)
def new_import(bank: Bank) -> ResponseReturnValue:
    """Choose a file."""
    return _upload_page(_upload_form())


@bp.post("/question-imports")
@requires(permissions.import_questions, on=queries.bank)
@takes(Upload)
def upload(bank: Bank) -> ResponseReturnValue:
    """Look at the file and keep it; nothing comes into the bank yet."""
    form = _upload_form()
    if not form.validate():
        return _upload_page(form), 422
    name = PurePath(printable(form.file.data.filename) or "").name
    data = form.file.data.read()
    target = replace(
        syllabus().target(*form.target),
        function=form.function.data,
        cognitive=Cognitive(form.cognitive.data),
        difficulty=float(form.difficulty.data),
    )
    try:
        chosen = format_of(name, data)
        importing.plan(name, data, target, chosen)
    except BadInput as bad:
        where = f" ({bad.where})" if bad.where else ""
        form.file.errors = [f"{sentence(bad.refusal)}{where}"]
        return _upload_page(form), 422
    import_id = importing.keep_upload(
        name, data, target, chosen, reason=form.reason.data, actor=actor(), now=clock.now()
    )
    return redirect(url_for("question_bank.preview", import_id=import_id))


@bp.get("/question-imports/<uuid:import_id>")
@requires(permissions.take_upload, on=queries.uploaded)
def preview(kept: Import) -> ResponseReturnValue:
    """What taking the file would do: what is new, changed, the same, and what cannot be taken and why."""
    known = syllabus()
    plan = importing.plan_of_upload(kept, known.target_of(kept))
    return render_template(
        "question_bank/import.html",
        kept=kept,
        plan=plan,
        changes=importing.Change,
        syllabus=known,
        kinds=KINDS,
        depths=COGNITIVE,
    )


@bp.post("/question-imports/<uuid:import_id>/taking")
@requires(permissions.take_upload, on=queries.uploaded)
def take(kept: Import) -> ResponseReturnValue:
    """Take the good questions as drafts."""
    taken = importing.take_upload(kept, syllabus().target_of(kept), actor=actor(), now=clock.now())
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
    return render_template("question_bank/new_import.html", form=form)
