"""Telling everybody in a sitting something while they write, and hearing from them that they have seen it."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from accounts.services import audit
from exam.domain.announcement import LONGEST_ANNOUNCEMENT, Announced
from exam.models.announcements import Announcement, AnnouncementSeen
from exam.models.attempts import Attempt
from exam.models.sittings import Entry, Sitting
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from storage.database import db


def announce(sitting: Sitting, words: Words, *, room_id: UUID | None = None, actor: Actor, now: datetime) -> int:
    """Say it to all or to one room, in the languages in which it was written; its number. Raises Refused."""
    zh, en = words.zh.strip(), words.en.strip()
    if not (zh or en) or max(len(zh), len(en)) > LONGEST_ANNOUNCEMENT:
        raise Refused(Refusal("announcement_without_words", most=LONGEST_ANNOUNCEMENT))
    said = Announcement(sitting_id=sitting.id, room_id=room_id, zh=zh or en, en=en or zh, at=now, actor_id=actor.id)
    db.session.add(said)
    db.session.flush()
    audit.record(
        actor, "exam.announce", f"sitting:{sitting.id}", {"number": said.number, "zh": said.zh, "en": said.en}, now=now
    )
    return said.number


def see(attempt: Attempt, number: int, *, now: datetime) -> None:
    """The candidate has seen it; a second time changes nothing. Raises NotFound where it was not said to them."""
    said = db.session.get(Announcement, number)
    if said is None or said.sitting_id != attempt.sitting_id:
        raise NotFound
    if db.session.get(AnnouncementSeen, (number, attempt.id)) is None:
        # Who says so in two windows at once has seen it.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(AnnouncementSeen(number=number, attempt_id=attempt.id, at=now))


def unseen_by(attempt: Attempt) -> list[Announced]:
    """What was said to them and they have not said to have seen, the first first."""
    seen = set(db.session.scalars(select(AnnouncementSeen.number).where(AnnouncementSeen.attempt_id == attempt.id)))
    said = said_to(db.session.get_one(Entry, attempt.entry_id))
    return [one for one in said if one.number not in seen]


def said_to(entry: Entry) -> list[Announced]:
    """What was said in somebody's sitting, or in their room of it, since its door opened, the first first."""
    query = select(Announcement).where(
        Announcement.sitting_id == entry.sitting_id, Announcement.at >= entry.sitting.door_opens_at
    )
    here = {None, entry.room.room_id if entry.room else None}
    return [_facts(row) for row in db.session.scalars(query.order_by(Announcement.number)) if row.room_id in here]


def announced(sitting_id: UUID, room_id: UUID | None = None) -> list[tuple[Announced, int]]:
    """What was said to a sitting, or could be heard in one of its rooms, the last first; and how many have seen it."""
    query = (
        select(Announcement, func.count(AnnouncementSeen.attempt_id))
        .outerjoin(AnnouncementSeen, AnnouncementSeen.number == Announcement.number)
        .where(Announcement.sitting_id == sitting_id)
        .group_by(Announcement.number)
        .order_by(Announcement.number.desc())
    )
    if room_id is not None:
        query = query.where(or_(Announcement.room_id.is_(None), Announcement.room_id == room_id))
    return [(_facts(row), seen) for row, seen in db.session.execute(query)]


def _facts(row: Announcement) -> Announced:
    return Announced(number=row.number, words=Words(row.zh, row.en), at=row.at)
