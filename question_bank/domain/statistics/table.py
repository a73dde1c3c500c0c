"""Answers from outside: a table of text with one person a row and one question a column."""

import csv
from collections.abc import Sequence
from string import ascii_uppercase

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.statistics.responses import Asked, Given, Missing, Responses, responses

NOTHING = frozenset({"", ".", "-", "NA", "N/A"})
PERSON = frozenset({"", "id", "no", "person", "candidate", "student", "name", "编号", "考号", "考生", "姓名", "学号"})
"""What stands over a first column that names the persons."""
MOST_CELLS = 5_000_000
Line = tuple[int, list[str]]


def table(text: str, key: Sequence[str] | None = None, options: int = 0) -> Responses:
    """Read 0 and 1, or with a key the letters that were chosen. Raises BadInput with the line."""
    headings, lines = _headings(_lines(text), key)
    has_persons = headings[0].lower() in PERSON
    names = headings[1:] if has_persons else headings
    if not lines or not names:
        raise BadInput(Refusal("answers_none"))
    if len(set(names)) < len(names):
        raise BadInput(Refusal("answers_name_twice", name=next(name for name in names if names.count(name) > 1)))
    if key is not None and len(key) != len(names):
        raise BadInput(Refusal("answers_key_length", letters=len(key), questions=len(names)))
    if len(lines) * len(names) > MOST_CELLS:
        raise BadInput(Refusal("answers_too_many", most=MOST_CELLS))
    rows = []
    for number, cells in lines:
        if len(cells) != len(headings):
            raise BadInput(Refusal("answers_uneven", cells=len(cells), columns=len(headings)), where=str(number))
        answers = cells[1:] if has_persons else cells
        rows.append([_answer(column, cell, key, number) for column, cell in enumerate(answers)])
    if key is None:
        return responses([Asked(name=name) for name in names], rows)
    return responses(_questions(names, rows, key, options), rows)


def key_of(text: str) -> tuple[str, ...]:
    """The right letters of each question: `ABCD`, or `A,BC,D` where several letters can be right."""
    upper = text.upper().replace("，", ",").strip()
    parts = [part.strip() for part in upper.split(",")] if "," in upper else list("".join(upper.split()))
    if not parts or not all(part and _are_letters(part) for part in parts):
        raise BadInput(Refusal("answers_bad_key", text=text[:40]), where="--key")
    return tuple(parts)


def _lines(text: str) -> list[Line]:
    """The rows with their numbers; the separator is the one that the first line has most of."""
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count))
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    except csv.Error:
        raise BadInput(Refusal("answers_not_csv"), where=str(reader.line_num)) from None


def _headings(lines: Sequence[Line], key: Sequence[str] | None) -> tuple[list[str], Sequence[Line]]:
    """A first row that holds anything but answers, or A, B, C …, names the questions; else they have numbers."""
    if not lines:
        raise BadInput(Refusal("answers_none"))
    first = lines[0][1]
    if all(_is_answer(cell, key) for cell in first) and "".join(first).upper() != ascii_uppercase[: len(first)]:
        return [f"{number}" for number in range(1, len(first) + 1)], lines
    return [cell or f"{place + 1}" if place else cell for place, cell in enumerate(first)], lines[1:]


def _is_answer(cell: str, key: Sequence[str] | None) -> bool:
    return cell.upper() in NOTHING or (cell in {"0", "1"} if key is None else _are_letters(cell.upper()))


def _are_letters(text: str) -> bool:
    """Options in their order, each once: no word reads like that but by chance."""
    return bool(text) and set(text) <= set(ascii_uppercase) and list(text) == sorted(set(text))


def _answer(column: int, cell: str, key: Sequence[str] | None, number: int) -> Given | Missing:
    if cell.upper() in NOTHING:
        return Missing(column)
    if not _is_answer(cell, key):
        needs_key = key is None and _are_letters(cell.upper())
        code = "answers_need_key" if needs_key else "answers_not_answer" if key is None else "answers_not_letter"
        raise BadInput(Refusal(code, text=cell[:40]), where=str(number))
    if key is None:
        return Given(column, float(cell))
    chosen = cell.upper()
    return Given(column, float(set(chosen) == set(key[column])), chosen)


def _questions(
    names: Sequence[str], rows: Sequence[Sequence[Given | Missing]], key: Sequence[str], options: int
) -> list[Asked]:
    """Each with all options up to the last one that is right or was chosen; there may be more if so many are said."""
    offered = [max(options, 1 + max(map(ascii_uppercase.index, right))) for right in key]
    for row in rows:
        for answer in row:
            if isinstance(answer, Given):
                last = 1 + max(map(ascii_uppercase.index, answer.chosen))
                offered[answer.column] = max(offered[answer.column], last)
    return [
        Asked(name=name, options=ascii_uppercase[:count], correct=right)
        for name, right, count in zip(names, key, offered, strict=True)
    ]
