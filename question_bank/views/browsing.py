"""Looking at the bank: the list, and what the blueprint still lacks."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from kernel import clock
from question_bank import permissions, queries
from question_bank.domain.bank import Bank
from question_bank.domain.kind import COGNITIVE, KINDS
from question_bank.domain.lifecycle import State
from question_bank.domain.quality import coverage, findings
from question_bank.forms import Search
from question_bank.services import exporting, reviewing
from question_bank.services.formats.choice import Format
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import syllabus
from question_bank.wording import STATES, TONES
from web.access import actor, requires
from web.pagination import page_of

NAMES = {"kinds": KINDS, "depths": COGNITIVE, "states": STATES, "tones": TONES}


@bp.get("/questions")
@requires(permissions.see_bank, on=queries.bank)
def questions(bank: Bank) -> ResponseReturnValue:
    """All questions and case studies, narrowed by what the reader looks for."""
    known = syllabus()
    search = Search(request.args)
    search.offer(known.level_choices, known.function_choices)
    page = page_of(queries.latest_versions(search.wanted))
    return render_template(
        "question_bank/questions.html",
        page=page,
        bank=bank,
        form=search,
        syllabus=known,
        own_drafts=queries.drafts_of(actor().id),
        may_export=permissions.export_questions.holds(actor(), bank),
        **NAMES,
    )


@bp.post("/question-drafts/submission")
@requires(permissions.write_questions, on=queries.bank)
def submit_drafts(bank: Bank) -> ResponseReturnValue:
    """Submit all one's own drafts for review."""
    submitted = reviewing.submit_drafts_of(actor(), now=clock.now())
    flash(ngettext("%(num)d draft was submitted for review.", "%(num)d drafts were submitted for review.", submitted))
    return redirect(url_for("question_bank.questions", state=State.REVIEW))


@bp.get("/questions/coverage")
@requires(permissions.see_bank, on=queries.bank)
def blueprint_coverage(bank: Bank) -> ResponseReturnValue:
    """What each cell of the blueprints takes and has, and what an editor would ask about."""
    known = syllabus()
    tables = [
        {
            "title": known.name(scheme.code, level.number),
            "functions": [(each, [cell for cell in covered if cell.function == each.code]) for each in level.functions],
            "cells": covered,
            "findings": findings(queries.approved_questions(scheme.code, level.number)),
        }
        for scheme, level in known.levels
        if level.blueprint is not None
        for covered in [coverage(queries.pool(scheme.code, level.number), level.blueprint.cells)]
    ]
    return render_template("question_bank/coverage.html", tables=tables, bank=bank, **NAMES)


@bp.get("/questions/export/<any(yaml, xlsx):chosen>")
@requires(permissions.export_questions, on=exporting.format_named)
def export(chosen: Format) -> ResponseReturnValue:
    """The questions that the reader looks for, as a file."""
    known = syllabus()
    search = Search(request.args)
    search.offer(known.level_choices, known.function_choices)
    first = known.first
    scheme, level = search.wanted.scheme or first[0].code, search.wanted.level or first[1].number
    items = queries.latest_items(search.wanted.at(scheme, level))
    functions = [each.code for each in known.level(scheme, level).functions]
    enemies = queries.enemies_by_number(scheme, level)
    data = exporting.export(items, chosen, scheme=scheme, level=level, functions=functions, enemies=enemies)
    name = f"questions-{scheme}-{level}.{chosen}"
    return send_file(BytesIO(data), mimetype=exporting.MIME_TYPES[chosen], as_attachment=True, download_name=name)
