"""Handing in a file with a case study: told by its content, kept under a random name, with its history."""

from datetime import datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import magic
import structlog
from sqlalchemy import func, select

from exam.domain.attempt import AttemptState
from exam.domain.upload import LARGEST_UNPACKED, check_file
from exam.models import Attempt, SavedFile
from kernel.errors import Refused
from kernel.filename import display_name
from kernel.verdict import Refusal
from storage.database import db
from storage.files import files

log = structlog.get_logger()

MOST_FILES = 20
"""How often a file may be replaced in one attempt."""
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ARCHIVES = frozenset({"application/zip", "application/octet-stream", *OFFICE.values()})
MACROS = "vbaproject.bin"


def upload(attempt: Attempt, *, name: str, content: bytes, now: datetime) -> UUID:
    """Keep a file; it replaces the one before, which stays on record. Confirmed only when its bytes are durable."""
    db.session.refresh(attempt, with_for_update=True)
    if attempt.form.layout.case_version_id is None:
        raise Refused(Refusal("no_file_wanted"))
    if attempt.state is not AttemptState.IN_PROGRESS:
        raise Refused(Refusal("handed_in"))
    if not attempt.timing.accepts_answers(now):
        raise Refused(Refusal("late", at=attempt.timing.deadline))
    media_type = media_type_of(content)
    verdict = check_file(size=len(content), media_type=media_type)
    if not verdict:
        raise Refused(*verdict.refusals)
    count = db.session.scalar(select(func.count()).select_from(SavedFile).where(SavedFile.attempt_id == attempt.id))
    if (count or 0) >= MOST_FILES:
        raise Refused(Refusal("too_many_files", most=MOST_FILES))
    stored = files.put(content)
    row = SavedFile(
        attempt_id=attempt.id,
        name=display_name(name),
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def media_type_of(content: bytes) -> str:
    """What the bytes are, whatever their name says; an office document with macros is not taken for one."""
    if not content:
        return "application/x-empty"
    said = magic.from_buffer(content, mime=True)
    return _office_type(content) or "application/zip" if said in ARCHIVES else said


def _office_type(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED or archive.testzip():
                return None
    except Exception:  # a damaged archive fails in every way there is, and is none
        log.info("archive not readable", size=len(content), exc_info=True)
        return None
    if any(name.endswith(MACROS) for name in names) or "[content_types].xml" not in names:
        return None
    return next((media_type for part, media_type in OFFICE.items() if part in names), None)
