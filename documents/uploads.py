"""Files that people send: told by their content, really opened before they are believed, refused with a reason."""

from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

import magic
import structlog
from PIL import Image

from documents.first_page import Encrypted, Unreadable, first_page
from documents.photographs import as_jpeg, upright
from kernel.errors import Refused
from kernel.verdict import Refusal
from kernel.words import Words

log = structlog.get_logger()

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = frozenset({JPEG, PNG})
PAPERS = PICTURES | {PDF}
"""What a paper can come as: photographed, or scanned."""
CALLED: dict[str, str | Words] = {
    JPEG: "JPEG",
    PNG: "PNG",
    PDF: "PDF",
    WORD: Words("不含宏的 Word（docx）", "Word (docx) without macros"),
    EXCEL: Words("不含宏的 Excel（xlsx）", "Excel (xlsx) without macros"),
}
"""What people call these, in the order in which they are told."""
PHONE_FORMATS = frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"})
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
"""An office file that would unpack to more than this is not opened by anybody."""
MOST_PAGES = 40
_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
_ARCHIVES = frozenset({"application/zip", "application/octet-stream", WORD, EXCEL})
_MACROS = "vbaproject.bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that could be opened, as it was sent; of a picture also what is on it, of a PDF its first page (JPEG)."""

    media_type: str
    content: bytes = field(repr=False)
    picture: Image.Image | None = field(default=None, repr=False)
    first_page: bytes | None = field(default=None, repr=False)
    pages: int = 1

    @property
    def harmless(self) -> "Opened":
        """The same with a picture written anew: nothing but its points is left."""
        if self.picture is None:
            return self
        return Opened(media_type=JPEG, content=as_jpeg(self.picture), picture=self.picture)


def open_upload(content: bytes, *, takes: frozenset[str] = PAPERS, most_pages: int = MOST_PAGES) -> Opened:
    """Look at what was sent, which takes its time and needs no database; raises Refused.

    Nobody believes its name: `takes` are the contents wanted here. A PDF is drawn and a picture unpacked, so that a
    broken, locked or endless one is refused while its sender can still choose another.
    """
    media_type = _bounded(content, takes)
    if media_type in PICTURES:
        return Opened(media_type=media_type, content=content, picture=upright(content))
    if media_type == PDF:
        return _document(content, most_pages)
    return Opened(media_type=media_type, content=content)


def media_type_of(content: bytes) -> str:
    """What the bytes are, whatever their name says; an office document with macros is not taken for one."""
    said = str(magic.from_buffer(content, mime=True))
    return _office_type(content) or "application/zip" if said in _ARCHIVES else said


def file_name(name: str, media_type: str) -> str:
    """The name under which a paper is given back: what it was called, and an ending that fits the content."""
    ending = "pdf" if media_type == PDF else "jpg"
    stem, dot, last = name.rpartition(".")
    known = dot and stem and last.lower() in {"pdf", "jpg", "jpeg", "png"}
    return f"{stem if known else name}.{ending}"


def _bounded(content: bytes, takes: frozenset[str]) -> str:
    """The media type of what is neither empty nor too large nor something else; raises Refused."""
    if not content:
        raise Refused(Refusal("file_empty"))
    if len(content) > LARGEST_FILE:
        raise Refused(Refusal("file_too_large", most=LARGEST_FILE // 1024 // 1024))
    media_type = media_type_of(content)
    if media_type in takes:
        return media_type
    if media_type in PHONE_FORMATS:
        raise Refused(Refusal("file_of_a_phone"))
    raise Refused(Refusal("file_type_refused", types=[name for each, name in CALLED.items() if each in takes]))


def _document(content: bytes, most_pages: int) -> Opened:
    try:
        drawn = first_page(content)
    except Encrypted:
        raise Refused(Refusal("file_encrypted")) from None
    except Unreadable:
        raise Refused(Refusal("file_damaged")) from None
    if drawn.pages > most_pages:
        raise Refused(Refusal("file_too_many_pages", most=most_pages))
    return Opened(media_type=PDF, content=content, first_page=drawn.picture, pages=drawn.pages)


def _office_type(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED or archive.testzip():
                return None
    except Exception:  # a damaged archive fails in every way there is, and is none
        log.info("archive not readable", size=len(content), exc_info=True)
        return None
    if any(name.endswith(_MACROS) for name in names) or "[content_types].xml" not in names:
        return None
    return next((media_type for part, media_type in _PARTS.items() if part in names), None)
