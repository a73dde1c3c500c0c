"""The blueprint of the exam room, and its refusals: pages for people, JSON for the candidate's paper."""

import sqlite3
from functools import cache

import psycopg
import structlog
from flask import Blueprint, g, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from exam.queries import rehearsals
from exam.queries.attempts import number_in_progress
from exam.services import performing
from kernel import clock
from kernel.errors import BadInput, DomainError, IllegalMove, NotFound, Refused
from kernel.verdict import Refusal
from web.errors import AGAIN_AFTER, STATUS, page, reasons
from web.inside import aside, open_browsers
from web.metrics import counter, introduce_figure
from web.wording import sentence

bp = Blueprint("exam", __name__)

log = structlog.get_logger()

API = "/api/"
SIGN_IN = 401
UNAVAILABLE = 503
SAVING = "exam.save_answers"
saves = cache(counter("saves", "Saves of answers, by what became of them", "outcome").labels)


@bp.record_once
def introduce_to_watchers(_state: BlueprintSetupState) -> None:
    """What a monitoring system may ask of the exam room."""
    introduce_figure("attempts_in_progress", "Attempts whose time runs", number_in_progress)


@bp.record_once
def introduce_to_rehearsals(_state: BlueprintSetupState) -> None:
    """How simulated candidates come to the pages of the platform."""
    performing.introduce_stage(open_browsers, aside)


@bp.before_request
def go_by_the_clock_of_the_sitting() -> None:
    """Where the address names a rehearsal, or somebody's part in one, its clock holds until the request is over."""
    rehearsal_id = rehearsals.rehearsal_named(request.view_args or {})
    if rehearsal_id is not None:
        clock.go_by(rehearsals.clock_of(rehearsal_id).shown_at)
        g.rehearsed = rehearsals.rehearsed_by(rehearsal_id)


@bp.teardown_request
def go_by_the_wall(_error: BaseException | None) -> None:
    """The next request of this thread has to do with something else."""
    clock.go_by(None)


def count_save(outcome: str) -> None:
    """What became of a save; those that are rehearsed count for nothing."""
    if "rehearsed" not in g:
        saves(outcome).inc()


def said(refusal: Refusal, status: int) -> tuple[dict[str, str], int]:
    """A refusal as the paper reads it: a code for the program, a sentence for the candidate."""
    if request.endpoint == SAVING:
        count_save(refusal.code)
    return {"code": refusal.code, "message": sentence(refusal)}, status


@bp.errorhandler(DomainError)
def refused(error: DomainError) -> ResponseReturnValue:
    """Put a refusal into words."""
    if not request.path.startswith(API):
        return page(STATUS[type(error)], why=reasons(error))
    match error:
        case Refused(refusals=(first, *_)):
            return said(first, SIGN_IN if first.code == "sign_in" else 409)
        case IllegalMove():
            return said(Refusal("handed_in"), 409)
        case BadInput():
            return said(error.refusal, 400)
        case NotFound():
            return said(Refusal("not_found"), 404)
        case _:
            return page(STATUS[type(error)])


@bp.errorhandler(psycopg.OperationalError)
@bp.errorhandler(psycopg.InterfaceError)
@bp.errorhandler(sqlite3.OperationalError)
def unavailable(error: Exception) -> ResponseReturnValue:
    """The database is away: nothing was acknowledged, and the paper sends again."""
    log.error("database away", exc_info=error)
    body, status = said(Refusal("unavailable"), UNAVAILABLE)
    return body, status, {"Retry-After": AGAIN_AFTER}
