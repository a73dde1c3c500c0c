"""Which format a file is in, and the reader for it."""

from enum import StrEnum
from pathlib import PurePath

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.intake import Entry
from question_bank.services.formats import (
    aiken_file,
    archive,
    excel_file,
    gift_file,
    moodle_xml,
    qti_package,
    xml_door,
    yaml_file,
)


class Format(StrEnum):
    """A format in which questions come and go."""

    YAML = "yaml"
    XLSX = "xlsx"
    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"
    QTI = "qti"


MEGABYTE = 1024 * 1024
LARGEST = {
    Format.YAML: 4,
    Format.XLSX: 8,
    Format.GIFT: 32,
    Format.AIKEN: 32,
    Format.MOODLE_XML: 48,
    Format.QTI: 32,
}
"""In megabytes."""
SUFFIXES = {
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".xlsx": Format.XLSX,
    ".gift": Format.GIFT,
    ".aiken": Format.AIKEN,
    ".txt": Format.GIFT,
    ".xml": Format.MOODLE_XML,
    ".zip": Format.QTI,
}
OWN = frozenset({Format.YAML, Format.XLSX})
"""Formats of our own: with both languages and all that a question needs."""


def format_of(name: str, data: bytes = b"") -> Format:
    """The format that the name of a file promises; of a plain text with what stands in it."""
    try:
        chosen = SUFFIXES[PurePath(name).suffix.lower()]
    except KeyError:
        raise BadInput(Refusal("question_unknown_format", known=", ".join(SUFFIXES))) from None
    return Format.AIKEN if chosen is Format.GIFT and aiken_file.looks_like_it(data) else chosen


def entries(data: bytes, chosen: Format) -> list[Entry]:
    """All entries of a file; raises BadInput where nothing in it can be read."""
    if len(data) > LARGEST[chosen] * MEGABYTE:
        raise BadInput(Refusal("question_file_too_large", megabytes=LARGEST[chosen]))
    match chosen:
        case Format.YAML:
            return yaml_file.entries(data)
        case Format.XLSX:
            return excel_file.entries(data)
        case Format.GIFT:
            return gift_file.entries(data)
        case Format.AIKEN:
            return aiken_file.entries(data)
        case Format.MOODLE_XML | Format.QTI:
            return qti_package.entries(data) if data.startswith(archive.ARCHIVE) else _xml_entries(data)


def _xml_entries(data: bytes) -> list[Entry]:
    """The questions of Moodle, or a single item of QTI, whatever the file is called."""
    root = xml_door.parse(data)
    return moodle_xml.entries(root) if root.tag == moodle_xml.ROOT else qti_package.single(root)
