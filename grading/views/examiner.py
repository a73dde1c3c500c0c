"""The examiner's pages: the desk, a script on it, its file, and the saving of drafts."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from typing_extensions import TypedDict

from grading import permissions
from grading.domain.rubric import out_of, total, undecided
from grading.forms import Draft
from grading.models import Claim
from grading.queries import scripts
from grading.services import blinding, desk
from grading.views.blueprint import bp
from kernel import clock
from web.access import actor, requires
from web.calls import call
from web.fields import takes
from web.files import send_back
from web.markdown import html
from web.times import clock_time

LEVEL, COMMENT = "level-", "comment-"


class Kept(TypedDict):
    """The state that the next save builds on, and what the draft comes to."""

    version: int
    saved_at: str
    marks: str
    undecided: list[str]


SHEET = takes("number", "version", beginnings=(LEVEL, COMMENT))
"""The sheet on which a script is marked."""


@bp.get("/marking")
@requires(permissions.mark_scripts)
def marking() -> ResponseReturnValue:
    """What stands on the desk and how many scripts wait."""
    return render_template("grading/marking.html", desk=scripts.desk(_examiner()))


@bp.post("/marking/scripts")
@requires(permissions.mark_scripts)
def take_script() -> ResponseReturnValue:
    """Take the next script."""
    claim_id = desk.take_next(actor(), now=clock.now())
    return redirect(url_for("grading.script", claim_id=claim_id))


@bp.get("/marking/scripts/<uuid:claim_id>")
@requires(permissions.mark_this_script, on=scripts.claim_row)
def script(claim: Claim) -> ResponseReturnValue:
    """A script with its case, its answer and the rubric."""
    opened = scripts.script(claim, clock.now())
    return render_template(
        "grading/script.html",
        script=opened,
        desk=scripts.desk(claim.examiner_id),
        marks=total(opened.case.rubric, opened.judgements),
        out_of=out_of(opened.case.rubric),
        markdown=html,
    )


@bp.post("/marking/scripts/<uuid:claim_id>/draft")
@requires(permissions.mark_this_script, on=scripts.claim_row)
@SHEET
def keep_draft(claim: Claim) -> ResponseReturnValue:
    """Save without signing, for browsers without scripts."""
    desk.save_draft(claim, **_sent_by_form(), now=clock.now())
    flash(_("Your draft is saved."))
    return redirect(url_for("grading.script", claim_id=claim.id))


@bp.post("/api/marking/scripts/<uuid:claim_id>/draft")
@requires(permissions.mark_this_script, on=scripts.claim_row)
@call(sends=Draft, refuses=(409, 422))
def save_draft(claim: Claim, sent: Draft) -> Kept:
    """Save while the examiner thinks; answers with the state that the next save builds on."""
    now = clock.now()
    desk.save_draft(claim, **sent.model_dump(), now=now)
    rubric = scripts.script(claim, now).case.rubric
    return {
        "version": claim.version,
        "saved_at": clock_time(now),
        "marks": str(total(rubric, claim.judgements)),
        "undecided": list(undecided(claim.judgements)),
    }


@bp.post("/marking/scripts/<uuid:claim_id>/signature")
@requires(permissions.mark_this_script, on=scripts.claim_row)
@SHEET
def sign_off(claim: Claim) -> ResponseReturnValue:
    """Sign the marks off."""
    desk.sign_off(claim, **_sent_by_form(), examiner=actor(), now=clock.now())
    flash(_("Script %(number)s is signed off.", number=claim.script.number))
    return redirect(url_for("grading.marking"))


@bp.post("/marking/scripts/<uuid:claim_id>/return")
@requires(permissions.mark_this_script, on=scripts.claim_row)
@SHEET
def give_back(claim: Claim) -> ResponseReturnValue:
    """Give the script back unmarked."""
    desk.give_back(claim, actor=actor(), now=clock.now())
    flash(_("Script %(number)s is back in the queue for somebody else.", number=claim.script.number))
    return redirect(url_for("grading.marking"))


@bp.get("/marking/scripts/<uuid:claim_id>/file")
@requires(permissions.mark_this_script, on=scripts.claim_row)
def script_file(claim: Claim) -> ResponseReturnValue:
    """The file handed in, under a neutral name and without details about its author."""
    file = blinding.neutral_file(claim, now=clock.now())
    return send_back(file.content, name=file.name, media_type=file.media_type)


def _examiner() -> UUID:
    who = actor().id
    assert who is not None, "only people who signed in come here"  # noqa: S101 -- said by the permission
    return who


def _sent_by_form() -> dict[str, Any]:
    """The script's number, the version the page was built on, and a level and comment for each criterion."""
    form = request.form
    return {
        "number": form.get("number", ""),
        "version": form.get("version", 0, type=int),
        "levels": {name.removeprefix(LEVEL): value for name, value in form.items() if name.startswith(LEVEL)},
        "comments": {name.removeprefix(COMMENT): value for name, value in form.items() if name.startswith(COMMENT)},
    }
