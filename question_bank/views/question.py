"""One question: as the candidate sees it, its versions, what is decided about them and what is said beside it."""

from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.queries import people
from kernel import clock
from kernel.dates import local_date
from question_bank import permissions, queries
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.difference import changes
from question_bank.domain.enmity import enemies
from question_bank.domain.gaps import against_gaps, gaps
from question_bank.domain.kind import COGNITIVE, KINDS
from question_bank.domain.lifecycle import BY_ITSELF, REVIEWS, VERSION, Move, State
from question_bank.domain.question import Choice, Question, correct, letter, options
from question_bank.forms import Decision, Enemy, Remark
from question_bank.models import BankedItem, Version
from question_bank.services import discussing, reviewing
from question_bank.services import reports as reported
from question_bank.views.blueprint import bp
from question_bank.views.pictures import shown_by
from question_bank.views.syllabus import syllabus
from question_bank.wording import DONE, FLAGS, MOVES, SOURCES, STATES, TONES, field_name
from web.access import actor, requires
from web.fields import takes
from web.markdown import html, inline_html
from web.times import ZONE

NAMES = {
    "kinds": KINDS,
    "depths": COGNITIVE,
    "states": STATES,
    "tones": TONES,
    "moves": MOVES,
    "done": DONE,
    "flags": FLAGS,
}


@dataclass(frozen=True, slots=True)
class Forms:
    """What can be filled in on the page of a question; a rejected one comes back with what was written."""

    decision: Decision = field(default_factory=lambda: Decision(formdata=None))
    remark: Remark = field(default_factory=lambda: Remark(formdata=None))
    enemy: Enemy = field(default_factory=lambda: Enemy(formdata=None))

    @property
    def rejected(self) -> Decision | Remark | Enemy:
        """The one with errors, if any."""
        return next((form for form in (self.remark, self.enemy) if form.errors), self.decision)


@bp.get("/questions/<uuid:question_id>")
@requires(permissions.see_bank, on=queries.question)
def question(banked: BankedItem) -> ResponseReturnValue:
    """One question as the candidate sees it, its key and rationale, and all its versions."""
    return question_page(banked, Forms())


@bp.post("/question-versions/<uuid:version_id>/moves")
@requires(permissions.write_questions, on=queries.version)
@takes(Decision)
def move(version: Version) -> ResponseReturnValue:
    """Submit, send back, approve, confirm or retire a version."""
    form = Decision()
    if not form.validate():
        return question_page(queries.question(version.question_id), Forms(decision=form)), 422
    reviewing.decide(version, form.wish, reason=form.reason.data or "", actor=actor(), now=clock.now())
    flash(_("%(id)s, version %(number)s: %(done)s.", id=version.question.external_id, number=version.number,
            done=DONE[form.wish]), "success")  # fmt: skip
    return redirect(url_for("question_bank.question", question_id=version.question_id))


def question_page(banked: BankedItem, forms: Forms) -> str:
    """The page of a question, with the version that the address asks for (`?version=2`), else the latest."""
    asked = request.args.get("version", type=int)
    versions = sorted(banked.versions, key=lambda each: each.number, reverse=True)
    shown = next((each for each in versions if each.number == asked), versions[0])
    against = request.args.get("against", type=int)
    earlier = next((each for each in versions if each.number == against), None) or next(
        (each for each in versions if each.number < shown.number), None
    )
    comments, enmities = discussing.comments_on(banked.id), discussing.enmities_of(banked.id)
    reports = reported.reports_on(banked.id)
    involved = {each.author_id for each in versions} | {step.actor_id for each in versions for step in each.steps}
    involved |= {each.author_id for each in comments} | {each.actor_id for each in enmities}
    involved |= {each.answer.actor_id for each in reports if each.answer}
    others = queries.questions_by_id({each for fact in enmities for each in fact.pair} - {banked.id})
    foes = enemies(enmities).get(banked.id, frozenset())
    item, told = shown.item, sorted(shown.figures, key=lambda each: each.analysis.at, reverse=True)
    return render_template(
        "question_bank/case_study.html" if isinstance(item, CaseStudy) else "question_bank/question.html",
        banked=banked,
        versions=versions,
        shown=shown,
        earlier=earlier,
        changes=changes(earlier.content, shown.content) if earlier else (),
        field_name=field_name,
        item=item,
        options=() if isinstance(item, CaseStudy) else options(item.content),
        correct=correct(item.content) if isinstance(item, Question) and isinstance(item.content, Choice) else (),
        letter=letter,
        may_write=isinstance(item, Question) and permissions.write_questions.holds(actor(), banked),
        html=lambda text: shown_by(html, text),
        inline_html=lambda text: shown_by(inline_html, text),
        people=people({each for each in involved if each is not None}),
        possible=[each for each in MOVES if _is_offered(shown, each)],
        missing=against_gaps(item) if shown.state is State.DRAFT else None,
        own=shown.author_id is not None and shown.author_id == actor().id,
        is_due=shown.is_due(clock.now()),
        is_flagged=any(row.content["flags"] and row.analysis.at == shown.review_due_at for row in told),
        told=told,
        review_on=local_date(shown.review_due_at, ZONE) if shown.review_due_at else None,
        comments=comments,
        reports=reports,
        sources=SOURCES,
        numbers={each.id: each.number for each in versions},
        enmities=enmities,
        apart=sorted((others[each] for each in foes), key=lambda each: each.external_id),
        others=others,
        forms=forms,
        syllabus=syllabus(),
        **NAMES,
    )


def _is_offered(version: Version, wish: Move) -> bool:
    """Whether the reader may make this move with the version now."""
    own = version.author_id is not None and version.author_id == actor().id
    return (
        VERSION.allows(version.state, wish)
        and not (wish is Move.SUBMIT and gaps(version.item))
        and wish not in BY_ITSELF
        and not (own and wish in REVIEWS)
        and reviewing.permission_for(version, wish).holds(actor(), version)
    )
