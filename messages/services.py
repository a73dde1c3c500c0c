"""Writing to people. The mail is the same text as the notice, in both languages, sent by a job."""

from datetime import datetime
from uuid import UUID

from flask_mailman import EmailMessage
from sqlalchemy import func, select

from kernel import clock
from kernel.event import publish
from kernel.words import Words
from messages.events import NoticeWritten
from messages.models import Notice
from storage.database import db, existing


def notify(*, person_id: UUID, subject: Words, body: Words, link: str, now: datetime) -> None:
    """Leave a notice for a person and send it as mail; `link` is a local path."""
    notice = Notice(
        person_id=person_id,
        subject_zh=subject.zh,
        subject_en=subject.en,
        body_zh=body.zh,
        body_en=body.en,
        link=link,
        sent_at=clock.on_the_wall(now),
    )
    db.session.add(notice)
    db.session.flush()
    publish(NoticeWritten(notice.id))


def mail_notice(address: str, base_url: str, notice_id: UUID, *, now: datetime) -> None:
    """Send a notice to an address, once."""
    found = notice(notice_id)
    if found.mailed_at is not None:
        return
    text = "\n\n".join((found.body_zh, found.body_en, base_url.rstrip("/") + found.link))
    EmailMessage(f"{found.subject_zh} / {found.subject_en}", text, to=[address]).send()
    found.mailed_at = now


def notice(notice_id: UUID) -> Notice:
    """One notice; raises NotFound."""
    return existing(Notice, notice_id)


def notices_of(person_id: UUID, limit: int = 50) -> list[Notice]:
    """A person's notices, newest first."""
    query = select(Notice).where(Notice.person_id == person_id).order_by(Notice.sent_at.desc()).limit(limit)
    return list(db.session.scalars(query))


def unread_count(person_id: UUID) -> int:
    """How many notices a person has not read."""
    query = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(query) or 0


def mark_read(found: Notice, *, now: datetime) -> None:
    """The person has seen it."""
    found.read_at = found.read_at or now
