"""Holding a rehearsal: the copy of a sitting with simulated people, its clock, and its removal without a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from accounts.services import audit, simulating
from exam.domain.entry import EntryMove
from exam.domain.rehearsal import Anchor
from exam.domain.sitting import SITTING, SittingMove, SittingState
from exam.models.announcements import Announcement, AnnouncementSeen
from exam.models.answer_files import AnswerFile, FiledAnswer, FileDecision
from exam.models.attempts import Attempt, SavedAnswer, SavedFile, TimeRecord
from exam.models.heartbeats import Heartbeat
from exam.models.incidents import IncidentRecord
from exam.models.integrity import CaseDecision, Observed, Safeguards, Signed
from exam.models.papers import Form, Pool
from exam.models.rehearsals import ClockAnchor, Rehearsal
from exam.models.rooms import Invigilation, SittingRoom, Stop
from exam.models.sittings import Entry, Sitting
from exam.models.uploads import Upload, UploadPart
from exam.queries import rehearsals, safeguards
from exam.queries import sittings as planned
from exam.services import assembling, entering
from kernel import clock
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from storage.database import db
from storage.files import files
from storage.transaction import after_commit

MOST_CANDIDATES, USUAL_CANDIDATES, USUAL_SEED = 500, 20, "1"
BEFORE_THE_DOOR = timedelta(minutes=5)
"""So long before its door opens a rehearsal begins."""
SILENT_FOR = timedelta(minutes=2)
"""A rehearsal that nobody has spoken of for so long was broken off."""
OWN = ("id", "state", "revision", "results_at", "rehearsal_of")
"""What a copy does not take over."""


def begin(sitting: Sitting, *, candidates: int, speed: float | None, seed: str, actor: Actor, now: datetime) -> UUID:
    """Copy the sitting, seat simulated people and set the clock before the door opens; the id of the copy.

    Raises Refused where the sitting is cancelled or rehearsed already, where the numbers are no numbers for it, or the
    bank cannot fill a paper.
    """
    if sitting.rehearsal_of is not None:
        raise NotFound
    most = min(sitting.capacity, MOST_CANDIDATES)
    if sitting.state is SittingState.CANCELLED:
        raise Refused(Refusal("sitting_not_open"))
    if not 0 < candidates <= most or (speed is not None and speed < 1):
        raise Refused(Refusal("rehearsal_out_of_range", most=most))
    assembling.check_bank(sitting)
    same = {c.key: getattr(sitting, c.key) for c in Sitting.__table__.columns if c.key not in OWN}
    copy = Sitting(**same, state=SITTING.begins, revision=0)
    copy.id, copy.rehearsal_of = uuid4(), sitting.id
    copy.move(SittingMove.PUBLISH)
    try:
        with db.session.begin_nested():
            db.session.add(copy)
    except IntegrityError:
        raise Refused(Refusal("rehearsed_already")) from None
    _furnish(copy, sitting, now)
    for person_id in simulating.make_simulated(candidates, now=now):
        entering.add(copy, person_id, now=now)
    for entry, seat in zip(copy.waiting, copy.seat_numbers, strict=False):
        entry.sit(seat)
        entry.move(EntryMove.SEAT)
    db.session.add(Rehearsal(sitting_id=copy.id, seed=seed, speed=speed, begun_at=now, heard_at=now))
    first = Anchor(at=now, shown=copy.door_opens_at - BEFORE_THE_DOOR, speed=speed or 1)
    db.session.add(ClockAnchor(sitting_id=copy.id, number=1, at=first.at, shown=first.shown, speed=first.speed))
    db.session.flush()
    after_commit(rehearsals.look_again)
    detail = {"rehearsal": str(copy.id), "candidates": candidates, "speed": speed, "seed": seed}
    audit.record(actor, "exam.begin_rehearsal", f"sitting:{sitting.id}", detail, now=now)
    return copy.id


def _furnish(copy: Sitting, sitting: Sitting, now: datetime) -> None:
    """The same rooms, the same who watch, the same that is asked of candidates."""
    for room in sitting.rooms:
        copy.rooms.append(
            SittingRoom(room_id=room.room_id, room=room.room, first_seat=room.first_seat, seats=room.seats)
        )
    for each in sitting.invigilations:
        copy.invigilations.append(Invigilation(person_id=each.person_id, room_id=each.room_id))
    asked = safeguards.safeguards_of(sitting.id)
    if asked is not None:
        same = {c.key: getattr(asked, c.key) for c in Safeguards.__table__.columns if c.key != "sitting_id"}
        db.session.add(Safeguards(sitting_id=copy.id, **same))
    db.session.flush()


@contextmanager
def by_its_clock(sitting_id: UUID) -> Iterator[datetime]:
    """In this block the clock of the rehearsal holds; it shows this at the beginning."""
    with clock.by(rehearsals.clock_of(sitting_id).shown_at):
        yield clock.now()


def set_clock(sitting_id: UUID, *, to: datetime | None = None, speed: float, now: datetime) -> Anchor:
    """Let the clock of a rehearsal jump ahead, or go at another speed; the anchor by which it goes then."""
    anchor = rehearsals.clock_of(sitting_id).set_anew(now, to=to, speed=speed)
    query = select(func.max(ClockAnchor.number)).where(ClockAnchor.sitting_id == sitting_id)
    number = (db.session.scalar(query) or 0) + 1
    row = ClockAnchor(sitting_id=sitting_id, number=number, at=anchor.at, shown=anchor.shown, speed=anchor.speed)
    db.session.add(row)
    db.session.flush()
    return anchor


def is_held(rehearsal: Rehearsal, now: datetime) -> bool:
    """Whether somebody is at it; where it is neither held nor over, it was broken off."""
    return rehearsal.report is None and now - rehearsal.heard_at < SILENT_FOR


def stop(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """Have the rehearsal of a sitting end before its time, with a report. Raises Refused where nobody is at it."""
    rehearsal = rehearsals.rehearsal_of(sitting.id)
    if rehearsal is None:
        raise NotFound
    if not is_held(rehearsal, now):
        raise Refused(Refusal("rehearsal_is_not_held"))
    rehearsal.stopped_at = now
    audit.record(
        actor, "exam.stop_rehearsal", f"sitting:{sitting.id}", {"rehearsal": str(rehearsal.sitting_id)}, now=now
    )


def remove(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    """Take the rehearsal of a sitting away: rows, files and simulated people. Raises Refused while it is held."""
    rehearsal = rehearsals.rehearsal_of(sitting.id)
    if rehearsal is None:
        raise NotFound
    if is_held(rehearsal, now):
        raise Refused(Refusal("rehearsal_is_held"))
    copy = planned.sitting_row(rehearsal.sitting_id)
    people = [entry.candidate_id for entry in copy.entries]
    keys = _delete(copy.id)
    simulating.remove_simulated(people)
    after_commit(rehearsals.look_again)
    for key in keys:
        after_commit(lambda key=key: files.remove(key))  # type: ignore[misc]
    detail = {"rehearsal": str(rehearsal.sitting_id), "candidates": len(people)}
    audit.record(actor, "exam.remove_rehearsal", f"sitting:{sitting.id}", detail, now=now)


def _delete(sitting_id: UUID) -> list[str]:
    """Delete every row that belongs to a sitting, and the sitting; the keys of its files."""
    if not rehearsals.is_rehearsal(sitting_id):
        raise NotFound
    attempts = select(Attempt.id).where(Attempt.sitting_id == sitting_id)
    entries = select(Entry.id).where(Entry.sitting_id == sitting_id)
    handed = select(AnswerFile.id).where(AnswerFile.attempt_id.in_(attempts))
    uploads = select(Upload.id).where(Upload.attempt_id.in_(attempts))
    saved = select(SavedFile.key).where(SavedFile.attempt_id.in_(attempts))
    parts = select(UploadPart.key).where(UploadPart.upload_id.in_(uploads))
    keys = [*db.session.scalars(saved), *db.session.scalars(parts)]
    db.session.expunge_all()
    db.session.execute(update(Entry).where(Entry.sitting_id == sitting_id).values(stop_id=None, resit_id=None))
    db.session.execute(update(IncidentRecord).where(IncidentRecord.sitting_id == sitting_id).values(follows=None))
    for row, column, owners in _owned(sitting_id, attempts, entries, handed, uploads):
        db.session.execute(delete(row).where(column.in_(owners)), execution_options={"synchronize_session": False})
    return keys


def _owned(
    sitting_id: UUID, attempts: Select[UUID], entries: Select[UUID], handed: Select[UUID], uploads: Select[UUID]
) -> list[tuple[type, Any, Any]]:
    """Which rows belong to whom, those first to which none points."""
    this = [sitting_id]
    return [
        (FileDecision, FileDecision.file_id, handed),
        (FiledAnswer, FiledAnswer.file_id, handed),
        (AnswerFile, AnswerFile.attempt_id, attempts),
        (UploadPart, UploadPart.upload_id, uploads),
        (Upload, Upload.attempt_id, attempts),
        *((row, row.attempt_id, attempts) for row in (SavedFile, SavedAnswer, TimeRecord, AnnouncementSeen)),
        *((row, row.attempt_id, attempts) for row in (Observed, CaseDecision)),
        *((row, row.sitting_id, this) for row in (Announcement, IncidentRecord, Attempt, Form, Pool)),
        *((row, row.entry_id, entries) for row in (Heartbeat, Signed)),
        *((row, row.sitting_id, this) for row in (Entry, Stop, Invigilation, SittingRoom, Safeguards)),
        *((row, row.sitting_id, this) for row in (ClockAnchor, Rehearsal)),
        (Sitting, Sitting.id, this),
    ]
