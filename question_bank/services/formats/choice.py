"""Which format a file is in, and the reader for it."""

from enum import StrEnum
from pathlib import PurePath

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.intake import Entry
from question_bank.services.formats import excel_file, yaml_file

LARGEST = {"yaml": 4 * 1024 * 1024, "xlsx": 8 * 1024 * 1024}
SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx"}


class Format(StrEnum):
    """A format in which questions come and go."""

    YAML = "yaml"
    XLSX = "xlsx"


def format_of(name: str) -> Format:
    """The format that the name of a file promises."""
    try:
        return Format(SUFFIXES[PurePath(name).suffix.lower()])
    except KeyError:
        raise BadInput(Refusal("question_unknown_format", known=", ".join(SUFFIXES))) from None


def entries(data: bytes, chosen: Format) -> list[Entry]:
    """All entries of a file; raises BadInput where nothing in it can be read."""
    if len(data) > LARGEST[chosen]:
        raise BadInput(Refusal("question_file_too_large", megabytes=LARGEST[chosen] // 1024 // 1024))
    match chosen:
        case Format.YAML:
            return yaml_file.entries(data)
        case Format.XLSX:
            return excel_file.entries(data)
