"""Questions that nobody has looked at for half a year: those who answer for the bank are told, once."""

from datetime import datetime

from sqlalchemy import select

import accounts.queries
from kernel.actor import Role
from kernel.words import Words
from messages.services import notify
from question_bank.domain.lifecycle import USABLE
from question_bank.models import Version
from storage.database import db

NAMED = 5
"""So many questions are named in the notice; the list has them all."""


def remind(*, now: datetime) -> int:
    """The sweep: one notice to each registrar for all questions that became due; returns how many there were."""
    query = select(Version).where(
        Version.state.in_(USABLE), Version.review_due_at <= now, Version.reminded_at.is_(None)
    )
    due = db.session.scalars(query).all()
    if not due:
        return 0
    for version in due:
        version.reminded_at = now
    db.session.flush()
    some = ", ".join(sorted(version.question.external_id for version in due)[:NAMED])
    more = Words("等", " and others") if len(due) > NAMED else Words("", "")
    for person in accounts.queries.people_in_role(Role.REGISTRAR):
        notify(
            person_id=person.id,
            subject=Words(zh=f"{len(due)} 道试题须复核", en=f"Questions to be reviewed again: {len(due)}"),
            body=Words(
                zh=f"下列试题自批准或上次复核起已满六个月：{some}{more.zh}。"
                "请通读，仍然正确的予以确认，否则修改或停用。",
                en=f"Six months have passed since these questions were approved or last reviewed: {some}{more.en}. "
                "Read them; confirm what is still right, change or retire what is not.",
            ),
            link="/questions?due=yes",
            now=now,
        )
    return len(due)
