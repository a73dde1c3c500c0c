"""Files of case studies: those on their way, and what is in one that was handed in."""

from uuid import UUID

from sqlalchemy import func, select

from exam.domain.upload import UploadState
from exam.domain.work import HandedFile
from exam.models.attempts import FILE_SEALED_AS, Attempt, SavedFile
from exam.models.uploads import Upload, UploadPart
from kernel.errors import NotFound
from storage.database import db
from storage.files import files
from storage.sealed_files import read_sealed


def upload_row(attempt_id: UUID, upload_id: UUID) -> Upload:
    """An upload of an attempt; raises NotFound."""
    found = db.session.scalar(select(Upload).where(Upload.id == upload_id, Upload.attempt_id == attempt_id))
    if found is None:
        raise NotFound
    return found


def uploads_under_way(attempt_id: UUID) -> list[Upload]:
    """The uploads of an attempt that have begun and not ended, the oldest first."""
    query = select(Upload).where(Upload.attempt_id == attempt_id, Upload.state == UploadState.UNDER_WAY)
    return list(db.session.scalars(query.order_by(Upload.begun_at, Upload.id)))


def upload_of_newest_file(attempt_id: UUID) -> Upload | None:
    """The upload that brought the file that counts now."""
    newest = select(SavedFile.id).where(SavedFile.attempt_id == attempt_id)
    newest = newest.order_by(SavedFile.uploaded_at.desc(), SavedFile.id.desc()).limit(1)
    return db.session.scalar(select(Upload).where(Upload.file_id == newest.scalar_subquery()))


def parts_of(upload_id: UUID) -> list[UploadPart]:
    """What has arrived, in order."""
    query = select(UploadPart).where(UploadPart.upload_id == upload_id).order_by(UploadPart.offset)
    return list(db.session.scalars(query))


def brought(attempt: Attempt) -> tuple[int, int]:
    """How many files an attempt has brought, and how many uploads it has begun."""
    of_files = select(func.count()).select_from(SavedFile).where(SavedFile.attempt_id == attempt.id)
    of_uploads = select(func.count()).select_from(Upload).where(Upload.attempt_id == attempt.id)
    return db.session.scalar(of_files) or 0, db.session.scalar(of_uploads) or 0


def content_of(file: HandedFile) -> bytes:
    """The bytes of a file as they were handed in; raises NotFound or SealBroken."""
    if file.sealed_key is None:
        return files.read(file.key)
    return read_sealed(file.key, file.sealed_key, of=FILE_SEALED_AS.of(file.id))
