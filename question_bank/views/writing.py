"""Writing a question on a page, with a preview in both languages; what was typed is never lost by a mistake."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel import clock
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from question_bank import permissions, queries
from question_bank.domain.acceptance import Problem
from question_bank.domain.bank import Bank
from question_bank.domain.difference import changes
from question_bank.domain.editing import LETTERED, cells_from, cells_of, parts_of, read_cells, record_of, rows_of
from question_bank.domain.gaps import against_gaps, gaps
from question_bank.domain.kind import COGNITIVE, KINDS, THEORY, Kind
from question_bank.domain.lifecycle import Move
from question_bank.domain.question import Question, letter
from question_bank.domain.sheet import COLUMNS
from question_bank.forms import Writing, printable
from question_bank.models import BankedItem, Version
from question_bank.services import discussing, reviewing, writing
from question_bank.views.blueprint import bp
from question_bank.views.pictures import shown_by
from question_bank.views.syllabus import syllabus
from question_bank.wording import field_name
from web.access import actor, requires
from web.fields import takes
from web.markdown import fresh_html, fresh_inline_html
from web.wording import sentence

CELLS = tuple(COLUMNS)


def question_only(question_id: UUID) -> BankedItem:
    """A question that pages can write, which a case study is not; raises NotFound."""
    found = queries.question(question_id)
    if found.versions[-1].kind not in THEORY:
        raise NotFound
    return found


@bp.get("/questions/new")
@requires(permissions.write_questions, on=queries.bank)
def new_question(bank: Bank) -> ResponseReturnValue:
    """A blank page for a question of a level and kind (`?level=…&kind=…`); without them it asks for both."""
    known, kind = syllabus(), _kind(request.args.get("kind", ""))
    level = request.args.get("level", "")
    if kind is None or level not in dict(known.level_choices):
        return render_template("question_bank/new_question.html", levels=known.level_choices, kinds=THEORY, names=KINDS)
    return _page({"kind": kind.value}, level, Writing(formdata=None))


@bp.post("/questions")
@requires(permissions.write_questions, on=queries.bank)
@takes(Writing, "level", *CELLS)
def write_question(bank: Bank) -> ResponseReturnValue:
    """Keep a new question as a draft."""
    known, kind, level = syllabus(), _kind(request.form.get("kind", "")), request.form.get("level", "")
    if kind is None or level not in dict(known.level_choices):
        raise NotFound
    form, cells = Writing(), _cells(kind)
    scheme, _sep, number = level.rpartition("/")
    target = known.target(scheme, int(number))
    read = _read(cells, target.functions)
    refused: tuple[Refusal, ...] = ()
    if form.validate() and isinstance(read, Question):
        try:
            version = writing.write_new(read, target, reason=form.reason.data or "", actor=actor(), now=clock.now())
            return _done(version, form)
        except Refused as no:
            refused = no.refusals
    return _page(cells, level, form, problems=_problems(read), refused=refused), 422


@bp.get("/questions/<uuid:question_id>/draft")
@requires(permissions.write_questions, on=question_only)
def edit_question(banked: BankedItem) -> ResponseReturnValue:
    """The latest version, to be changed."""
    latest = banked.versions[-1]
    level = f"{banked.scheme}/{banked.level}"
    return _page(cells_of(latest.as_question), level, Writing(formdata=None, based_on=latest.number), banked=banked)


@bp.post("/questions/<uuid:question_id>/versions")
@requires(permissions.write_questions, on=question_only)
@takes(Writing, "level", *CELLS)
def write_version(banked: BankedItem) -> ResponseReturnValue:
    """Keep what was changed as a new version, a draft."""
    form, latest = Writing(), banked.versions[-1]
    cells = _cells(latest.kind) | {"id": banked.external_id}
    may_lack = bool(gaps(latest.item)) and not form.submit.data
    read = _read(cells, syllabus().target(banked.scheme, banked.level).functions, gaps=may_lack)
    refused: tuple[Refusal, ...] = ()
    based_on = form.based_on.data or 0
    if form.validate() and isinstance(read, Question):
        try:
            version = writing.write_version(
                banked, read, based_on=based_on, reason=form.reason.data or "", actor=actor(), now=clock.now()
            )
            return _done(version, form)
        except Refused as no:
            refused = no.refusals
    theirs = next((each for each in banked.versions if each.number == based_on), None)
    meanwhile = () if theirs is None or theirs is latest else changes(theirs.content, latest.content)
    form.based_on.raw_data = [str(latest.number)]
    level = f"{banked.scheme}/{banked.level}"
    page = _page(cells, level, form, banked=banked, problems=_problems(read), refused=refused, meanwhile=meanwhile)
    return page, 422


@bp.post("/question-previews")
@requires(permissions.write_questions, on=queries.bank)
@takes(Writing, "level", *CELLS)
def preview_question(bank: Bank) -> ResponseReturnValue:
    """What is being written, as a candidate would see it; nothing of it is kept."""
    kind = _kind(request.form.get("kind", ""))
    if kind is None:
        raise NotFound
    return render_template("question_bank/preview.html", **_preview(_cells(kind)))


def _done(version: Version, form: Writing) -> ResponseReturnValue:
    if form.submit.data:
        reviewing.decide(version, Move.SUBMIT, reason="", actor=actor(), now=clock.now())
        flash(_("Saved and submitted for review. Somebody else decides."), "success")
    else:
        flash(_("Saved as a draft. Submit it when it is ready for review."), "success")
    return redirect(url_for("question_bank.question", question_id=version.question_id))


def _page(
    cells: Mapping[str, str],
    level: str,
    form: Writing,
    *,
    banked: BankedItem | None = None,
    problems: Sequence[Problem] = (),
    refused: Sequence[Refusal] = (),
    meanwhile: Sequence[object] = (),
) -> str:
    known, kind = syllabus(), Kind(cells["kind"])
    scheme, _sep, number = level.rpartition("/")
    errors: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        errors[problem.field].append(str(sentence(problem.refusal)))
    return render_template(
        "question_bank/edit.html",
        cells=cells,
        level=level,
        level_name=known.name(scheme, int(number)),
        functions=known.level(scheme, int(number)).functions,
        form=form,
        banked=banked,
        apart=discussing.enemies_among([banked.id]).get(banked.id, ()) if banked else (),
        errors=errors,
        refused=refused,
        meanwhile=meanwhile,
        missing=against_gaps(banked.versions[-1].item) if banked else None,
        parts=[(name, list(rows_of(name, cells))) for name in parts_of(kind)],
        columns=COLUMNS,
        lettered=LETTERED,
        field_name=field_name,
        right=[part.strip() for part in cells.get("answer", "").split(",")],
        kinds=KINDS,
        depths=COGNITIVE,
        **_preview(cells),
    )


def _preview(cells: Mapping[str, str]) -> dict[str, object]:
    return {
        "record": record_of(cells),
        "kind": Kind(cells["kind"]),
        "letter": letter,
        "html": lambda text: shown_by(fresh_html, text),
        "inline": lambda text: shown_by(fresh_inline_html, text),
    }


def _cells(kind: Kind) -> dict[str, str]:
    sent = {name: [printable(text) or "" for text in request.form.getlist(name)] for name in request.form}
    return cells_from(sent, kind)


def _read(
    cells: Mapping[str, str], functions: Collection[str], *, gaps: bool = False
) -> Question | tuple[Problem, ...]:
    read = read_cells(cells, gaps=gaps)
    if isinstance(read, Question) and read.function not in functions and (read.function or not gaps):
        return (Problem("function", Refusal("question_missing", field="function")),)
    return read


def _problems(read: Question | tuple[Problem, ...]) -> tuple[Problem, ...]:
    return () if isinstance(read, Question) else read


def _kind(said: str) -> Kind | None:
    return Kind(said) if said in THEORY else None
