"""What if: a fictional applicant before any scheme, version, level and day. Open to everybody; nothing is stored."""

from datetime import date
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

import schemes.queries
from eligibility.domain.admission import Outcome, read_level
from eligibility.domain.evidence import Evidence
from eligibility.domain.portfolio import as_evidence
from eligibility.forms.what_if import MOST_ROWS, Question, Sheet
from eligibility.queries import evidence as shown
from eligibility.views.blueprint import bp
from eligibility.wording.descriptions import version_title
from kernel import clock
from kernel.dates import local_date
from kernel.verdict import Refusal
from schemes.domain.scheme import Scheme
from web.access import actor, public
from web.times import ZONE
from web.wording import say, sentence


def _today() -> date:
    return local_date(clock.now(), ZONE)


def _question(known: list[Scheme]) -> Question:
    """The question, with the scheme, version and level that the address names, else those in force today."""
    question = Question()
    question.version.choices = [SelectChoice(str(each.version_id), version_title(each)) for each in known]
    if not question.is_submitted():
        wished = request.args.get("scheme", "")
        code = wished if any(each.code == wished for each in known) else None
        current = schemes.queries.current(code, _today()) if code else schemes.queries.first_listed(_today())
        question.version.data = request.args.get("version") or str(current.version_id)
        question.level.data = request.args.get("level", "")
        question.on.data = _today()
    return question


def _known() -> list[Scheme]:
    """Every version of every scheme, as the schemes are listed, the newest first."""
    return [
        version for each in schemes.queries.all_current(_today()) for version in schemes.queries.versions(each.code)
    ]


def _schemes(known: list[Scheme]) -> list[SelectChoice]:
    return [SelectChoice(code, title) for code, title in {each.code: say(each.title) for each in known}.items()]


@bp.get("/what-if")
@public
def what_if() -> ResponseReturnValue:
    """An empty sheet, or for whoever wishes and has signed in, one with their own evidence to change."""
    known = _known()
    if not known:
        return render_template("eligibility/what_if.html", sheet=None)
    mine = actor().id if "mine" in request.args else None
    evidence = as_evidence(shown.portfolio_of(mine)) if mine else Evidence()
    return _page(Sheet.begun(_question(known), evidence, _schemes(known)))


@bp.post("/what-if/reading")
@public
def try_out() -> ResponseReturnValue:
    """Read the sheet; or give it a line more or less, as the button says."""
    known = _known()
    sheet = Sheet.posted(_question(known), request.form, _schemes(known))
    if "read" not in request.form:
        return _page(sheet)
    if not sheet.validate():
        return _page(sheet), 422
    scheme = schemes.queries.version(UUID(sheet.question.version.data))
    on: date = sheet.question.on.data
    levels = sheet.question.levels or tuple(sorted(scheme.levels, reverse=True))
    if missing := [level for level in levels if level not in scheme.levels]:
        refusal = Refusal("scheme_without_level", scheme=scheme.title, level=missing[0])
        sheet.question.level.errors = [sentence(refusal)]
        return _page(sheet), 422
    readings = [read_level(scheme, level, sheet.evidence, on) for level in levels]
    return _page(sheet, scheme=scheme, readings=readings, on=on)


def _page(sheet: Sheet, **reading: object) -> str:
    return render_template("eligibility/what_if.html", sheet=sheet, most=MOST_ROWS, Outcome=Outcome, **reading)
