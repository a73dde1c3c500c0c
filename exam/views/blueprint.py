"""The blueprint of the exam room, and its refusals: pages for people, JSON for the candidate's paper."""

import sqlite3

import psycopg
import structlog
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from kernel.errors import BadInput, DomainError, IllegalMove, NotFound, Refused
from kernel.verdict import Refusal
from web.errors import STATUS, page, reasons
from web.wording import sentence

bp = Blueprint("exam", __name__)

log = structlog.get_logger()

API = "/api/"
SIGN_IN = 401
UNAVAILABLE = 503


def said(refusal: Refusal, status: int) -> ResponseReturnValue:
    """A refusal as the paper reads it: a code for the program, a sentence for the candidate."""
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
@bp.errorhandler(sqlite3.OperationalError)
def unavailable(error: Exception) -> ResponseReturnValue:
    """The database is away: nothing was acknowledged, and the paper sends again."""
    log.error("database away", exc_info=error)
    return said(Refusal("unavailable"), UNAVAILABLE)
