"""Whether a page was asked for in the browser that its sitting wants, and what is said where it was not."""

from typing import Annotated
from uuid import UUID

from flask import current_app, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field as Is
from typing_extensions import TypedDict

from exam import permissions
from exam.domain.integrity import Seen
from exam.domain.safe_browser import CONFIG_KEY_HEADER, EXAM_KEY_HEADER, SentKeys
from exam.models.attempts import Attempt
from exam.models.sittings import Entry
from exam.queries import entries as entered
from exam.queries import safeguards as asked
from exam.queries import sittings as planned
from exam.services import observing, saving
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.transaction import let_go
from web.access import requires
from web.calls import Sent, call

PROVEN = "safe_browser"
"""Where the signed cookie of a browser keeps for which entry its page has proven itself."""


class FromSafeBrowser(Sent):
    """What Safe Exam Browser tells a page of its keys, for the address of that page."""

    config: Annotated[str, Is(max_length=64)]
    exam: Annotated[str, Is(max_length=64)]


class Accepted(TypedDict):
    """Whether this is the browser that the sitting wants."""

    accepted: bool


@bp.post("/api/entries/<uuid:entry_id>/safe-browser")
@requires(permissions.see_own_entry, on=entered.entry_row)
@call(sends=FromSafeBrowser)
def prove_safe_browser(entry: Entry, sent: FromSafeBrowser) -> Accepted:
    """A page in Safe Exam Browser says what its programme tells it, where the browser sends no headers."""
    wanted, said = asked.safe_browser_of(entry.sitting_id), SentKeys(sent.config, sent.exam)
    pages = [url_for("exam.lobby", entry_id=entry.id)]
    attempt_id = asked.attempt_on(entry.id)
    if attempt_id:
        pages.append(url_for("exam.attempt", attempt_id=attempt_id))
    if wanted.is_wanted and not any(wanted.accepts(said, _public(page)) for page in pages):
        if attempt_id:
            observing.note(attempt_id, Seen.NO_SAFE_BROWSER, now=clock.now())
        return {"accepted": False}
    session[PROVEN] = str(entry.id)
    return {"accepted": True}


def is_proven(entry_id: UUID, sitting_id: UUID) -> bool:
    """Whether this request comes from the browser that the sitting wants, or from any where it wants none."""
    wanted = asked.safe_browser_of(sitting_id)
    if not wanted.is_wanted:
        return True
    sent = SentKeys(request.headers.get(CONFIG_KEY_HEADER, ""), request.headers.get(EXAM_KEY_HEADER, ""))
    if sent:
        return wanted.accepts(sent, _public(request.full_path.rstrip("?")))
    return session.get(PROVEN) == str(entry_id)


def session_id() -> UUID | None:
    """The sign-in that the cookie names."""
    try:
        return UUID(session["_user_id"])
    except (KeyError, ValueError):
        return None


def check(attempt_id: UUID, session_id: UUID | None) -> None:
    """Raise Refused where this is not the browser that the attempt is written in; what is not theirs is not found."""
    known = asked.entry_and_sitting(attempt_id)
    if known is not None and not is_proven(*known):
        saving.look(session_id, attempt_id, now=clock.now())
        _refuse(attempt_id)


def check_own(attempt: Attempt) -> None:
    """The same for what is known to be theirs."""
    if not is_proven(attempt.entry_id, attempt.sitting_id):
        _refuse(attempt.id)


def _refuse(attempt_id: UUID) -> None:
    let_go()
    observing.note(attempt_id, Seen.NO_SAFE_BROWSER, now=clock.now())
    raise Refused(Refusal("safe_browser_needed"))


def needed(attempt: Attempt) -> ResponseReturnValue:
    """Instead of the paper: what to do, and that nothing is lost."""
    sitting = planned.sitting_row(attempt.sitting_id).facts
    return render_template("exam/safe_browser.html", attempt=attempt, name=names_of([sitting])[sitting.id]), 403


def _public(path: str) -> str:
    """The address as the browser sees it, whatever stands between it and the server."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + path
