"""Looking at versions again: somebody says that one is still right; who forgot is reminded."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import accounts.queries
from accounts.services import audit
from kernel.actor import Actor, Role
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from schemes import permissions, queries
from schemes.domain.draft import DraftState
from schemes.models import ReviewReminder, SchemeVersion, VersionReview
from schemes.services.drafting import LONGEST_REMARK
from storage.database import db


def confirm(version: SchemeVersion, *, remark: str, actor: Actor, now: datetime) -> None:
    """Put on record that somebody looked at a version and that it is still right."""
    if actor.id is None or not permissions.review_version.holds(actor, version):
        raise NotPermitted
    standing = {record.scheme.version_id for record in queries.history(version.code, now) if record.stands}
    if version.id not in standing:
        raise Refused(Refusal("review_of_past_version"))
    remark = remark.strip()[:LONGEST_REMARK]
    db.session.add(
        VersionReview(id=uuid4(), version_id=version.id, reviewer_id=actor.id, remark=remark, reviewed_at=now)
    )
    db.session.flush()
    audit.record(actor, "review_scheme", f"{version.code} {version.version}", {"remark": remark}, now=now)


def due(now: datetime) -> tuple[queries.VersionRecord, ...]:
    """The versions that were not looked at in time, of all schemes."""
    return tuple(record for code in queries.codes() for record in queries.history(code, now) if record.is_due(now))


def waiting_count(now: datetime) -> int:
    """How many drafts wait for approval and how many versions for review."""
    waiting = sum(draft.state is DraftState.WAITING for draft in queries.open_drafts())
    return waiting + len(due(now))


def remind(*, now: datetime) -> int:
    """The sweep: tell every registrar of each version that is due, once; returns how many versions were new."""
    return sum(_remind_of(record, now) for record in due(now))


def _remind_of(record: queries.VersionRecord, now: datetime) -> bool:
    version_id = record.scheme.version_id
    assert version_id is not None  # noqa: S101 -- a version on record has its id
    if _was_reminded(version_id, record):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(ReviewReminder(id=uuid4(), version_id=version_id, due_on=record.review_due, reminded_at=now))
    except IntegrityError:
        return False
    title, version, day = record.scheme.title, record.scheme.version, record.review_due.isoformat()
    for person in accounts.queries.people_in_role(Role.REGISTRAR):
        notify(
            person_id=person.id,
            subject=Words(zh=f"“{title.zh}”须复核", en=f"“{title.en}” has to be reviewed"),
            body=Words(
                zh=f"“{title.zh}”第 {version} 版应于 {day} 前复核：请通读全文，仍然正确的予以确认，否则起草新版本。",
                en=f"Version {version} of “{title.en}” was due for review on {day}. Read it through; confirm it "
                "where it is still right, and draft a new version where it is not.",
            ),
            link=f"/scheme-desk/{record.scheme.code}",
            now=now,
        )
    return True


def _was_reminded(version_id: UUID, record: queries.VersionRecord) -> bool:
    query = select(ReviewReminder.id).where(
        ReviewReminder.version_id == version_id, ReviewReminder.due_on == record.review_due
    )
    return db.session.scalar(query) is not None
