"""What those who watch a sitting do for candidates, beside their time: let in, move to another device, end, note."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from accounts.services import audit, signing_in
from exam.domain.attempt import OPEN
from exam.domain.desk import DeskAction
from exam.domain.incident import IncidentKind
from exam.models.attempts import Attempt
from exam.models.sittings import Entry, Sitting
from exam.services import handing_in, incidents
from exam.services.timekeeping import require_others, seated
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.verdict import Refusal
from storage.database import db

NOBODYS_PAGE = ""
"""The page that writes, until a device takes the paper over."""


def act(
    sitting: Sitting, entry_ids: Collection[UUID], action: DeskAction, *, reason: str, actor: Actor, now: datetime
) -> int:
    """Do it for these candidates, as far as it concerns them; for how many that was. Raises Refused if for nobody."""
    reason = incidents.worded(reason)
    entries = seated(sitting, entry_ids)
    require_others(entries, actor)
    match action:
        case DeskAction.RELEASE:
            concerned = _release(entries, now)
        case DeskAction.TAKE_BACK:
            concerned = _take_back(entries)
        case DeskAction.MOVE_DEVICE:
            concerned = [_free(attempt, now) for attempt in _open(entries, now)]
        case DeskAction.END:
            concerned = [_end(attempt, reason, actor, now) for attempt in _open(entries, now)]
        case DeskAction.NOTE:
            concerned = [entry.id for entry in entries]
    if not concerned:
        raise Refused(Refusal("nothing_to_change"))
    if action in {DeskAction.NOTE, DeskAction.END, DeskAction.TAKE_BACK}:
        for entry_id in concerned:
            incidents.report(sitting.id, IncidentKind.NOTE, reason, entry_id=entry_id, actor=actor, now=now)
    db.session.flush()
    detail = {"entries": [str(entry_id) for entry_id in concerned], "reason": reason}
    audit.record(actor, f"exam.{action}", f"sitting:{sitting.id}", detail, now=now)
    return len(concerned)


def demand_release(sitting: Sitting, *, needed: bool, actor: Actor, now: datetime) -> None:
    """From now on nobody starts here without being released at the door, or everybody who may."""
    sitting.needs_release = needed
    db.session.flush()
    audit.record(actor, "exam.demand_release", f"sitting:{sitting.id}", {"needed": needed}, now=now)


def _release(entries: Collection[Entry], now: datetime) -> list[UUID]:
    """Whoever was let in before stays so since then."""
    waiting = [entry.id for entry in entries if entry.released_at is None]
    db.session.execute(update(Entry).where(Entry.id.in_(waiting)).values(released_at=now))
    return waiting


def _take_back(entries: Collection[Entry]) -> list[UUID]:
    """Whoever has started goes on; the entries are locked, so that nobody starts meanwhile."""
    started = select(Attempt.entry_id).where(Attempt.entry_id.in_([entry.id for entry in entries]))
    begun = set(db.session.scalars(started))
    back = [entry.id for entry in entries if entry.released_at is not None and entry.id not in begun]
    db.session.execute(update(Entry).where(Entry.id.in_(back)).values(released_at=None))
    return back


def _open(entries: Collection[Entry], now: datetime) -> Iterator[Attempt]:
    """The attempts that are still going on, locked."""
    query = select(Attempt).where(Attempt.entry_id.in_([entry.id for entry in entries])).order_by(Attempt.id)
    locked = query.with_for_update(of=Attempt).execution_options(populate_existing=True)
    return (attempt for attempt in db.session.scalars(locked).all() if attempt.state_at(now) in OPEN)


def _free(attempt: Attempt, now: datetime) -> UUID:
    """The device that had it is signed out and hears at its next word that it writes no more; another takes over."""
    attempt.writer, attempt.session_id = NOBODYS_PAGE, None
    signing_in.sign_out_everywhere(attempt.candidate_id, now=now)
    return attempt.entry_id


def _end(attempt: Attempt, reason: str, actor: Actor, now: datetime) -> UUID:
    handing_in.end(attempt, reason=reason, actor=actor, now=now)
    return attempt.entry_id
