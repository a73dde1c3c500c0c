"""What the candidate's paper says to the server to bring a file: announce it, send it part by part, have it kept."""

from flask import request, url_for
from typing_extensions import TypedDict

from exam import permissions
from exam.domain.upload import LARGEST_PART, UploadState
from exam.forms.paper import AnnouncedFile, Claimed, GivenUp
from exam.models.attempts import Attempt
from exam.models.uploads import Upload
from exam.queries import attempts as sat
from exam.queries.uploads import upload_row, uploads_under_way
from exam.services import uploading
from exam.views import safe_browser
from exam.views.blueprint import bp, said
from kernel import clock
from kernel.errors import BadInput
from kernel.verdict import Refusal
from web.access import requires
from web.calls import BYTES, Moment, call
from web.fields import takes


class KeptFile(TypedDict):
    """The file of a case study as it was received."""

    name: str
    size: int
    sha256: str
    uploaded_at: Moment
    url: str


class UnderWay(TypedDict):
    """A file on its way: how much of it is durable, how much may come at once, and where to send it."""

    name: str
    size: int
    sha256: str
    received: int
    largest_part: int
    url: str


class Brought(TypedDict):
    """The file that counts now, and those on their way."""

    file: KeptFile | None
    uploads: list[UnderWay]


class PartKept(TypedDict):
    """How much of the file is durable: the next part begins there."""

    received: int


def brought(attempt: Attempt) -> Brought:
    """What an attempt has of files; a theory paper has none."""
    if sat.layout_of(attempt.form_id).case_version_id is None:
        return {"file": None, "uploads": []}
    return {"file": _file(attempt), "uploads": [_under_way(upload) for upload in uploads_under_way(attempt.id)]}


@bp.before_request
def read_parts_first() -> None:
    """A part is read whole before the database is asked anything: who sends slowly holds nobody up."""
    if request.endpoint == "exam.send_part":
        request.get_data()


@bp.post("/api/attempts/<uuid:attempt_id>/uploads")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(sends=AnnouncedFile, refuses=(409,))
def begin_upload(attempt: Attempt, sent: AnnouncedFile) -> UnderWay:
    """Announce a file by its size and SHA-256; the same one again goes on where it was."""
    safe_browser.check(attempt.id, safe_browser.session_id())
    upload = uploading.begin(
        attempt, writer=sent.writer, name=sent.name, size=sent.size, fingerprint=sent.sha256, now=clock.now()
    )
    return _under_way(upload)


@bp.put("/api/attempts/<uuid:attempt_id>/uploads/<uuid:upload_id>/parts/<int:offset>")
@requires(permissions.sit_attempt, on=lambda attempt_id, upload_id, offset: upload_row(attempt_id, upload_id))
@takes(largest=LARGEST_PART)
@call(receives=BYTES, refuses=(409, 413))
def send_part(upload: Upload) -> PartKept:
    """The bytes of a file from an offset on; sent twice, or in the wrong place, they change nothing."""
    content = request.get_data()
    if request.mimetype != BYTES or not content:
        raise BadInput(Refusal("bad_input", where="body"), "body")
    return {"received": uploading.add_part(upload, (request.view_args or {})["offset"], content, now=clock.now())}


@bp.post("/api/attempts/<uuid:attempt_id>/uploads/<uuid:upload_id>/file")
@requires(permissions.sit_attempt, on=upload_row)
@call(sends=Claimed, refuses=(409,))
def finish_upload(upload: Upload, sent: Claimed) -> Brought:
    """Have what has arrived kept as the file that counts, once it is whole, harmless and durable."""
    safe_browser.check(upload.attempt_id, safe_browser.session_id())
    refusal = uploading.finish(upload, writer=sent.writer, now=clock.now())
    if refusal is not None:
        return said(refusal, 409)  # type: ignore[return-value]  # what was refused is on record, so nothing is raised
    return brought(upload.attempt)


@bp.post("/api/attempts/<uuid:attempt_id>/uploads/end")
@requires(permissions.sit_attempt, on=sat.attempt_row)
@call(sends=GivenUp)
def end_uploads(attempt: Attempt, sent: GivenUp) -> Brought:
    """Give up what has not arrived whole."""
    uploading.give_up(attempt)
    return brought(attempt)


def _under_way(upload: Upload) -> UnderWay:
    return {
        "name": upload.name,
        "size": upload.size,
        "sha256": upload.sha256,
        "received": upload.size if upload.state is UploadState.KEPT else upload.received,
        "largest_part": LARGEST_PART,
        "url": url_for("exam.begin_upload", attempt_id=upload.attempt_id) + f"/{upload.id}",
    }


def _file(attempt: Attempt) -> KeptFile | None:
    kept = sat.files_of(attempt.id)
    if not kept:
        return None
    newest = kept[-1]
    return {
        "name": newest.name,
        "size": newest.size,
        "sha256": newest.sha256,
        "uploaded_at": newest.uploaded_at.isoformat(),
        "url": url_for("exam.attempt_file", attempt_id=attempt.id, file_id=newest.id),
    }
