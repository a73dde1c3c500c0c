"""What the candidate's paper says to the server and hears from it: claim, state, answers, hand-in."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from flask import url_for
from typing_extensions import TypedDict

from exam import permissions
from exam.domain.answer import fold
from exam.domain.attempt import AttemptState
from exam.domain.timing import state_at
from exam.forms.paper import Claimed, Reported, Rest, Save, Value
from exam.models.attempts import Attempt
from exam.queries import attempts as sat
from exam.queries.timelines import timeline_of
from exam.services import handing_in, hearing, questioning, saving, starting, timekeeping
from exam.views import safe_browser, watching
from exam.views.blueprint import bp, count_save
from exam.views.uploads import KeptFile, UnderWay, brought
from kernel import clock
from question_bank.domain.report import Source
from web.access import actor, requires
from web.calls import Moment, call


class Saved(TypedDict):
    """The highest number made durable, and the time that is left."""

    durable: int
    remaining_ms: int


class Standing(TypedDict):
    """How the clock stands, whether for a rest break, and which page writes."""

    state: AttemptState
    server_time: Moment
    remaining_ms: int
    is_break: bool
    writer: str


class Pulse(Standing):
    """The same with the number of the newest announcement, 0 where there is none."""

    announcement: int


class State(Standing):
    """The same with the deadline, what is left of rest breaks, and everything that was made durable."""

    deadline: Moment
    break_minutes: int
    next_seq: int
    answers: dict[str, Value]
    file: KeptFile | None
    uploads: list[UnderWay]


class HandedIn(TypedDict):
    """The address of the receipt."""

    receipt: str


class Received(TypedDict):
    """The report has arrived."""

    received: bool


@bp.post("/api/attempts/<uuid:attempt_id>/answers")
@call(sends=Save, refuses=(409, 503))
def save_answers(attempt_id: UUID, sent: Save) -> Saved:
    """Make answers durable. The saving statement itself sees to sign-in, owner, state, writer and time."""
    now, who = clock.now(), safe_browser.session_id()
    safe_browser.check(attempt_id, who)
    saved = saving.save(who, attempt_id, writer=sent.writer, answers=sent.entries, now=now)
    watching.note_place(attempt_id, now)
    count_save("acknowledged")
    return {"durable": saved.durable, "remaining_ms": saved.remaining_ms}


vars(save_answers)["access"] = "is their own, as the saving statement checks"


@bp.get("/api/attempts/<uuid:attempt_id>/state")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(refuses=(409,))
def attempt_state(attempt: Attempt) -> State:
    """How the attempt stands by the server's clock."""
    starting.require_device(attempt, safe_browser.session_id())
    return _state(attempt)


@bp.get("/api/attempts/<uuid:attempt_id>/pulse")
@call(refuses=(401, 503))
def pulse(attempt_id: UUID) -> Pulse:
    """How the clock stands and who writes: what the page asks every few seconds, by one statement."""
    now = clock.now()
    found = saving.look(safe_browser.session_id(), attempt_id, now=now)
    newest = hearing.heard(hearing.PAPER, attempt_id, now=now)
    return {
        "state": state_at(AttemptState(found.state), found.timing, now),
        "server_time": now.isoformat(),
        "remaining_ms": found.timing.remaining_ms(now),
        "is_break": found.resumes_at is not None,
        "writer": found.writer,
        "announcement": newest,
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
    safe_browser.check_own(attempt)
    starting.claim(attempt, sent.writer, session_id=safe_browser.session_id(), now=now)
    watching.note_place(attempt.id, now)
    return _state(sat.attempt_to_show(attempt.id))


@bp.post("/api/attempts/<uuid:attempt_id>/hand-in")
@requires(permissions.sit_attempt, on=sat.attempt_to_show)
@call(sends=Save, refuses=(409,))
def hand_in(attempt: Attempt, sent: Save) -> HandedIn:
    """Store what was not saved yet, and close the attempt."""
    safe_browser.check_own(attempt)
    handing_in.hand_in(attempt, writer=sent.writer, answers=sent.entries, now=clock.now())
    return {"receipt": url_for("exam.receipt", attempt_id=attempt.id)}


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
        **brought(attempt),
    }


def _break_minutes(attempt: Attempt, now: datetime) -> int:
    """What is left of rest breaks; without any granted nothing has to be looked up."""
    if attempt.allowance.accommodation is None:
        return 0
    row = sat.attempt_row(attempt.id)
    return timekeeping.break_left(row, timeline_of(row), now) // timedelta(minutes=1)
