"""Looks at a zip file's own list before anything is expanded, and refuses bombs, lies and names that lead elsewhere."""

import re
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from kernel.errors import BadInput
from kernel.verdict import Refusal

MOST_RATIO = 100
SMALL = 1024 * 1024
"""Below this a file may be packed as tightly as it likes."""
PIECE = 1 << 16
ENCRYPTED, IN_UTF_8 = 1, 0x800
LOCAL_HEADER, LENGTHS = 30, 26
"""How long the header before each part is, and where in it the lengths of name and extra field stand."""
ARCHIVE, LISTED = b"PK\x03\x04", b"PK\x01\x02"
"""How an archive begins, and each line of its list."""
_ELSEWHERE = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What an archive may hold, and the refusal of what is none of its kind."""

    entries: int
    expanded: int
    otherwise: str


WORKBOOK = Bounds(entries=200, expanded=40 * 1024 * 1024, otherwise="question_not_excel")
PACKAGE = Bounds(entries=25_000, expanded=96 * 1024 * 1024, otherwise="question_not_package")


def check(data: bytes) -> None:
    """Raise BadInput unless the workbook is small, plain and honest about its sizes."""
    for _ in _contents(data, WORKBOOK):
        pass


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a package by their paths, read into memory; raises BadInput for the whole where one is not plain."""
    found = {name: content for name, content in _contents(data, PACKAGE) if not name.endswith("/")}
    if any(content.startswith(ARCHIVE) for content in found.values()):
        raise BadInput(Refusal("question_archive_nested"))
    return found


def _contents(data: bytes, bounds: Bounds) -> Iterator[tuple[str, bytes]]:
    if data.count(LISTED) > bounds.entries:
        raise BadInput(Refusal("question_archive_too_large"))
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check(parts, data, bounds)
            for part in parts:
                yield _name(part), _expanded(part, data)
    except (BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error, struct.error):
        raise BadInput(Refusal(bounds.otherwise)) from None


def _check(parts: Sequence[ZipInfo], data: bytes, bounds: Bounds) -> None:
    declared = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > bounds.entries or declared > bounds.expanded or packed > len(data):
        raise BadInput(Refusal("question_archive_too_large"))
    if declared > SMALL and declared > MOST_RATIO * len(data):
        raise BadInput(Refusal("question_archive_too_large"))
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise BadInput(Refusal("question_archive_encrypted"))
    for part in parts if bounds is PACKAGE else ():
        if _ELSEWHERE.search(part.orig_filename) or stat.S_ISLNK(part.external_attr >> 16):
            raise BadInput(Refusal("question_archive_elsewhere", name=part.orig_filename[:80]))
    names = [_name(part).casefold() for part in parts]
    spans = sorted((part.header_offset, _start(part, data) + part.compress_size) for part in parts)
    if len(set(names)) < len(names) or any(before > after for (_, before), (after, _) in pairwise(spans)):
        raise BadInput(Refusal("question_archive_doubled"))


def _name(part: ZipInfo) -> str:
    """The name of a part; not said to be in UTF-8 it may be so all the same, or as Chinese systems write."""
    if part.flag_bits & IN_UTF_8:
        return part.filename
    written = part.filename.encode("cp437")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("gb18030", "replace")


def _start(part: ZipInfo, data: bytes) -> int:
    """Where the content begins behind its header, which has to name the part as the list does."""
    name, extra = struct.unpack_from("<HH", data, part.header_offset + LENGTHS)
    begins = part.header_offset + LOCAL_HEADER
    listed = part.orig_filename.encode("utf-8" if part.flag_bits & IN_UTF_8 else "cp437")
    if data[begins : begins + name] != listed:
        raise BadInput(Refusal("question_archive_doubled"))
    return int(begins + name + extra)


def _expanded(part: ZipInfo, data: bytes) -> bytes:
    """Expand piece by piece, and stop where there is more than the list says."""
    start = _start(part, data)
    packed = data[start : start + part.compress_size]
    content = bytearray()
    if part.compress_type == ZIP_STORED:
        content += packed
    elif part.compress_type == ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        while packed and not inflate.eof and len(content) <= part.file_size:
            content += inflate.decompress(packed, PIECE)
            packed = inflate.unconsumed_tail
    if len(content) != part.file_size:
        raise BadInput(Refusal("question_archive_too_large"))
    if zlib.crc32(content) != part.CRC:
        raise BadZipFile
    return bytes(content)
