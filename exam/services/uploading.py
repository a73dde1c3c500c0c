"""Handing in a file with a case study: told by its content, kept under a random name, with its history."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from documents.uploads import CALLED, Opened, open_upload
from exam.domain.attempt import AttemptState
from exam.models.attempts import Attempt, SavedFile
from exam.services.timekeeping import settle
from kernel.errors import Refused
from kernel.filename import display_name
from kernel.verdict import Refusal
from storage.database import db
from storage.files import files

MOST_FILES = 20
"""How often a file may be replaced in one attempt."""
MOST_PAGES = 400


def look_at(content: bytes) -> Opened:
    """Open what was sent, before the attempt is held; raises Refused while there is time to choose another file."""
    return open_upload(content, takes=frozenset(CALLED), most_pages=MOST_PAGES)


def upload(attempt: Attempt, sent: Opened, *, name: str, now: datetime) -> UUID:
    """Keep a file; it replaces the one before, which stays on record. Confirmed only when its bytes are durable."""
    db.session.refresh(attempt, with_for_update=True)
    if attempt.form.layout.case_version_id is None:
        raise Refused(Refusal("no_file_wanted"))
    settle(attempt, now)
    if attempt.state is AttemptState.PAUSED:
        raise Refused(Refusal("paused"))
    if attempt.state is not AttemptState.IN_PROGRESS:
        raise Refused(Refusal("handed_in"))
    if not attempt.timing.accepts_answers(now):
        raise Refused(Refusal("late", at=attempt.timing.deadline))
    count = db.session.scalar(select(func.count()).select_from(SavedFile).where(SavedFile.attempt_id == attempt.id))
    if (count or 0) >= MOST_FILES:
        raise Refused(Refusal("too_many_files", most=MOST_FILES))
    stored = files.put(sent.content)
    row = SavedFile(
        attempt_id=attempt.id,
        name=display_name(name),
        media_type=sent.media_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row.id
