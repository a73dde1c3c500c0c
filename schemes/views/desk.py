"""The registrars' desk of schemes: what is in force and due for review, its history, two versions compared."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.queries import people
from kernel import clock
from schemes import permissions, queries
from schemes.domain.comparison import compare
from schemes.forms import Review
from schemes.models import SchemeVersion
from schemes.queries import VersionRecord
from schemes.services import reviewing
from schemes.views.blueprint import bp
from schemes.wording.changes import Telling
from schemes.wording.drafts import DRAFT_STATES, MOVES_DONE
from web.access import actor, requires
from web.fields import takes


@bp.get("/scheme-desk")
@requires(permissions.govern_schemes)
def desk() -> ResponseReturnValue:
    """All schemes with what waits: drafts to write or approve, versions to review."""
    now = clock.now()
    drafts = queries.open_drafts()
    return render_template(
        "schemes/desk.html",
        schemes=queries.all_in_force(now),
        due={record.scheme.version_id: record for record in reviewing.due(now)},
        drafts=drafts,
        people=people(draft.author_id for draft in drafts),
        titles={scheme.code: scheme.title for scheme in queries.all_in_force(now)},
        states=DRAFT_STATES,
    )


@bp.get("/scheme-desk/<code>")
@requires(permissions.govern_schemes)
def history(code: str) -> ResponseReturnValue:
    """The versions of one scheme: who, when, what, why; which one is due for review."""
    return _history(code, Review())


def _history(code: str, form: Review) -> str:
    now = clock.now()
    records, drafts = queries.history(code, now), queries.open_drafts(code)
    return render_template(
        "schemes/history.html",
        code=code,
        records=records,
        in_force=queries.in_force(code, now),
        drafts=drafts,
        people=people(_involved(records) | {draft.author_id for draft in drafts}),
        states=DRAFT_STATES,
        done=MOVES_DONE,
        form=form,
        now=now,
    )


def _involved(records: tuple[VersionRecord, ...]) -> set[UUID]:
    drafts = [record.draft for record in records if record.draft]
    found: set[UUID] = {draft.author_id for draft in drafts}
    found |= {step.actor_id for draft in drafts for step in draft.steps if step.actor_id}
    return found | {review.reviewer_id for record in records for review in record.reviews}


@bp.get("/scheme-desk/<code>/comparison")
@requires(permissions.govern_schemes)
def comparison(code: str) -> ResponseReturnValue:
    """What was added, removed and changed between two versions; the latest two where none are named."""
    known = queries.versions(code)
    records = queries.history(code, clock.now())
    newest = records[0].scheme.version
    before = records[1].scheme.version if len(records) > 1 else newest
    old = queries.named_version(code, request.args.get("before") or before)
    new = queries.named_version(code, request.args.get("after") or newest)
    was, is_now = queries.content_of(old), queries.content_of(new)
    return render_template(
        "schemes/comparison.html",
        code=code,
        versions=known,
        old=old,
        new=new,
        changes=Telling(was, is_now).tell(compare(was, is_now)),
    )


@bp.post("/scheme-versions/<uuid:version_id>/reviews")
@requires(permissions.review_version, on=queries.version_row)
@takes(Review)
def review(version: SchemeVersion) -> ResponseReturnValue:
    """Put on record that the version was looked at and is still right."""
    form = Review()
    if not form.validate():
        return _history(version.code, form), 422
    reviewing.confirm(version, remark=form.remark.data or "", actor=actor(), now=clock.now())
    flash(_("Your review is on record. The next one is due in six months."), "success")
    return redirect(url_for("schemes.history", code=version.code))
