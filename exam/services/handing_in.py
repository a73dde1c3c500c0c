"""Closing attempts: the candidate hands in, or time does; either way the result and the finish time are the same."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import bindparam, select, update

from exam.domain.answer import Answer, check_shape, shape_of
from exam.domain.attempt import ATTEMPT, AttemptMove, AttemptState
from exam.domain.events import AttemptHandedIn
from exam.models.attempts import Attempt, SavedAnswer
from exam.models.rooms import Stop
from exam.models.sittings import Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import rehearsals
from exam.services import timekeeping, uploading
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.event import publish
from kernel.verdict import Refusal
from storage import alone
from storage.database import db

log = structlog.get_logger()


def hand_in(attempt: Attempt, *, writer: str, answers: Sequence[Answer], now: datetime) -> None:
    """Store what was not yet saved and close the attempt; doing it again changes nothing.

    Raises Refused with `conflict` where a number was used for something else, `elsewhere` where another page writes,
    `paused` while the clock stands, `too_early_to_hand_in` as long as nobody may go, `upload_under_way` while a file is
    on its way and time enough for it, and `late` or `handed_in` where unsaved answers come after the grace or the end.
    """
    if not answers and not _takes_files(attempt) and _is_handed_in(attempt, writer, now):
        _say(attempt, now)
        return
    attempt = sat.attempt_to_close(attempt.id)
    timekeeping.settle(attempt, now)
    if attempt.state is AttemptState.PAUSED:
        raise Refused(Refusal("paused"))
    check_shape(answers, shape_of(sat.layout_of(attempt.form_id)) if answers else {})
    is_running = attempt.state is AttemptState.IN_PROGRESS
    may_add = is_running and attempt.timing.accepts_answers(now)
    may_go_at = entered.entry_row(attempt.entry_id).hand_in_from(now)
    if may_add and now < may_go_at and not attempt.timing.is_over(now):
        raise Refused(Refusal("too_early_to_hand_in", at=may_go_at))
    if may_add and attempt.writer != writer:
        raise Refused(Refusal("elsewhere"))
    if may_add and _takes_files(attempt):
        uploading.require_no_upload(attempt)
    unsaved = _unsaved(attempt, answers)
    if unsaved and not may_add:
        raise Refused(_too_late(attempt, now))
    if not is_running:
        return
    for answer in unsaved:
        db.session.add(
            SavedAnswer(
                attempt_id=attempt.id,
                seq=answer.seq,
                slot=answer.slot,
                value=dict(answer.value),
                writer=writer,
                received_at=now,
            )
        )
    _close(attempt, now)


_HAND_IN = (
    update(Attempt)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.state == AttemptState.IN_PROGRESS,
        Attempt.writer == bindparam("writing", type_=Attempt.writer.type),
        Attempt.deadline > bindparam("now", type_=Attempt.deadline.type),
        Attempt.sitting_id.in_(
            select(Sitting.id).where(
                Sitting.hand_in_from <= bindparam("now", type_=Attempt.deadline.type),
                ~select(Stop.id).where(Stop.sitting_id == Sitting.id).exists(),
            )
        ),
    )
    .values(
        state=ATTEMPT.after(AttemptState.IN_PROGRESS, AttemptMove.HAND_IN),
        ended_at=bindparam("now", type_=Attempt.deadline.type),
    )
    .returning(Attempt.id)
)
"""The usual case by one statement: everything is saved, the time runs, and one may go; no clocks ever stood.

It waits for saves under way.
"""


def _is_handed_in(attempt: Attempt, writer: str, now: datetime) -> bool:
    """Whether that was all; where it was not, nothing has changed."""
    return alone.row(_HAND_IN, attempt_id=attempt.id, writing=writer, now=now) is not None


def end(attempt: Attempt, *, reason: str, actor: Actor, now: datetime) -> None:
    """Close an attempt for its candidate with what is saved; it is locked and still open."""
    timekeeping.settle(attempt, now)
    if attempt.state is AttemptState.PAUSED:
        timekeeping.go_on(attempt, reason, actor=actor, now=now)
    _close(attempt, now)


def close_overdue(*, now: datetime, rehearsal_id: UUID | None = None) -> int:
    """Write down what every reader already sees: attempts whose time has run out. One that fails stops no other."""
    return sum(_close_overdue(attempt_id, now) for attempt_id in sat.overdue_attempts(now, rehearsal_id))


def _close_overdue(attempt_id: UUID, now: datetime) -> bool:
    try:
        with db.session.begin_nested():
            attempt = db.session.scalar(
                select(Attempt)
                .where(Attempt.id == attempt_id, Attempt.state == AttemptState.IN_PROGRESS)
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            )
            if attempt is None or attempt.timing.accepts_answers(now):
                return False
            _close(attempt, now)
    except Exception:
        log.exception("attempt not closed", attempt=str(attempt_id))
        return False
    return True


def _close(attempt: Attempt, now: datetime) -> None:
    attempt.move(attempt.timing.closing_move(now))
    attempt.ended_at = attempt.timing.ended_at(now)
    if _takes_files(attempt):
        uploading.give_up_unfinished(attempt)
    db.session.flush()
    _say(attempt, attempt.ended_at)


def _say(attempt: Attempt, ended_at: datetime) -> None:
    """Others hear of it; what was rehearsed stays in the exam room."""
    if not rehearsals.is_rehearsal(attempt.sitting_id):
        publish(AttemptHandedIn(attempt.id, ended_at))


def _takes_files(attempt: Attempt) -> bool:
    return sat.layout_of(attempt.form_id).case_version_id is not None


def _too_late(attempt: Attempt, now: datetime) -> Refusal:
    """Time ran out or the candidate handed in; whether the sweep has been here makes no difference."""
    if attempt.state_at(now) is AttemptState.TIMED_OUT:
        return Refusal("late", at=attempt.timing.deadline)
    return Refusal("handed_in")


def _unsaved(attempt: Attempt, answers: Sequence[Answer]) -> list[Answer]:
    """Those that are not stored yet; the same number with other content is a conflict."""
    query = select(SavedAnswer.seq, SavedAnswer.slot, SavedAnswer.value).where(
        SavedAnswer.attempt_id == attempt.id, SavedAnswer.seq.in_([answer.seq for answer in answers])
    )
    stored = {row.seq: Answer(*row) for row in db.session.execute(query)} if answers else {}
    if any(stored.get(answer.seq, answer) != answer for answer in answers):
        raise Refused(Refusal("conflict"))
    return [answer for answer in answers if answer.seq not in stored]
