"""Looks at a zip file's own list before anything is expanded, and refuses bombs and lies."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from kernel.errors import BadInput
from kernel.verdict import Refusal

MOST_ENTRIES = 200
MOST_EXPANDED = 40 * 1024 * 1024
MOST_RATIO = 100
SMALL = 1024 * 1024
"""Below this a file may be packed as tightly as it likes."""
PIECE = 1 << 16
ENCRYPTED = 1
LOCAL_HEADER, LENGTHS = 30, 26
"""How long the header before each part is, and where in it the lengths of name and extra field stand."""


def check(data: bytes) -> None:
    """Raise BadInput unless the archive is small, plain and honest about its sizes."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive.infolist(), data)
    except (BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error, struct.error):
        raise BadInput(Refusal("question_not_excel")) from None


def _check(parts: Sequence[ZipInfo], data: bytes) -> None:
    declared = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    doubled = len({part.filename for part in parts}) < len(parts) or packed > len(data)
    if doubled or len(parts) > MOST_ENTRIES or declared > MOST_EXPANDED:
        raise BadInput(Refusal("question_archive_too_large"))
    if declared > SMALL and declared > MOST_RATIO * len(data):
        raise BadInput(Refusal("question_archive_too_large"))
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise BadInput(Refusal("question_archive_encrypted"))
    for part in parts:
        if not _honest(part, data):
            raise BadInput(Refusal("question_archive_too_large"))


def _honest(part: ZipInfo, data: bytes) -> bool:
    """Expand piece by piece, keeping nothing, and stop where there is more than the list says."""
    name, extra = struct.unpack_from("<HH", data, part.header_offset + LENGTHS)
    start = part.header_offset + LOCAL_HEADER + name + extra
    packed = data[start : start + part.compress_size]
    if part.compress_type == ZIP_STORED:
        return len(packed) == part.file_size
    if part.compress_type != ZIP_DEFLATED:
        return False
    inflate, seen = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and not inflate.eof and seen <= part.file_size:
        seen += len(inflate.decompress(packed, PIECE))
        packed = inflate.unconsumed_tail
    return seen == part.file_size
