"""Bringing a file with a case study, part by part; it is confirmed only when its bytes and its row are durable."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import delete

from documents.uploads import CALLED, LARGEST_FILE, Opened, open_upload
from exam.domain.attempt import AttemptState
from exam.domain.upload import UploadMove, UploadState, over_quota, received_after
from exam.models.attempts import FILE_SEALED_AS, Attempt, SavedFile
from exam.models.uploads import PART_SEALED_AS, Upload, UploadPart
from exam.queries.uploads import brought, parts_of, upload_of_newest_file, uploads_under_way
from exam.services.timekeeping import settle
from kernel.errors import Refused
from kernel.filename import display_name
from kernel.verdict import Refusal
from storage.database import db
from storage.files import files
from storage.sealed_files import SealedFile, put_sealed, read_sealed
from storage.transaction import after_commit, let_go

MOST_PAGES = 400


def begin(attempt: Attempt, *, writer: str, name: str, size: int, fingerprint: str, now: datetime) -> Upload:
    """Announce a file; the same one again goes on where it was, or is there already. Raises Refused."""
    _hold(attempt, now, writer)
    name = display_name(name)
    under_way = uploads_under_way(attempt.id)
    same = [each for each in under_way if (each.size, each.sha256) == (size, fingerprint)]
    newest = upload_of_newest_file(attempt.id)
    if newest is not None and (newest.name, newest.size, newest.sha256) == (name, size, fingerprint):
        same.append(newest)
    if same:
        return same[0]
    if size == 0:
        raise Refused(Refusal("file_empty"))
    if size > LARGEST_FILE:
        raise Refused(Refusal("file_too_large", most=LARGEST_FILE // 1024 // 1024))
    arrived, begun = brought(attempt)
    refusal = over_quota(files=arrived, under_way=len(under_way), begun=begun)
    if refusal is not None:
        raise Refused(refusal)
    upload = Upload(attempt_id=attempt.id, name=name, size=size, sha256=fingerprint, begun_at=now)
    db.session.add(upload)
    db.session.flush()
    return upload


def add_part(upload: Upload, offset: int, content: bytes, *, now: datetime) -> int:
    """Keep a part; how much has arrived. What was sent before, or does not come next, changes nothing."""
    attempt, upload_id, part_id = upload.attempt, upload.id, uuid4()
    let_go()
    with _stored(content, of=PART_SEALED_AS.of(part_id)) as stored:
        _hold(attempt, now)
        db.session.refresh(upload, with_for_update=True)
        if upload.state is not UploadState.UNDER_WAY:
            raise Refused(Refusal("upload_over"))
        received = received_after(upload.received, upload.size, offset, len(content))
        if received is None:
            files.remove(stored.key)
            return upload.received
        db.session.add(
            UploadPart(id=part_id, upload_id=upload_id, offset=offset, key=stored.key, sealed_key=stored.sealed_key)
        )
        upload.received = received
        db.session.flush()
        return received


def finish(upload: Upload, *, writer: str, now: datetime) -> Refusal | None:
    """Make a handed-in file of what has arrived; doing it again changes nothing.

    A file that nobody wants is dropped, and why is returned, not raised. Raises Refused where it may be tried again.
    """
    if upload.state is UploadState.KEPT:
        return None
    if upload.state is not UploadState.UNDER_WAY:
        raise Refused(Refusal("upload_over"))
    if upload.received != upload.size:
        raise Refused(Refusal("upload_incomplete"))
    attempt, name, fingerprint = upload.attempt, upload.name, upload.sha256
    parts = [(part.key, part.sealed_key, PART_SEALED_AS.of(part.id)) for part in parts_of(upload.id)]
    let_go()
    try:
        content = b"".join(read_sealed(key, sealed_key, of=of) for key, sealed_key, of in parts)
        opened = look_at(content, fingerprint)
    except Refused as refused:
        db.session.refresh(upload, with_for_update=True)
        if upload.state is UploadState.UNDER_WAY:
            _end(upload, UploadMove.REFUSE)
        return refused.refusals[0]
    keep_file(attempt, opened, name=name, writer=writer, of=upload, now=now)
    return None


def give_up(attempt: Attempt) -> None:
    """Drop what has not arrived whole; where nothing is under way, nothing happens."""
    db.session.refresh(attempt, with_for_update=True)
    give_up_unfinished(attempt)


def give_up_unfinished(attempt: Attempt) -> None:
    """The same where the attempt is locked already, as when it is closed: what did not arrive whole does not count."""
    for upload in uploads_under_way(attempt.id):
        _end(upload, UploadMove.GIVE_UP)


def require_no_upload(attempt: Attempt) -> None:
    """Handing in waits for files: raises Refused while one is under way. The attempt is locked."""
    under_way = uploads_under_way(attempt.id)
    if under_way:
        raise Refused(Refusal("upload_under_way", name=under_way[0].name))


def look_at(content: bytes, fingerprint: str = "") -> Opened:
    """Open what was sent, before the attempt is held; raises Refused while there is time to choose another file."""
    if fingerprint and sha256(content).hexdigest() != fingerprint:
        raise Refused(Refusal("file_damaged"))
    return open_upload(content, takes=frozenset(CALLED), most_pages=MOST_PAGES)


def keep_file(
    attempt: Attempt, sent: Opened, *, name: str, writer: str | None = None, of: Upload | None = None, now: datetime
) -> None:
    """Keep a file; it replaces the one before, which stays on record. Its bytes are on the disk before its row.

    Where it comes `of` an upload that is kept already, nothing is kept twice; raises Refused where that was given up.
    """
    file_id = uuid4()
    with _stored(sent.content, of=FILE_SEALED_AS.of(file_id)) as stored:
        _hold(attempt, now, writer)
        if of is not None:
            db.session.refresh(of, with_for_update=True)
            if of.state is UploadState.KEPT:
                return files.remove(stored.key)
            if of.state is not UploadState.UNDER_WAY:
                raise Refused(Refusal("upload_over"))
        row = SavedFile(
            id=file_id,
            attempt_id=attempt.id,
            name=display_name(name),
            media_type=sent.media_type,
            size=len(sent.content),
            sha256=sha256(sent.content).hexdigest(),
            key=stored.key,
            sealed_key=stored.sealed_key,
            uploaded_at=now,
        )
        db.session.add(row)
        db.session.flush()
        if of is not None:
            of.file_id = file_id
            _end(of, UploadMove.KEEP)
    return None


@contextmanager
def _stored(content: bytes, *, of: str) -> Iterator[SealedFile]:
    """The bytes on the disk before the database is held; they go again where they are not wanted."""
    stored = put_sealed(content, of=of)
    try:
        yield stored
    except Exception:
        files.remove(stored.key)
        raise


def _hold(attempt: Attempt, now: datetime, writer: str | None = None) -> None:
    """Lock the attempt and see that it takes a file, and from this page; raises Refused."""
    db.session.refresh(attempt, with_for_update=True)
    settle(attempt, now)
    if attempt.form.layout.case_version_id is None:
        raise Refused(Refusal("no_file_wanted"))
    if attempt.state is AttemptState.PAUSED:
        raise Refused(Refusal("paused"))
    if attempt.state is not AttemptState.IN_PROGRESS:
        raise Refused(Refusal("handed_in"))
    if not attempt.timing.accepts_answers(now):
        raise Refused(Refusal("late", at=attempt.timing.deadline))
    if writer is not None and attempt.writer != writer:
        raise Refused(Refusal("elsewhere"))


def _end(upload: Upload, move: UploadMove) -> None:
    """The upload is over, and its parts are not needed any more."""
    upload.move(move)
    _forget(parts_of(upload.id))
    db.session.flush()


def _forget(parts: Sequence[UploadPart]) -> None:
    for part in parts:
        after_commit(partial(files.remove, part.key))
    db.session.execute(delete(UploadPart).where(UploadPart.id.in_([part.id for part in parts])))
