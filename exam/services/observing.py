"""Noting what is seen of an attempt, and deciding the cases that it makes; nothing here touches answers or marks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, insert, select

from accounts.services import audit
from exam.domain.incident import IncidentKind
from exam.domain.integrity import (
    LONGEST_DETAIL,
    MOST_A_MINUTE,
    MOST_OF_AN_ATTEMPT,
    Outcome,
    Seen,
)
from exam.models.attempts import Attempt
from exam.models.integrity import CaseDecision, Observed
from exam.queries import cases
from exam.services import incidents
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage import alone
from storage.database import db

A_MINUTE = timedelta(minutes=1)
PLACES_REMEMBERED = 8192
_SEEN = db.metadata.tables[Observed.__tablename__]
_NOTE = insert(_SEEN).returning(_SEEN.c.id)
_SO_FAR = select(
    func.count().label("of_all"), func.count().filter(Observed.at > bindparam("lately")).label("of_late")
).where(Observed.attempt_id == bindparam("attempt_id"))
_PLACES = (
    select(Observed.seen, Observed.detail)
    .where(Observed.attempt_id == bindparam("attempt_id"), Observed.seen.in_([Seen.ADDRESS, Seen.BROWSER]))
    .order_by(Observed.at, Observed.position)
)
_last_place: dict[UUID, tuple[str, str]] = {}


def note(attempt_id: UUID, *seen: Seen, detail: str = "", now: datetime) -> int:
    """Write down what was seen, in its order and at the server's time; how much of it there was room for.

    The statement stands alone: it is written even where the page that noticed it is refused.
    """
    row = alone.row(_SO_FAR, attempt_id=attempt_id, lately=now - A_MINUTE)
    room = max(0, min(MOST_OF_AN_ATTEMPT - row.of_all, MOST_A_MINUTE - row.of_late)) if row else 0
    for position, each in enumerate(seen[:room]):
        fact = {"id": uuid4(), "attempt_id": attempt_id, "seen": each, "at": now, "position": position}
        alone.row(_NOTE, **fact, detail=detail[:LONGEST_DETAIL])
    return len(seen[:room])


def note_place(attempt_id: UUID, address: str, browser: str, *, now: datetime) -> None:
    """Write down from where and with which browser an attempt is written, whenever it is another one than before."""
    place = (address[:LONGEST_DETAIL], browser[:LONGEST_DETAIL])
    if _last_place.get(attempt_id) == place:
        return
    before = {row.seen: row.detail for row in alone.rows(_PLACES, attempt_id=attempt_id)}
    for seen, detail in zip((Seen.ADDRESS, Seen.BROWSER), place, strict=True):
        if before.get(seen) != detail:
            note(attempt_id, seen, detail=detail, now=now)
    if len(_last_place) > PLACES_REMEMBERED:
        _last_place.clear()
    _last_place[attempt_id] = place


def decide(attempt: Attempt, outcome: Outcome, reason: str, *, actor: Actor, now: datetime) -> None:
    """Say what is to be made of a case; raises Refused where there is nothing to decide."""
    db.session.refresh(attempt, with_for_update=True)
    case = cases.case_of(attempt)
    if not case.open_flags:
        raise Refused(Refusal("no_case"))
    flags = sorted(case.flags)
    db.session.add(
        CaseDecision(
            attempt_id=attempt.id,
            outcome=outcome,
            reason=reason.strip(),
            flags=list(flags),
            decided_by_id=actor.id,
            decided_at=now,
        )
    )
    if outcome is Outcome.NOTED:
        incidents.report(attempt.sitting_id, IncidentKind.NOTE, reason, entry_id=attempt.entry_id, actor=actor, now=now)
    db.session.flush()
    detail: dict[str, Sequence[str] | str] = {"outcome": outcome, "flags": list(flags), "reason": reason.strip()}
    audit.record(actor, "exam.decide_case", f"attempt:{attempt.id}", detail, now=now)
