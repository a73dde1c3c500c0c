"""Errors become pages: plain words, what to do next, and a code that support can find in the log."""

import secrets

import structlog
from flask import Flask, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import Response
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from kernel.errors import BadInput, DomainError, IllegalMove, NotFound, NotPermitted, Refused
from storage.transaction import transaction
from web.access import SignInNeeded
from web.fields import UnknownFields
from web.wording import sentence

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    IllegalMove: 409,
    Refused: 409,
    BadInput: 422,
}
AGAIN_AFTER = "2"
"""Seconds after which it is worth asking again when the database was away."""
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500})

log = structlog.get_logger()


def reasons(error: DomainError) -> list[str]:
    """What the error has to say to the reader."""
    match error:
        case Refused():
            return [sentence(refusal) for refusal in error.refusals]
        case BadInput():
            return [sentence(error.refusal)]
        case IllegalMove():
            return [_("This has changed in the meantime, so it can no longer be done. Look at the current state.")]
        case _:
            return []


def page(status: int, *, why: list[str] | None = None) -> ResponseReturnValue:
    """The error page of a status; JSON for callers of the API."""
    code = secrets.token_hex(4).upper()
    log.info("refused", status=status, code=code, endpoint=request.endpoint, why=why)
    if request.path.startswith("/api/"):
        return {"code": f"http_{status}", "message": " ".join(why or []), "support": code}, status
    shown = status if status in PAGES else (500 if status >= 500 else 400)  # noqa: PLR2004 -- HTTP's own border
    with transaction(read_only=True):
        return render_template(f"errors/{shown}.html", reasons=why or [], support_code=code), status


def database_away(error: Exception) -> ResponseReturnValue:
    """The database does not answer; the page that says so must not ask it again who reads."""
    log.error("database away", endpoint=request.endpoint, exc_info=error)
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 -- where Flask-Login keeps who reads
    response = make_response(page(503))
    response.headers["Retry-After"] = AGAIN_AFTER
    return response


def unknown_fields(_error: Exception) -> ResponseReturnValue:
    """Said plainly, since somebody's old page may be the cause."""
    said = _("More was sent than this page asks for, so nothing was kept. Reload the page and send it again.")
    return page(400, why=[said])


def set_up_errors(app: Flask) -> None:
    """One table turns errors into pages; nothing else in the house knows a status code of an error."""
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(InterfaceError, database_away)
    app.register_error_handler(UnknownFields, unknown_fields)

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> ResponseReturnValue:
        return page(STATUS[type(error)], why=reasons(error))

    @app.errorhandler(StaleDataError)
    @app.errorhandler(IntegrityError)
    def lost_race(error: Exception) -> ResponseReturnValue:
        """Somebody else was faster, as a version or a constraint of the database found out."""
        log.warning("lost race", endpoint=request.endpoint, found=str(getattr(error, "orig", error)).split("\n")[0])
        return page(409, why=reasons(IllegalMove()))

    @app.errorhandler(SignInNeeded)
    def sign_in_needed(_error: SignInNeeded) -> ResponseReturnValue:
        if request.path.startswith("/api/"):
            return {"code": "sign_in", "message": _("Please sign in again. Nothing you entered is lost.")}, 401
        onwards = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in_form", next=onwards))

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> ResponseReturnValue:
        return page(400, why=[_("This form belongs to another session. Reload the page and send it again.")])

    @app.errorhandler(SecurityError)
    def foreign_host(_error: SecurityError) -> ResponseReturnValue:
        """Asked by a name that is not ours; no page, since every link on it would need a name."""
        log.warning("foreign host")
        return Response("400 Bad Request", 400, mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:  # noqa: PLR2004 -- redirects are no errors
            return error
        return page(error.code)

    @app.errorhandler(InternalServerError)
    def bug(error: InternalServerError) -> ResponseReturnValue:
        log.error("bug", endpoint=request.endpoint, exc_info=error.original_exception)
        return page(500)
