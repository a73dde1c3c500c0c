"""Questions and case studies in YAML, as authors keep them: one file for each part of the syllabus."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import pairwise
from types import MappingProxyType

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.intake import Entry, moved_by
from question_bank.domain.question import Question
from question_bank.domain.reading import Item, write
from question_bank.services.formats.encoding import decoded
from question_bank.services.formats.plain_yaml import Document, Unreadable, parse

LISTS = ("questions", "case_studies")
WIDTH = 110
START_OF_ENTRY = re.compile(r"^( *)- *\{? *id:", re.MULTILINE)


def entries(data: bytes) -> list[Entry]:
    """The entries of a file. Where one of them breaks the YAML, each is read by itself and only that one is lost."""
    text = decoded(data)
    try:
        return list(_entries(parse(text)))
    except Unreadable as broken:
        apart = list(_one_by_one(text))
        if not apart:
            raise BadInput(broken.refusal, str(broken.line)) from None
        return apart


def text_of(
    items: Iterable[Item], *, scheme: str, level: int, enemies: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> bytes:
    """A file from which the same items are read again."""
    listed = list(items)
    document: dict[str, object] = {"scheme": scheme, "level": level}
    questions = [_with_enemies(item, enemies.get(item.id, ())) for item in listed if isinstance(item, Question)]
    cases = [write(item) for item in listed if isinstance(item, CaseStudy)]
    if questions or not cases:
        document["questions"] = questions
    if cases:
        document["case_studies"] = cases
    writer = YAML()
    writer.width = WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    writer.dump(_readable(document), out)
    return out.getvalue().encode()


def _with_enemies(question: Question, enemies: Sequence[str]) -> dict[str, object]:
    record = write(question)
    return record | {"enemies": list(enemies)} if enemies else record


def _entries(document: Document) -> Iterator[Entry]:
    head = document.value
    if not isinstance(head, Mapping) or not any(isinstance(head.get(name), list) for name in LISTS):
        raise BadInput(Refusal("question_file_without_questions"))
    for name in LISTS:
        records = head.get(name)
        lines = _lines_by_entry(document.lines, f"{name}.")
        for number, record in enumerate(records if isinstance(records, list) else (), start=1):
            yield _entry(record, lines[str(number)], head)


def _lines_by_entry(lines: Mapping[str, int], above: str) -> dict[str, dict[str, int]]:
    """For each entry the lines of its fields; the entry's own line under the empty name."""
    found: dict[str, dict[str, int]] = {}
    for path, line in lines.items():
        if path.startswith(above):
            number, _, field = path.removeprefix(above).partition(".")
            found.setdefault(number, {})[field] = line
    return found


def _entry(record: object, lines: Mapping[str, int], head: Mapping[str, object]) -> Entry:
    scheme, level = head.get("scheme"), head.get("level")
    fault = None if isinstance(record, Mapping) else Refusal("question_not_a_record")
    known = dict(record) if isinstance(record, Mapping) else {}
    if "function" in head and "rubric" not in known:
        known.setdefault("function", head["function"])
    group, texts = known.get("group"), head.get("groups")
    if isinstance(group, Mapping) and "text" not in group:
        named = str(group.get("id"))
        text = texts.get(named) if isinstance(texts, Mapping) else None
        known["group"] = {**group, "text": text}
        fault = fault or (None if text else Refusal("question_unknown_group", group=named[:40]))
    return Entry(
        line=lines[""],
        record=known,
        lines=lines,
        scheme=str(scheme) if scheme else None,
        level=level if isinstance(level, int) else None,
        fault=fault,
    )


def _one_by_one(text: str) -> Iterator[Entry]:
    """Cut before each "- id:" at the outermost depth, and read every piece under the head of the file."""
    starts = list(START_OF_ENTRY.finditer(text))
    if not starts:
        return
    outermost = min(len(found[1]) for found in starts)
    cuts = [found.start() for found in starts if len(found[1]) == outermost]
    known = _head(text[: cuts[0]])
    for start, end in pairwise([*cuts, len(text)]):
        yield moved_by(_piece(text[start:end], known), text.count("\n", 0, start))


def _head(text: str) -> Mapping[str, object]:
    try:
        value = parse(text).value
    except Unreadable:
        return {}
    return value if isinstance(value, Mapping) else {}


def _piece(text: str, head: Mapping[str, object]) -> Entry:
    number = re.search(r"id: *[\"']?([\w.-]+)", text)
    try:
        document = parse(text)
    except Unreadable as broken:
        return Entry(line=broken.line, record={"id": number[1] if number else ""}, fault=broken.refusal)
    records = document.value
    lines = _lines_by_entry(document.lines, "")
    return _entry(records[0] if isinstance(records, list) and records else None, lines.get("1", {"": 1}), head)


def _readable(value: object) -> object:
    """Long texts as blocks, the rest as it is."""
    match value:
        case dict():
            return {name: _readable(part) for name, part in value.items()}
        case list():
            return [_readable(part) for part in value]
        case str() if "\n" in value and "\t" not in value and not re.search(r"^\s|[ ]\n|\s$", value):
            return LiteralScalarString(value)
        case _:
            return value
