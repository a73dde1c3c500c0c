"""What if: a fictional applicant before any scheme, version, level and day. Open to everybody; nothing is stored.

A draft of a next version can be tried as well, by those who may see drafts.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

import schemes.queries
from eligibility import permissions
from eligibility.domain.admission import Outcome, read_level
from eligibility.domain.evidence import Evidence
from eligibility.domain.portfolio import as_evidence
from eligibility.forms.what_if import BEGINNINGS, MOST_ROWS, Question, Sheet
from eligibility.queries import evidence as shown
from eligibility.views.blueprint import bp
from eligibility.wording.descriptions import version_title
from kernel import clock
from kernel.dates import local_date
from kernel.verdict import Refusal
from schemes.domain.scheme import Scheme
from schemes.services import drafting
from web.access import actor, public, requires
from web.fields import takes
from web.times import ZONE
from web.wording import say, sentence

SHEET = takes(Question, "read", "add", "remove", beginnings=BEGINNINGS)
"""What a sheet sends: the question, its rows, and the button that was pressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A draft of a scheme's next version, as it reads at this moment."""

    id: UUID
    scheme: Scheme


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
        return render_template("eligibility/what_if.html", sheet=None, draft=None)
    mine = actor().id if "mine" in request.args else None
    evidence = as_evidence(shown.portfolio_of(mine)) if mine else Evidence()
    return _page(Sheet.begun(_question(known), evidence, _schemes(known)))


@bp.post("/what-if/reading")
@public
@SHEET
def try_out() -> ResponseReturnValue:
    """Read the sheet; or give it a line more or less, as the button says."""
    known = _known()
    return _answer(Sheet.posted(_question(known), request.form, _schemes(known)))


@bp.get("/scheme-drafts/<uuid:draft_id>/what-if")
@requires(permissions.try_draft, on=schemes.queries.open_draft_id)
def what_if_draft(draft_id: UUID) -> ResponseReturnValue:
    """An empty sheet before a draft, for those who may see it."""
    draft = Tried(id=draft_id, scheme=drafting.draft_scheme(draft_id))
    return _page(Sheet.begun(_question_about(draft), Evidence(), _schemes(_known())), draft=draft)


@bp.post("/scheme-drafts/<uuid:draft_id>/what-if/reading")
@requires(permissions.try_draft, on=schemes.queries.open_draft_id)
@SHEET
def try_draft_out(draft_id: UUID) -> ResponseReturnValue:
    """Read the sheet by the draft as it is at this moment."""
    draft = Tried(id=draft_id, scheme=drafting.draft_scheme(draft_id))
    return _answer(Sheet.posted(_question_about(draft), request.form, _schemes(_known())), draft)


def _question_about(draft: Tried) -> Question:
    """The question about a draft, first of all on the day from which it would be in force."""
    question = Question()
    question.version.choices = [SelectChoice(str(draft.id), version_title(draft.scheme))]
    if not question.is_submitted():
        question.version.data = str(draft.id)
        question.on.data = max(_today(), draft.scheme.effective_from)
    return question


def _answer(sheet: Sheet, draft: Tried | None = None) -> ResponseReturnValue:
    if "read" not in request.form:
        return _page(sheet, draft=draft)
    if not sheet.validate():
        return _page(sheet, draft=draft), 422
    scheme = draft.scheme if draft else schemes.queries.version(UUID(sheet.question.version.data))
    on: date = sheet.question.on.data
    levels = sheet.question.levels or tuple(sorted(scheme.levels, reverse=True))
    if missing := [level for level in levels if level not in scheme.levels]:
        refusal = Refusal("scheme_without_level", scheme=scheme.title, level=missing[0])
        sheet.question.level.errors = [sentence(refusal)]
        return _page(sheet, draft=draft), 422
    readings = [read_level(scheme, level, sheet.evidence, on) for level in levels]
    return _page(sheet, draft=draft, scheme=scheme, readings=readings, on=on)


def _page(sheet: Sheet, *, draft: Tried | None = None, **reading: object) -> str:
    address = url_for("eligibility.try_draft_out", draft_id=draft.id) if draft else url_for("eligibility.try_out")
    return render_template(
        "eligibility/what_if.html",
        sheet=sheet,
        draft=draft,
        address=address,
        most=MOST_ROWS,
        Outcome=Outcome,
        **reading,
    )
