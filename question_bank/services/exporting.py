"""Taking questions out again, in the formats in which they come in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kernel.errors import NotFound
from kernel.verdict import Refusal
from question_bank.domain.question import Question
from question_bank.domain.reading import Item
from question_bank.services.formats import (
    aiken_file,
    excel_file,
    gift_writing,
    moodle_writer,
    qti_writer,
    yaml_file,
)
from question_bank.services.formats.choice import Format
from question_bank.services.formats.qti_names import NEWEST, VERSIONS
from question_bank.services.picturing import picture_to_give

MIME_TYPES = {
    Format.YAML: "application/yaml",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GIFT: "text/plain; charset=utf-8",
    Format.AIKEN: "text/plain; charset=utf-8",
    Format.MOODLE_XML: "application/xml",
    Format.QTI: "application/zip",
}
SUFFIX = {
    Format.YAML: "yaml",
    Format.XLSX: "xlsx",
    Format.GIFT: "gift",
    Format.AIKEN: "txt",
    Format.MOODLE_XML: "xml",
    Format.QTI: "zip",
}
EARLIER = tuple(name for name in VERSIONS if name != NEWEST.name)
"""The versions of QTI for systems that do not know the newest one."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Which items a format can hold, and which not and why."""

    held: tuple[Item, ...]
    left_out: tuple[tuple[Item, Refusal], ...]

    @property
    def reasons(self) -> dict[Refusal, int]:
        """Each reason with how many items it keeps out."""
        found: dict[Refusal, int] = {}
        for _, refusal in self.left_out:
            found[refusal] = found.get(refusal, 0) + 1
        return found


def sort(items: Iterable[Item], chosen: Format) -> Sorted:
    """Tell what the format can hold."""
    judged = [(item, _objection(item, chosen)) for item in items]
    return Sorted(
        tuple(item for item, refusal in judged if refusal is None),
        tuple((item, refusal) for item, refusal in judged if refusal is not None),
    )


def export(
    items: Iterable[Item],
    chosen: Format,
    *,
    scheme: str,
    level: int,
    functions: Sequence[str] = (),
    enemies: Mapping[str, Sequence[str]] = MappingProxyType({}),
    version: str = NEWEST.name,
) -> bytes:
    """A file from which the same items are imported again, as far as it can hold them; enemies go into YAML only."""
    held = sort(items, chosen).held
    questions = [item for item in held if isinstance(item, Question)]
    match chosen:
        case Format.YAML:
            return yaml_file.text_of(held, scheme=scheme, level=level, enemies=enemies)
        case Format.XLSX:
            return excel_file.workbook_of(questions, functions=functions)
        case Format.GIFT:
            return gift_writing.text_of(questions)
        case Format.AIKEN:
            return aiken_file.text_of(questions)
        case Format.MOODLE_XML:
            return moodle_writer.text_of(questions, picture_to_give)
        case Format.QTI:
            return qti_writer.package_of(questions, picture_to_give, VERSIONS[version])


def _objection(item: Item, chosen: Format) -> Refusal | None:
    if chosen is Format.YAML:
        return None
    if not isinstance(item, Question):
        return Refusal("format_no_case_studies")
    match chosen:
        case Format.XLSX | Format.MOODLE_XML | Format.QTI:
            return None
        case Format.GIFT:
            return gift_writing.objection(item)
        case Format.AIKEN:
            return aiken_file.objection(item)


def format_named(chosen: str) -> Format:
    """The format of this name; raises NotFound."""
    try:
        return Format(chosen)
    except ValueError:
        raise NotFound from None


def version_named(name: str | None) -> str:
    """The version of QTI of this name; the newest one where there is none of this name."""
    return name if name in VERSIONS else NEWEST.name


def template(functions: Sequence[str]) -> bytes:
    """An empty workbook to be filled in."""
    return excel_file.workbook_of([], functions=functions)
