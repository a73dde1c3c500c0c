"""Reads the cells of an uploaded table, Excel or CSV, and refuses what would hurt the one who opens it."""

import csv
import io
import re
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook

from kernel.errors import BadInput
from kernel.verdict import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 5000
MOST_COLUMNS = 200
LONGEST_CELL = 2000
RATIO = 100
"""How many times larger a part may be than its packed form; Excel's own are rarely beyond twenty."""

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,12})["']""")
_PIECE = 1 << 16


def read(content: bytes) -> list[list[str]]:
    """The rows of the first sheet as texts. Raises BadInput with what is wrong with the file."""
    if not content:
        raise BadInput(Refusal("file_empty"))
    if len(content) > MOST_BYTES:
        raise BadInput(Refusal("roster_too_large", most=MOST_BYTES // 1024 // 1024))
    if content.startswith(_OLD_EXCEL):
        raise BadInput(Refusal("file_old_or_locked"))
    rows = _workbook(content) if content.startswith(_ZIP) else _comma_separated(content)
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise BadInput(Refusal("table_too_large", rows=MOST_ROWS, columns=MOST_COLUMNS))
    return rows


def _workbook(content: bytes) -> list[list[str]]:
    _check_archive(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise BadInput(Refusal("file_unreadable")) from error
    return [[_text(cell) for cell in row] for row in rows]


def _check_archive(content: bytes) -> None:
    """Unpack everything once without keeping it, so that no archive can lie about its size."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise BadInput(Refusal("file_bomb"))
            left = MOST_UNPACKED
            for part in parts:
                left -= _check_part(archive, part, left)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BadInput(Refusal("file_unreadable")) from error


def _check_part(archive: ZipFile, part: ZipInfo, left: int) -> int:
    """The true size of a part; sheets may not claim cells far out, which would be filled up with emptiness."""
    is_sheet = "worksheets/" in part.filename.lower().replace("\\", "/")
    size, carry = 0, b""
    with archive.open(part) as handle:
        while piece := handle.read(_PIECE):
            size += len(piece)
            if size > left or (size > _PIECE and size > RATIO * max(part.compress_size, 1)):
                raise BadInput(Refusal("file_bomb"))
            if is_sheet:
                carry = _check_places(carry + piece)
    return size


def _check_places(text: bytes) -> bytes:
    if b"\0" in text:
        raise BadInput(Refusal("file_unreadable"))
    for letters, number in _PLACE.findall(text):
        if len(letters) > 2 or int(number) > MOST_ROWS:  # noqa: PLR2004 -- two letters reach 702 columns
            raise BadInput(Refusal("table_too_large", rows=MOST_ROWS, columns=MOST_COLUMNS))
    return text[-40:]


def _comma_separated(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise BadInput(Refusal("file_unreadable"))
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise BadInput(Refusal("file_unreadable")) from error
    return [[cell[:LONGEST_CELL] for cell in row] for row in rows]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(Refusal("file_unreadable"))


def _text(cell: object) -> str:
    """A cell as a person reads it: a whole number without its decimals, a day without its time."""
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == datetime.min.time():
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell)[:LONGEST_CELL]
