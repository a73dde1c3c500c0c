"""Closing attempts: the candidate hands in, or time does; either way the result and the finish time are the same."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select

from exam.domain.answer import Answer, check_shape, shape_of
from exam.domain.attempt import AttemptState
from exam.domain.events import AttemptHandedIn
from exam.models import Attempt, SavedAnswer
from exam.queries import attempts as sat
from kernel.errors import Refused
from kernel.event import publish
from kernel.verdict import Refusal
from storage.database import db

log = structlog.get_logger()


def hand_in(attempt: Attempt, *, writer: str, answers: Sequence[Answer], now: datetime) -> None:
    """Store what was not yet saved and close the attempt; doing it again changes nothing.

    Raises Refused with `late` after the grace, `elsewhere` where another page writes, `conflict` where a number was
    used for something else, `handed_in` where unsaved answers come after the end.
    """
    db.session.refresh(attempt, with_for_update=True)
    check_shape(answers, shape_of(attempt.form.layout))
    if attempt.state is not AttemptState.IN_PROGRESS:
        if _unsaved(attempt, answers):
            raise Refused(Refusal("handed_in"))
        return
    if not attempt.timing.accepts_answers(now):
        raise Refused(Refusal("late", at=attempt.timing.deadline))
    if attempt.writer != writer:
        raise Refused(Refusal("elsewhere"))
    for answer in _unsaved(attempt, answers):
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


def close_overdue(*, now: datetime) -> int:
    """Write down what every reader already sees: attempts whose time has run out. One that fails stops no other."""
    return sum(_close_overdue(attempt_id, now) for attempt_id in sat.overdue_attempts(now))


def sweep(*, now: datetime) -> None:
    """Close what is overdue; the periodic sweep calls this."""
    close_overdue(now=now)


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
    db.session.flush()
    publish(AttemptHandedIn(attempt.id, attempt.ended_at))


def _unsaved(attempt: Attempt, answers: Sequence[Answer]) -> list[Answer]:
    """Those that are not stored yet; the same number with other content is a conflict."""
    query = select(SavedAnswer.seq, SavedAnswer.slot, SavedAnswer.value).where(
        SavedAnswer.attempt_id == attempt.id, SavedAnswer.seq.in_([answer.seq for answer in answers])
    )
    stored = {row.seq: Answer(*row) for row in db.session.execute(query)} if answers else {}
    if any(stored.get(answer.seq, answer) != answer for answer in answers):
        raise Refused(Refusal("conflict"))
    return [answer for answer in answers if answer.seq not in stored]
