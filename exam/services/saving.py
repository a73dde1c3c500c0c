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
from exam.domain.form import Layout
from exam.domain.timing import NETWORK_GRACE, remaining_ms
from exam.services.stores import Found, Save, store
from kernel.errors import BadInput, NotFound, Refused
from kernel.verdict import Refusal

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
    """Make the answers durable.

    Raises Refused with sign_in, handed_in, late or elsewhere, NotFound for what is not the sender's own, and BadInput
    for what does not fit the form; then nothing was stored. With conflict, what stands under used numbers stays.
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
    if found.stored < len(answers):
        _check_repeated(attempt_id, answers)
    return Acknowledged(max(answer.seq for answer in answers), remaining_ms(found.deadline, now))


def _object(found: Found | None, asked: Save) -> None:
    """Raise what stands against saving, in the order in which it matters to the candidate."""
    signed_in = found.is_signed_in if found else store().is_signed_in(asked.session_id, asked.now)
    if not signed_in:
        raise Refused(Refusal("sign_in"))
    if found is None or not found.is_own:
        raise NotFound
    if found.state != AttemptState.IN_PROGRESS:
        raise Refused(Refusal("handed_in"))
    if asked.now > found.deadline + NETWORK_GRACE:
        raise Refused(Refusal("late", at=found.deadline))
    if found.writer != asked.writer:
        raise Refused(Refusal("elsewhere"))


def _check_repeated(attempt_id: UUID, answers: Sequence[Answer]) -> None:
    """What was stored before must be the same; another content under a used number is refused."""
    stored = store().stored(attempt_id, [answer.seq for answer in answers])
    if any(stored.get(answer.seq) != answer for answer in answers):
        raise Refused(Refusal("conflict"))


def _fault(attempt_id: UUID, answers: Sequence[Answer]) -> BadInput | None:
    """What is wrong with the entries, told only after the statement has seen whose attempt it is."""
    shape = _shape(attempt_id)
    if shape is None:
        return None
    try:
        check_shape(answers, shape)
    except BadInput as fault:
        return fault
    return None if answers else BadInput(Refusal("bad_input", where="answers"), "answers")


def _shape(attempt_id: UUID) -> Shape | None:
    try:
        return _known_shape(attempt_id)
    except NotFound:
        return None


@lru_cache(maxsize=FORMS_REMEMBERED)
def _known_shape(attempt_id: UUID) -> Shape:
    layout = store().layout(attempt_id)
    if layout is None:
        raise NotFound
    return shape_of(Layout.from_data(layout))
