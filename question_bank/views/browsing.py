"""Looking at the bank: the list, one question with its versions, and what the blueprint still lacks."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.queries import people
from kernel import clock
from question_bank import permissions, queries
from question_bank.domain.bank import Bank
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.kind import COGNITIVE, KINDS
from question_bank.domain.lifecycle import VERSION, State
from question_bank.domain.quality import coverage, findings
from question_bank.domain.question import Choice, Question, correct, key, letter, options
from question_bank.forms import Decision, Search
from question_bank.models import BankedItem, Version
from question_bank.services import exporting, reviewing
from question_bank.services.formats.choice import Format
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import syllabus
from question_bank.wording import DONE, MOVES, STATES, TONES
from web.access import actor, requires
from web.fields import takes
from web.markdown import html, inline_html
from web.pagination import page_of

NAMES = {"kinds": KINDS, "depths": COGNITIVE, "states": STATES, "tones": TONES, "moves": MOVES, "done": DONE}


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
        **NAMES,
    )


@bp.get("/questions/<uuid:question_id>")
@requires(permissions.see_bank, on=queries.question)
def question(banked: BankedItem) -> ResponseReturnValue:
    """One question as the candidate sees it, its key and rationale, and all its versions."""
    return _question_page(banked, Decision())


@bp.post("/question-versions/<uuid:version_id>/moves")
@requires(permissions.review_questions, on=queries.version)
@takes(Decision)
def move(version: Version) -> ResponseReturnValue:
    """Submit, send back, approve or retire a version."""
    form = Decision()
    if not form.validate():
        return _question_page(queries.question(version.question_id), form), 422
    reviewing.decide(version, form.wish, reason=form.reason.data or "", actor=actor(), now=clock.now())
    flash(_("%(id)s, version %(number)s: %(done)s.", id=version.question.external_id, number=version.number,
            done=DONE[form.wish]), "success")  # fmt: skip
    return redirect(url_for("question_bank.question", question_id=version.question_id))


@bp.post("/question-drafts/submission")
@requires(permissions.review_questions, on=queries.bank)
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
@requires(permissions.see_bank, on=exporting.format_named)
def export(chosen: Format) -> ResponseReturnValue:
    """The questions that the reader looks for, as a file."""
    known = syllabus()
    search = Search(request.args)
    search.offer(known.level_choices, known.function_choices)
    first = known.first
    scheme, level = search.wanted.scheme or first[0].code, search.wanted.level or first[1].number
    items = queries.latest_items(search.wanted.at(scheme, level))
    functions = [each.code for each in known.level(scheme, level).functions]
    data = exporting.export(items, chosen, scheme=scheme, level=level, functions=functions)
    name = f"questions-{scheme}-{level}.{chosen}"
    return send_file(BytesIO(data), mimetype=exporting.MIME_TYPES[chosen], as_attachment=True, download_name=name)


def _question_page(banked: BankedItem, form: Decision) -> str:
    asked = request.args.get("version", type=int)
    versions = sorted(banked.versions, key=lambda each: each.number, reverse=True)
    shown = next((each for each in versions if each.number == asked), versions[0])
    earlier = next((each for each in versions if each.number < shown.number), None)
    involved = {each.author_id for each in versions} | {step.actor_id for each in versions for step in each.steps}
    item = shown.item
    return render_template(
        "question_bank/case_study.html" if isinstance(item, CaseStudy) else "question_bank/question.html",
        banked=banked,
        versions=versions,
        shown=shown,
        earlier=earlier,
        item=item,
        before=earlier.item if earlier else None,
        options=() if isinstance(item, CaseStudy) else options(item.content),
        correct=correct(item.content) if isinstance(item, Question) and isinstance(item.content, Choice) else (),
        letter=letter,
        key_changed=isinstance(item, Question) and earlier is not None and key(item) != key(earlier.as_question),
        html=html,
        inline_html=inline_html,
        people=people({each for each in involved if each is not None}),
        possible=[each for each in MOVES if VERSION.allows(shown.state, each)],
        own=shown.author_id is not None and shown.author_id == actor().id,
        form=form,
        syllabus=syllabus(),
        **NAMES,
    )
