"""Taking questions out again, in the formats in which they come in."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from kernel.errors import NotFound
from question_bank.domain.question import Question
from question_bank.domain.reading import Item
from question_bank.services.formats import excel_file, yaml_file
from question_bank.services.formats.choice import Format

MIME_TYPES = {
    Format.YAML: "application/yaml",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exportable(items: Iterable[Item], chosen: Format) -> list[Item]:
    """What the format can hold: case studies go into YAML only, as they fit no row."""
    return [item for item in items if chosen is Format.YAML or isinstance(item, Question)]


def export(
    items: Iterable[Item],
    chosen: Format,
    *,
    scheme: str,
    level: int,
    functions: Sequence[str] = (),
    enemies: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> bytes:
    """A file from which the same items are imported again; enemies go into YAML only."""
    match chosen:
        case Format.YAML:
            return yaml_file.text_of(items, scheme=scheme, level=level, enemies=enemies)
        case Format.XLSX:
            questions = [item for item in items if isinstance(item, Question)]
            return excel_file.workbook_of(questions, functions=functions)


def format_named(chosen: str) -> Format:
    """The format of this name; raises NotFound."""
    try:
        return Format(chosen)
    except ValueError:
        raise NotFound from None


def template(functions: Sequence[str]) -> bytes:
    """An empty workbook to be filled in."""
    return excel_file.workbook_of([], functions=functions)
