"""What the candidate's paper says to the server and hears from it: claim, state, answers, files, hand-in."""

import json
import re
from typing import Any
from uuid import UUID

from flask import request, session, url_for
from flask.typing import ResponseReturnValue

from documents.uploads import LARGEST_FILE
from exam import permissions
from exam.domain.answer import fold, read_answers
from exam.domain.timing import remaining_ms
from exam.models.attempts import Attempt
from exam.queries import attempts as sat
from exam.services import handing_in, questioning, saving, starting, uploading
from exam.views.blueprint import bp
from kernel import clock
from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.report import Source
from storage.transaction import let_go
from web.access import actor, requires
from web.fields import takes

LARGEST_BODY = 1_000_000
WRITER = re.compile(r"[A-Za-z0-9_-]{8,64}")


@bp.post("/api/attempts/<uuid:attempt_id>/answers")
def save_answers(attempt_id: UUID) -> ResponseReturnValue:
    """Make answers durable. The saving statement itself sees to sign-in, owner, state, writer and time."""
    body = _body("writer", "answers")
    saved = saving.save(
        _session_id(),
        attempt_id,
        writer=_writer(body),
        answers=read_answers(body["answers"]),
        now=clock.now(),
    )
    return {"durable": saved.durable, "remaining_ms": saved.remaining_ms}


vars(save_answers)["access"] = "is their own, as the saving statement checks"


@bp.get("/api/attempts/<uuid:attempt_id>/state")
@requires(permissions.sit_attempt, on=sat.attempt_row)
def attempt_state(attempt: Attempt) -> ResponseReturnValue:
    """How the attempt stands by the server's clock."""
    return _state(attempt)


@bp.post("/api/attempts/<uuid:attempt_id>/claim")
@requires(permissions.sit_attempt, on=sat.attempt_row)
def claim(attempt: Attempt) -> ResponseReturnValue:
    """This page writes from now on."""
    starting.claim(attempt, _writer(_body("writer")), now=clock.now())
    return _state(attempt)


@bp.post("/api/attempts/<uuid:attempt_id>/hand-in")
@requires(permissions.sit_attempt, on=sat.attempt_row)
def hand_in(attempt: Attempt) -> ResponseReturnValue:
    """Store what was not saved yet, and close the attempt."""
    body = _body("writer", "answers")
    handing_in.hand_in(attempt, writer=_writer(body), answers=read_answers(body["answers"]), now=clock.now())
    return {"receipt": url_for("exam.receipt", attempt_id=attempt.id)}


@bp.post("/api/attempts/<uuid:attempt_id>/files")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@takes("file")
def upload_file(attempt: Attempt) -> ResponseReturnValue:
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
def report_problem(attempt: Attempt) -> ResponseReturnValue:
    """Take a report about the question in a slot; it has nothing to do with answers and their time."""
    body = _body("slot", "text")
    slot, text = body["slot"], body["text"]
    if not isinstance(slot, str) or not isinstance(text, str):
        raise BadInput(Refusal("bad_input", where="body"), "body")
    questioning.report_problem(attempt, slot, text, source=Source.CANDIDATE, actor=actor(), now=clock.now())
    return {"received": True}


def _state(attempt: Attempt) -> dict[str, Any]:
    now = clock.now()
    answers = sat.saved_answers(attempt.id)
    return {
        "state": attempt.state_at(now),
        "server_time": now.isoformat(),
        "deadline": attempt.timing.deadline.isoformat(),
        "remaining_ms": remaining_ms(attempt.timing.deadline, now),
        "writer": attempt.writer,
        "next_seq": max((answer.seq for answer in answers), default=0) + 1,
        "answers": fold(answers),
        "file": _file(attempt),
    }


def _file(attempt: Attempt) -> dict[str, Any] | None:
    kept = sat.files_of(attempt.id)
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


def _body(*names: str) -> dict[str, Any]:
    """The JSON object sent, with exactly these fields."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise BadInput(Refusal("bad_input", where="body"), "body")
    try:
        body = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or body.keys() != set(names):
        raise BadInput(Refusal("bad_input", where="body"), "body")
    return body


def _writer(body: dict[str, Any]) -> str:
    writer = body["writer"]
    if not isinstance(writer, str) or not WRITER.fullmatch(writer):
        raise BadInput(Refusal("bad_input", where="writer"), "writer")
    return writer
