"""Which format a file is in, and the reader for it."""

from enum import StrEnum
from pathlib import PurePath

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.intake import Entry
from question_bank.services.formats import aiken_file, excel_file, yaml_file


class Format(StrEnum):
    """A format in which questions come and go."""

    YAML = "yaml"
    XLSX = "xlsx"
    AIKEN = "aiken"


MEGABYTE = 1024 * 1024
LARGEST = {Format.YAML: 4, Format.XLSX: 8, Format.AIKEN: 16}
"""In megabytes."""
SUFFIXES = {
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".xlsx": Format.XLSX,
    ".aiken": Format.AIKEN,
    ".txt": Format.AIKEN,
}
OWN = frozenset({Format.YAML, Format.XLSX})
"""Formats of our own: with both languages and all that a question needs."""


def format_of(name: str) -> Format:
    """The format that the name of a file promises."""
    try:
        return SUFFIXES[PurePath(name).suffix.lower()]
    except KeyError:
        raise BadInput(Refusal("question_unknown_format", known=", ".join(SUFFIXES))) from None


def entries(data: bytes, chosen: Format) -> list[Entry]:
    """All entries of a file; raises BadInput where nothing in it can be read."""
    if len(data) > LARGEST[chosen] * MEGABYTE:
        raise BadInput(Refusal("question_file_too_large", megabytes=LARGEST[chosen]))
    match chosen:
        case Format.YAML:
            return yaml_file.entries(data)
        case Format.XLSX:
            return excel_file.entries(data)
        case Format.AIKEN:
            return aiken_file.entries(data)
