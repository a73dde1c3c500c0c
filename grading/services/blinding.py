"""Takes from a handed-in file what tells of its author, before an examiner gets it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import structlog
from PIL import Image, ImageFile

import exam.queries.uploads
from documents.photographs import MOST_POINTS
from documents.uploads import EXCEL, LARGEST_UNPACKED, WORD
from grading.models import Claim
from grading.queries import scripts
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal

log = structlog.get_logger()

_AUTHORS = re.compile(
    rb'(?P<name>\b(?:w:author|w:initials|w15:author|w15:userId|author|displayName|userId|lastModifiedBy))="[^"]*"'
)
_AUTHOR_LISTS = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_EMPTY_PROPERTIES = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PERSONAL_PARTS = re.compile(r"(docProps/(?!core\.xml|app\.xml|custom\.xml)|.*\bpersons?/|word/people\.xml).*")
_PROPERTIES = {
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties"/>',
    "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralFile:
    """A file that an examiner may see."""

    name: str
    media_type: str
    content: bytes


def neutral_file(claim: Claim, *, now: datetime) -> NeutralFile:
    """The file of a script; raises NotFound without one and Refused where it cannot be cleaned."""
    attached = scripts.script(claim, now).file
    if attached is None:
        raise NotFound
    content = cleaned(exam.queries.uploads.content_of(attached.file), attached.media_type)
    return NeutralFile(name=attached.name, media_type=attached.media_type, content=content)


def cleaned(content: bytes, media_type: str) -> bytes:
    """The same document without authors, dates, places and other properties."""
    try:
        return _CLEANERS[media_type](content)
    except Exception:  # readers of other people's formats fail on damaged files in every way there is
        log.exception("file not cleaned", media_type=media_type, size=len(content))
        raise Refused(Refusal("file_not_neutral")) from None


def _pdf(content: bytes) -> bytes:
    from documents.anonymous import without_author  # noqa: PLC0415 -- takes long to load, and few need it

    return without_author(content)


def _office(content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        if sum(part.file_size for part in source.infolist()) > LARGEST_UNPACKED:
            raise BadZipFile
        for part in source.infolist():
            data = source.read(part)
            if part.filename in _PROPERTIES:
                data = _EMPTY_PROPERTIES + _PROPERTIES[part.filename].encode()
            elif _PERSONAL_PARTS.fullmatch(part.filename):
                data = _emptied(data)
            elif part.filename.lower().endswith((".jpg", ".jpeg", ".png")):
                data = _picture(data)
            elif part.filename.endswith(".xml"):
                data = _AUTHOR_LISTS.sub(rb"\1\2", _AUTHORS.sub(rb'\g<name>=""', data))
            target.writestr(ZipInfo(part.filename), data, ZIP_DEFLATED)
    return out.getvalue()


def _emptied(data: bytes) -> bytes:
    """An XML part reduced to its outermost element; anything else to nothing."""
    root = re.search(rb"<(?!\?|!)([\w:]+)[^>]*?/?>", data)
    return _EMPTY_PROPERTIES + root[0].rstrip(b"/>") + b"/>" if root else b""


def _picture(content: bytes) -> bytes:
    """The picture's points alone; turned the way its camera said, since that note goes too."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process, and half a picture is refused
    with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_POINTS:
            raise Image.DecompressionBombError
        kind = picture.format
        turned = picture if picture.getexif().get(0x0112, 1) == 1 else _turned(picture)
        bare = Image.new(turned.mode, turned.size)
        if turned.mode == "P" and (palette := turned.getpalette()):
            bare.putpalette(palette)
        bare.paste(turned)
        out = BytesIO()
        bare.save(out, format=kind)
    return out.getvalue()


def _turned(picture: Image.Image) -> Image.Image:
    from PIL import ImageOps  # noqa: PLC0415 -- only for pictures from cameras

    return ImageOps.exif_transpose(picture)


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "application/pdf": _pdf,
    WORD: _office,
    EXCEL: _office,
    "image/png": _picture,
    "image/jpeg": _picture,
}
