"""Noting what is seen of an attempt, and deciding the cases that it makes; nothing here touches answers or marks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, bindparam, func, insert, literal, select

from accounts.services import audit
from exam.domain.incident import IncidentKind
from exam.domain.integrity import (
    LONGEST_DETAIL,
    MOST_A_MINUTE,
    MOST_OF_AN_ATTEMPT,
    TOLD_BY_THE_PAGE,
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
_BOTH = [{each.name: bindparam(f"{each.name}_{row}", type_=each.type) for each in _SEEN.c} for row in (0, 1)]
_NOTE_BOTH = insert(_SEEN).values(_BOTH).returning(_SEEN.c.id)


def _so_far(*, of_the_page: bool) -> Select[int, int]:
    counted = func.count().label("of_all"), func.count().filter(Observed.at > bindparam("lately")).label("of_late")
    told = Observed.seen.in_([literal(each, Observed.seen.type) for each in sorted(TOLD_BY_THE_PAGE)])
    return select(*counted).where(Observed.attempt_id == bindparam("attempt_id"), told if of_the_page else ~told)


_SO_FAR = {True: _so_far(of_the_page=True), False: _so_far(of_the_page=False)}
"""What a page tells takes no room from what the server sees itself."""
_PLACES = (
    select(Observed.seen, Observed.detail)
    .where(Observed.attempt_id == bindparam("attempt_id"), Observed.seen.in_([Seen.ADDRESS, Seen.BROWSER]))
    .order_by(Observed.at, Observed.position)
)
_last_place: dict[UUID, tuple[str, str]] = {}


def note(attempt_id: UUID, seen: Seen, *, now: datetime) -> None:
    """Write down what the server saw, as far as there is room.

    The statement stands alone: it is written even where the page that noticed it is refused.
    """
    if _room(attempt_id, of_the_page=False, now=now):
        alone.row(_NOTE, **_fact(attempt_id, seen, now))


def note_told(attempt_id: UUID, seen: Sequence[Seen], *, now: datetime) -> int:
    """Write down what a page told, in its order and at the server's time; how much of it there was room for."""
    kept = seen[: _room(attempt_id, of_the_page=True, now=now)]
    if kept:
        db.session.execute(_NOTE, [_fact(attempt_id, each, now, position=place) for place, each in enumerate(kept)])
    return len(kept)


def note_place(attempt_id: UUID, address: str, browser: str, *, now: datetime) -> None:
    """Write down from where and with which browser an attempt is written, whenever it is another one than before."""
    place = (address[:LONGEST_DETAIL], browser[:LONGEST_DETAIL])
    if _last_place.get(attempt_id) == place:
        return
    known = alone.rows(_PLACES, attempt_id=attempt_id)
    before = {row.seen: row.detail for row in known}
    told = zip((Seen.ADDRESS, Seen.BROWSER), place, strict=True)
    new = [_fact(attempt_id, seen, now, detail) for seen, detail in told if before.get(seen) != detail]
    if len(known) < MOST_OF_AN_ATTEMPT and len(new) > 1:
        both = {f"{name}_{row}": value for row, fact in enumerate(new) for name, value in fact.items()}
        alone.row(_NOTE_BOTH, **both)
    elif len(known) < MOST_OF_AN_ATTEMPT and new:
        alone.row(_NOTE, **new[0])
    if len(_last_place) > PLACES_REMEMBERED:
        _last_place.clear()
    _last_place[attempt_id] = place


def _room(attempt_id: UUID, *, of_the_page: bool, now: datetime) -> int:
    row = alone.row(_SO_FAR[of_the_page], attempt_id=attempt_id, lately=now - A_MINUTE)
    return max(0, min(MOST_OF_AN_ATTEMPT - row.of_all, MOST_A_MINUTE - row.of_late)) if row else 0


def _fact(attempt_id: UUID, seen: Seen, now: datetime, detail: str = "", position: int = 0) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "attempt_id": attempt_id,
        "seen": seen,
        "at": now,
        "position": position,
        "detail": detail,
    }


def decide(attempt: Attempt, outcome: Outcome, reason: str, *, actor: Actor, now: datetime) -> None:
    """Say what is to be made of a case; raises Refused where there is nothing to decide."""
    said = incidents.worded(reason)
    db.session.refresh(attempt, with_for_update=True)
    case = cases.case_of(attempt)
    if not case.open_flags:
        raise Refused(Refusal("no_case"))
    flags = sorted(case.flags)
    db.session.add(
        CaseDecision(
            attempt_id=attempt.id,
            outcome=outcome,
            reason=said,
            flags=list(flags),
            decided_by_id=actor.id,
            decided_at=now,
        )
    )
    if outcome is Outcome.NOTED:
        incidents.report(attempt.sitting_id, IncidentKind.NOTE, said, entry_id=attempt.entry_id, actor=actor, now=now)
    db.session.flush()
    detail: dict[str, Sequence[str] | str] = {"outcome": outcome, "flags": list(flags), "reason": said}
    audit.record(actor, "exam.decide_case", f"attempt:{attempt.id}", detail, now=now)
