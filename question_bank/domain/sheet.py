"""A question as one row of a spreadsheet, both languages side by side: the columns, and the way there and back."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from string import ascii_uppercase
from types import MappingProxyType

from kernel.words import Words
from question_bank.domain.acceptance import MOST_OPTIONS, MOST_UNITS
from question_bank.domain.content import BETWEEN_TEXTS, OWN
from question_bank.domain.kind import COGNITIVE, KINDS, Cognitive, Kind
from question_bank.domain.question import FALSE, TRUE, Question
from question_bank.domain.reading import write
from question_bank.domain.record import Record

LETTERS = ascii_uppercase[:MOST_OPTIONS]
_PLAIN = {
    "id": Words("编号", "Number"),
    "function": Words("职业功能", "Function"),
    "kind": Words("题型", "Kind"),
    "cognitive": Words("认知层次", "Cognitive level"),
    "difficulty": Words("难度估计", "Difficulty"),
    "stem.zh": Words("题干（中文）", "Stem (Chinese)"),
    "stem.en": Words("题干（英文）", "Stem (English)"),
}
_OPTIONS = {
    f"options.{number}.{language}": Words(f"选项{sign}（{zh}）", f"Option {sign} ({en})")
    for number, sign in enumerate(LETTERS, start=1)
    for language, zh, en in (("zh", "中文", "Chinese"), ("en", "英文", "English"))
}
_REST = {
    "answer": Words("答案", "Answer"),
    "rationale.zh": Words("解析（中文）", "Rationale (Chinese)"),
    "rationale.en": Words("解析（英文）", "Rationale (English)"),
}
_PROMPTS = {
    f"prompts.{number}.{language}": Words(f"匹配项{number}（{zh}）", f"Prompt {number} ({en})")
    for number in range(1, MOST_OPTIONS + 1)
    for language, zh, en in (("zh", "中文", "Chinese"), ("en", "英文", "English"))
}
_UNITS = {
    f"units.{number}.{part}": Words(f"单位{number}（{zh}）", f"Unit {number} ({en})")
    for number in range(1, MOST_UNITS + 1)
    for part, zh, en in (("zh", "中文", "Chinese"), ("en", "英文", "English"), ("factor", "换算系数", "factor"))
}
_GROUP = {
    "group.id": Words("题组编号", "Group"),
    "group.number": Words("题组内序号", "Place in the group"),
    "group.text.zh": Words("题组材料（中文）", "Text of the group (Chinese)"),
    "group.text.en": Words("题组材料（英文）", "Text of the group (English)"),
}
COLUMNS: Mapping[str, Words] = MappingProxyType(
    _PLAIN | _OPTIONS | _REST | _PROMPTS | _UNITS | {"tolerance": Words("允许误差", "Tolerance")} | _GROUP
)
"""Field of a record → heading of its column."""


def heading(field: str) -> str:
    """The heading in both languages, as in "编号 / Number"."""
    return f"{COLUMNS[field].zh} / {COLUMNS[field].en}"


def columns(headings: Sequence[str]) -> dict[str, int]:
    """Which field stands in which column; a heading may be in either language, in both, or the field's own name."""
    found: dict[str, int] = {}
    for position, text in enumerate(headings):
        field = _FIELDS.get(_plain(text)) or next(
            (_FIELDS[part] for part in map(_plain, text.split("/")) if part in _FIELDS), None
        )
        if field is not None:
            found.setdefault(field, position)
    return found


def to_row(question: Question) -> dict[str, str]:
    """The cells of a question by field."""
    record = write(question)
    answer = record["answer"]
    between = BETWEEN_TEXTS if question.kind is Kind.SHORT_TEXT else ", "
    said = between.join(answer) if isinstance(answer, list) else str(answer)
    if isinstance(answer, bool):
        said = (TRUE if answer else FALSE).zh
    cells = {"answer": said, "difficulty": str(question.difficulty)}
    cells |= {"kind": KINDS[question.kind].zh, "cognitive": COGNITIVE[question.cognitive].zh}
    return _flat(record) | cells


def to_record(cells: Mapping[str, str]) -> Record:
    """The record that the cells of one row hold; empty cells at the end of the options are no options."""
    plain = ("id", "function", "difficulty", "answer", "tolerance")
    record: Record = {field: cells[field] for field in plain if cells.get(field)}
    record["kind"] = _word(cells.get("kind", ""), KINDS)
    record["cognitive"] = _word(cells.get("cognitive", ""), COGNITIVE)
    for field in ("stem", "rationale"):
        record[field] = _bilingual(cells, field)
    for field, most in (("prompts", MOST_OPTIONS), ("options", MOST_OPTIONS), ("units", MOST_UNITS)):
        if found := _several(cells, field, most):
            record[field] = found
    wanted = OWN.get(Kind(str(record["kind"])), ()) if record["kind"] in tuple(Kind) else ("options",)
    for field in {"prompts", "options"}.intersection(wanted):
        record.setdefault(field, [])
    if cells.get("group.id"):
        record["group"] = {
            "id": cells["group.id"],
            "number": cells.get("group.number", ""),
            "text": _bilingual(cells, "group.text"),
        }
    return record


def _several(cells: Mapping[str, str], field: str, most: int) -> list[dict[str, str]]:
    """The parts of a field, as far as any is filled in."""
    found = [_bilingual(cells, f"{field}.{number}") for number in range(1, most + 1)]
    for number, part in enumerate(found, start=1):
        if factor := cells.get(f"{field}.{number}.factor"):
            part["factor"] = factor
    while found and not any(found[-1].values()):
        found.pop()
    return found


def _flat(record: Mapping[str, object], path: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for field, value in record.items():
        match value:
            case dict():
                cells |= _flat(value, f"{path}{field}.")
            case list():
                parts = {str(number): part for number, part in enumerate(value, start=1)}
                cells |= _flat(parts, f"{path}{field}.")
            case _:
                cells[f"{path}{field}"] = str(value)
    return {field: text for field, text in cells.items() if field in COLUMNS or path}


def _bilingual(cells: Mapping[str, str], field: str) -> dict[str, str]:
    return {language: cells.get(f"{field}.{language}", "") for language in ("zh", "en")}


def _word(said: str, names: Mapping[Kind, Words] | Mapping[Cognitive, Words]) -> str:
    """A kind or level in either language or by its own name; anything else stays and is refused later."""
    plain = _plain(said)
    for value, words in names.items():
        if plain in (_plain(words.zh), _plain(words.en), _plain(value), _plain(words.zh).removesuffix("题")):
            return str(value)
    return said


def _plain(text: StrEnum | str) -> str:
    return re.sub(r"[\s_（）()]", "", str(text)).casefold()


_FIELDS = {
    _plain(name): field for field, words in COLUMNS.items() for name in (field, words.zh, words.en, heading(field))
}
