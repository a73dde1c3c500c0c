"""Saving answers: every change at once, checked and made durable by a single statement before anybody is told so.

This is the hot path. It stands outside the transaction of the request and knows neither the ORM nor a person: the
statement itself looks at the sign-in, the owner, the state, the writing page and the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from exam.domain.answer import Answer, Shape, check_shape, shape_of
from exam.domain.attempt import AttemptState
from exam.domain.timing import NETWORK_GRACE
from exam.queries import attempts as sat
from exam.services.stores import Found, Save, store
from kernel.errors import BadInput, NotFound, Refused
from kernel.verdict import Refusal

RUNNING_OR_OVER = frozenset({AttemptState.IN_PROGRESS, AttemptState.TIMED_OUT})
"""An attempt that ran out of time looks the same whether the sweep has written that down yet or not."""

FORMS_REMEMBERED = 2048
"""Forms never change, so a process may remember the shapes of some."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The highest number made durable, and the time that is left."""

    durable: int
    remaining_ms: int


def save(
    session_id: UUID | None, attempt_id: UUID, *, writer: str, answers: Sequence[Answer], now: datetime
) -> Acknowledged:
    """Make the answers durable: all of them, or none where this raises.

    Raises Refused with sign_in, handed_in, paused, late, elsewhere, or conflict where a number was used for something
    else, NotFound for what is not the sender's own, and BadInput for what does not fit the form. After the time, what
    was stored before is acknowledged again: whoever did not hear the acknowledgement may ask until they do.
    """
    if session_id is None:
        raise Refused(Refusal("sign_in"))
    fault = _fault(attempt_id, answers)
    asked = Save(session_id, attempt_id, writer, () if fault else answers, now)
    found = store().save(asked)
    _object(found, asked)
    if fault:
        raise fault
    assert found is not None  # noqa: S101 -- _object has seen to it
    return Acknowledged(max(answer.seq for answer in answers), found.timing.remaining_ms(now))


def look(session_id: UUID | None, attempt_id: UUID, *, now: datetime) -> Found:
    """How an attempt stands, for the page that asks every few seconds; raises Refused with sign_in, and NotFound."""
    if session_id is None:
        raise Refused(Refusal("sign_in"))
    found = store().look(session_id, attempt_id, now)
    _know(found, session_id, now)
    assert found is not None  # noqa: S101 -- _know has seen to it
    return found


def _know(found: Found | None, session_id: UUID, now: datetime) -> None:
    """Raise where nobody is signed in, or it is not theirs."""
    if not (found.is_signed_in if found else store().is_signed_in(session_id, now)):
        raise Refused(Refusal("sign_in"))
    if found is None or not found.is_own:
        raise NotFound


def _object(found: Found | None, asked: Save) -> None:
    """Raise what stands against saving, in the order in which it matters to the candidate."""
    _know(found, asked.session_id, asked.now)
    assert found is not None  # noqa: S101 -- _know has seen to it
    if found.state not in RUNNING_OR_OVER and not found.is_running(asked.now):
        raise Refused(Refusal("paused" if found.state == AttemptState.PAUSED else "handed_in"))
    if found.state == AttemptState.TIMED_OUT or asked.now > found.deadline + NETWORK_GRACE:
        if not _is_stored(asked):
            raise Refused(Refusal("late", at=found.deadline))
        return
    if found.writer != asked.writer:
        raise Refused(Refusal("elsewhere"))


def _is_stored(asked: Save) -> bool:
    """Whether the very same entries were made durable before."""
    known = store().stored(asked.attempt_id, [answer.seq for answer in asked.answers])
    return bool(asked.answers) and all(known.get(answer.seq) == answer for answer in asked.answers)


def _fault(attempt_id: UUID, answers: Sequence[Answer]) -> BadInput | None:
    """What is wrong with the entries, told only after the statement has seen whose attempt it is."""
    try:
        check_shape(answers, _shape(attempt_id))
    except BadInput as fault:
        return fault
    return None if answers else BadInput(Refusal("bad_input", where="answers"), "answers")


def _shape(attempt_id: UUID) -> Shape:
    """The slots of the attempt's form; what is no attempt has none."""
    try:
        return _known_shape(attempt_id)
    except NotFound:
        return {}


@lru_cache(maxsize=FORMS_REMEMBERED)
def _known_shape(attempt_id: UUID) -> Shape:
    form = store().layout(attempt_id)
    if form is None:
        raise NotFound
    return shape_of(sat.layout_from(*form))
