"""Writing a new version of a scheme, and a second person's approval."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.queries import people
from kernel import clock
from kernel.errors import BadInput, Refused
from schemes import permissions, queries
from schemes.domain.draft import DraftMove, DraftState
from schemes.domain.scheme import Scheme
from schemes.forms import DraftDecision, DraftText
from schemes.models import SchemeDraft
from schemes.services import drafting, publishing
from schemes.services.drafting import Checked
from schemes.views.blueprint import bp
from schemes.views.texts import text_in_both
from schemes.wording.changes import Telling, Told
from schemes.wording.drafts import DRAFT_STATES, MOVES_DONE
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


def _newest(code: str) -> Scheme:
    return queries.history(code, clock.now())[0].scheme


@bp.post("/scheme-desk/<code>/drafts")
@requires(permissions.write_draft, on=_newest)
def begin_draft(newest: Scheme) -> ResponseReturnValue:
    """Begin a draft with the text of the newest version."""
    draft_id = drafting.start(newest.code, actor=actor(), now=clock.now())
    return redirect(url_for("schemes.draft", draft_id=draft_id))


@bp.get("/scheme-drafts/<uuid:draft_id>")
@requires(permissions.govern_schemes, on=queries.draft)
def draft(draft: SchemeDraft) -> ResponseReturnValue:
    """One draft: what it changes, its first mistake, its text, what was done with it."""
    form = DraftText(formdata=None, reason=draft.reason, source=draft.source, edition=draft.edition)
    return _page(draft, form)


@bp.post("/scheme-drafts/<uuid:draft_id>/text")
@requires(permissions.write_draft, on=queries.draft)
@takes(DraftText)
def write_draft(draft: SchemeDraft) -> ResponseReturnValue:
    """Keep the text, right or wrong; what cannot be kept stays in the form."""
    form = DraftText()
    if not form.validate():
        return _page(draft, form), 422
    try:
        drafting.write(
            draft,
            source=form.text,
            reason=form.reason.data or "",
            edition=form.edition.data,
            actor=actor(),
            now=clock.now(),
        )
    except BadInput as bad:
        form.file.errors = [sentence(bad.refusal)]
        return _page(draft, form), 422
    except Refused as refused:
        form.source.errors = [sentence(refusal) for refusal in refused.refusals]
        return _page(draft, form), 409
    flash(_("The draft is saved."), "success")
    return redirect(url_for("schemes.draft", draft_id=draft.id))


@bp.post("/scheme-drafts/<uuid:draft_id>/moves")
@requires(permissions.decide_on_draft, on=queries.draft)
@takes(DraftDecision)
def move_draft(draft: SchemeDraft) -> ResponseReturnValue:
    """Submit, send back, approve or discard the draft as it was read."""
    decision = DraftDecision()
    form = DraftText(formdata=None, reason=draft.reason, source=draft.source, edition=draft.edition)
    if not decision.validate():
        return _page(draft, form, decision), 422
    try:
        publishing.move(
            draft,
            decision.wish,
            remark=decision.remark.data or "",
            edition=decision.edition.data,
            actor=actor(),
            now=clock.now(),
        )
    except Refused as refused:
        decision.remark.errors = [sentence(refusal) for refusal in refused.refusals]
        return _page(draft, form, decision), 409
    flash(str(MOVES_DONE[decision.wish]), "success")
    if decision.wish is DraftMove.APPROVE:
        return redirect(url_for("schemes.history", code=draft.code))
    return redirect(url_for("schemes.draft", draft_id=draft.id))


@bp.get("/scheme-drafts/<uuid:draft_id>/text")
@requires(permissions.govern_schemes, on=queries.draft)
def draft_text(draft: SchemeDraft) -> ResponseReturnValue:
    """The draft as text in both languages, as it would be read once published."""
    shown = drafting.draft_scheme(draft.id)
    return render_template("schemes/both.html", scheme=shown, texts=text_in_both(shown), draft=draft)


def _page(draft: SchemeDraft, form: DraftText, decision: DraftDecision | None = None) -> str:
    checked = drafting.check(draft, clock.now())
    involved = {draft.author_id, *(step.actor_id for step in draft.steps if step.actor_id)}
    decision = decision or DraftDecision(formdata=None)
    decision.edition.data = draft.edition
    return render_template(
        "schemes/draft.html",
        draft=draft,
        form=form,
        decision=decision,
        checked=checked,
        mistake_line=_mistake_line(checked),
        base=queries.version(draft.base_version_id),
        changes=_told(draft, checked),
        people=people(involved),
        own=draft.author_id == actor().id,
        editable=draft.author_id == actor().id and draft.state is DraftState.WRITING,
        states=DRAFT_STATES,
        done=MOVES_DONE,
        DraftState=DraftState,
    )


def _mistake_line(checked: Checked) -> int:
    """The line of the first mistake; 0 where it has none."""
    line = checked.mistake.where.rpartition(":")[2] if checked.mistake else ""
    return int(line) if line.isdecimal() else 0


def _told(draft: SchemeDraft, checked: Checked) -> list[Told]:
    if checked.scheme is None or checked.replaces is None:
        return []
    return Telling(queries.content_of(checked.replaces), drafting.content_of(draft)).tell(checked.changes)
