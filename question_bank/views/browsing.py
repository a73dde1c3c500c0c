"""Looking at the bank as a whole: how deep it is, and what an editor would ask about."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from kernel import clock
from question_bank import permissions, queries
from question_bank.domain.bank import Bank
from question_bank.domain.kind import COGNITIVE, KINDS, THEORY
from question_bank.domain.lifecycle import State
from question_bank.domain.quality import coverage, findings
from question_bank.forms import level_value
from question_bank.services import reviewing
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import syllabus
from web.access import actor, requires


@bp.post("/question-drafts/submission")
@requires(permissions.write_questions, on=queries.bank)
def submit_drafts(bank: Bank) -> ResponseReturnValue:
    """Submit all one's own drafts for review."""
    submitted, left = reviewing.submit_drafts_of(actor(), now=clock.now())
    flash(ngettext("%(num)d draft was submitted for review.", "%(num)d drafts were submitted for review.", submitted))
    if left:
        said = ngettext(
            "%(num)d draft still has gaps and stays with you.",
            "%(num)d drafts still have gaps and stay with you.",
            left,
        )
        flash(said, "warning")
    return redirect(url_for("question_bank.questions", state=State.REVIEW if submitted else State.DRAFT))


@bp.get("/questions/coverage")
@requires(permissions.see_bank, on=queries.bank)
def blueprint_coverage(bank: Bank) -> ResponseReturnValue:
    """How deep the bank is in each cell of the blueprints."""
    known = syllabus()
    tables = []
    for scheme, level in known.levels:
        if level.blueprint is not None:
            cells = coverage(queries.usable_cells(scheme.code, level.number), level.blueprint.cells)
            kinds = [kind for kind in THEORY if any(cell.kind is kind and cell.at_most for cell in cells)]
            tables.append(
                {
                    "title": known.name(scheme.code, level.number),
                    "level": level_value(scheme.code, level.number),
                    "kinds": kinds,
                    "functions": [
                        (function, [cell for cell in cells if cell.function == function.code])
                        for function in level.functions
                    ],
                    "cells": cells,
                }
            )
    return render_template("question_bank/coverage.html", tables=tables, kinds=KINDS, depths=COGNITIVE)


@bp.get("/questions/findings")
@requires(permissions.see_bank, on=queries.bank)
def editors_findings(bank: Bank) -> ResponseReturnValue:
    """What a careful editor would ask about the questions of each level."""
    known = syllabus()
    tables = [
        (known.name(scheme.code, level.number), findings(queries.approved_questions(scheme.code, level.number)))
        for scheme, level in known.levels
        if level.blueprint is not None
    ]
    return render_template("question_bank/findings.html", tables=tables)
