"""What the candidate's paper says to the server and hears from it: claim, state, answers, files, hand-in."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from flask import request, session, url_for
from typing_extensions import TypedDict

from documents.uploads import LARGEST_FILE
from exam import permissions
from exam.domain.answer import fold
from exam.domain.attempt import AttemptState
from exam.domain.timing import state_at
from exam.forms.paper import Claimed, Reported, Rest, Save, Value
from exam.models.attempts import Attempt
from exam.queries import attempts as sat
from exam.queries.timelines import timeline_of
from exam.services import handing_in, questioning, saving, starting, timekeeping, uploading
from exam.views import safe_browser, watching
from exam.views.blueprint import bp, saves
from kernel import clock
from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.report import Source
from storage.transaction import let_go
from web.access import actor, requires
from web.calls import Moment, call
from web.fields import takes


class Saved(TypedDict):
    """The highest number made durable, and the time that is left."""

    durable: int
    remaining_ms: int


class KeptFile(TypedDict):
    """The file of a case study as it was received."""

    name: str
    size: int
    sha256: str
    uploaded_at: Moment
    url: str


class Pulse(TypedDict):
    """How the clock stands, whether for a rest break, and which page writes."""

    state: AttemptState
    server_time: Moment
    remaining_ms: int
    is_break: bool
    writer: str


class State(Pulse):
    """The same with the deadline, what is left of rest breaks, and everything that was made durable."""

    deadline: Moment
    break_minutes: int
    next_seq: int
    answers: dict[str, Value]
    file: KeptFile | None


class HandedIn(TypedDict):
    """The address of the receipt."""

    receipt: str


class Uploaded(TypedDict):
    """The file that counts now."""

    file: KeptFile | None


class Received(TypedDict):
    """The report has arrived."""

    received: bool


@bp.post("/api/attempts/<uuid:attempt_id>/answers")
@call(sends=Save, refuses=(409, 503))
def save_answers(attempt_id: UUID, sent: Save) -> Saved:
    """Make answers durable. The saving statement itself sees to sign-in, owner, state, writer and time."""
    now, who = clock.now(), _session_id()
    safe_browser.check(attempt_id, who)
    saved = saving.save(who, attempt_id, writer=sent.writer, answers=sent.entries, now=now)
    watching.note_place(attempt_id, now)
    saves("acknowledged").inc()
    return {"durable": saved.durable, "remaining_ms": saved.remaining_ms}


vars(save_answers)["access"] = "is their own, as the saving statement checks"


@bp.get("/api/attempts/<uuid:attempt_id>/state")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call()
def attempt_state(attempt: Attempt) -> State:
    """How the attempt stands by the server's clock."""
    return _state(attempt)


@bp.get("/api/attempts/<uuid:attempt_id>/pulse")
@call(refuses=(401, 503))
def pulse(attempt_id: UUID) -> Pulse:
    """How the clock stands and who writes: what the page asks every few seconds, by one statement."""
    now = clock.now()
    found = saving.look(_session_id(), attempt_id, now=now)
    return {
        "state": state_at(AttemptState(found.state), found.timing, now),
        "server_time": now.isoformat(),
        "remaining_ms": found.timing.remaining_ms(now),
        "is_break": found.resumes_at is not None,
        "writer": found.writer,
    }


vars(pulse)["access"] = "is their own, as the statement checks"


@bp.post("/api/attempts/<uuid:attempt_id>/breaks")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(sends=Rest, refuses=(409,))
def take_break(attempt: Attempt, sent: Rest) -> State:
    """Rest: the clock stands for as long as was granted."""
    timekeeping.take_break(attempt, actor=actor(), now=clock.now())
    return _state(attempt)


@bp.post("/api/attempts/<uuid:attempt_id>/breaks/end")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(sends=Rest, refuses=(409,))
def end_break(attempt: Attempt, sent: Rest) -> State:
    """Go on before the break is used up."""
    timekeeping.end_break(attempt, actor=actor(), now=clock.now())
    return _state(attempt)


@bp.post("/api/attempts/<uuid:attempt_id>/claim")
@requires(permissions.sit_attempt, on=sat.attempt_to_show)
@call(sends=Claimed, refuses=(409,))
def claim(attempt: Attempt, sent: Claimed) -> State:
    """This page writes from now on."""
    now = clock.now()
    safe_browser.check(attempt.id, _session_id())
    starting.claim(attempt, sent.writer, now=now)
    watching.note_place(attempt.id, now)
    return _state(sat.attempt_to_show(attempt.id))


@bp.post("/api/attempts/<uuid:attempt_id>/hand-in")
@requires(permissions.sit_attempt, on=sat.attempt_to_show)
@call(sends=Save, refuses=(409,))
def hand_in(attempt: Attempt, sent: Save) -> HandedIn:
    """Store what was not saved yet, and close the attempt."""
    safe_browser.check(attempt.id, _session_id())
    handing_in.hand_in(attempt, writer=sent.writer, answers=sent.entries, now=clock.now())
    return {"receipt": url_for("exam.receipt", attempt_id=attempt.id)}


@bp.post("/api/attempts/<uuid:attempt_id>/files")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@takes("file")
@call(refuses=(409, 413))
def upload_file(attempt: Attempt) -> Uploaded:
    """Keep a file that belongs to a case study's answer."""
    sent = request.files.get("file")
    if sent is None or set(request.files) != {"file"} or set(request.form) - {"csrf_token"}:
        raise BadInput(Refusal("bad_input", where="file"), "file")
    content, now = sent.read(LARGEST_FILE + 1), clock.now()
    let_go()
    opened = uploading.look_at(content)
    uploading.upload(attempt, opened, name=sent.filename or "", now=now)
    return {"file": _file(attempt)}


@bp.post("/api/attempts/<uuid:attempt_id>/problems")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(sends=Reported, refuses=(409,))
def report_problem(attempt: Attempt, sent: Reported) -> Received:
    """Take a report about the question in a slot; it has nothing to do with answers and their time."""
    questioning.report_problem(attempt, sent.slot, sent.text, source=Source.CANDIDATE, actor=actor(), now=clock.now())
    return {"received": True}


def _state(attempt: Attempt) -> State:
    now = clock.now()
    answers = sat.saved_answers(attempt.id)
    return {
        "state": attempt.state_at(now),
        "server_time": now.isoformat(),
        "deadline": attempt.timing.deadline.isoformat(),
        "remaining_ms": attempt.timing.remaining_ms(now),
        "is_break": attempt.resumes_at is not None,
        "break_minutes": _break_minutes(attempt, now),
        "writer": attempt.writer,
        "next_seq": max((answer.seq for answer in answers), default=0) + 1,
        "answers": cast("dict[str, Value]", fold(answers)),
        "file": _file(attempt),
    }


def _break_minutes(attempt: Attempt, now: datetime) -> int:
    """What is left of rest breaks; without any granted nothing has to be looked up."""
    if attempt.allowance.accommodation is None:
        return 0
    row = sat.attempt_row(attempt.id)
    return timekeeping.break_left(row, timeline_of(row), now) // timedelta(minutes=1)


def _file(attempt: Attempt) -> KeptFile | None:
    has_files = sat.layout_of(attempt.form_id).case_version_id is not None
    kept = sat.files_of(attempt.id) if has_files else ()
    if not kept:
        return None
    newest = kept[-1]
    return {
        "name": newest.name,
        "size": newest.size,
        "sha256": newest.sha256,
        "uploaded_at": newest.uploaded_at.isoformat(),
        "url": url_for("exam.attempt_file", attempt_id=attempt.id, file_id=newest.id),
    }


def _session_id() -> UUID | None:
    """The sign-in that the cookie names."""
    try:
        return UUID(session["_user_id"])
    except (KeyError, ValueError):
        return None
