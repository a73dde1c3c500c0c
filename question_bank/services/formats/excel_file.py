"""Questions in Excel, one row each with both languages side by side."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.intake import Entry
from question_bank.domain.kind import COGNITIVE, KINDS, THEORY
from question_bank.domain.question import Question
from question_bank.domain.sheet import COLUMNS, columns, heading, to_record, to_row
from question_bank.services.formats import archive

MOST_ROWS = 20_000
LOOK_FOR_HEADINGS = 10
NEEDED = ("id", "kind", "answer")
SHEET = "试题 Questions"
WIDE, NARROW = 42, 16


def entries(data: bytes) -> list[Entry]:
    """The rows of the first sheet under the row of headings; empty rows are passed over."""
    archive.check(data)
    rows = _rows(data)
    for above, row in enumerate(rows[:LOOK_FOR_HEADINGS]):
        found = columns(row)
        if all(field in found for field in NEEDED):
            return [
                _entry(number, row, found)
                for number, row in enumerate(rows[above + 1 :], start=above + 2)
                if any(row[column] for column in found.values() if column < len(row))
            ]
    raise BadInput(Refusal("question_no_headings", needed=", ".join(heading(field) for field in NEEDED)), "1")


def workbook_of(questions: Iterable[Question], *, functions: Sequence[str] = ()) -> bytes:
    """A workbook with drop-downs from which the same questions are read again; without questions it is the template."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF7", "border": 1})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        for column, field in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDE if "stem" in field or "rationale" in field else NARROW, text)
            sheet.write_string(0, column, heading(field), bold)
            choices = _choices(field, functions)
            if choices:
                sheet.data_validation(1, column, MOST_ROWS, column, {"validate": "list", "source": choices})
        for number, question in enumerate(questions, start=1):
            cells = to_row(question)
            for column, field in enumerate(COLUMNS):
                sheet.write_string(number, column, cells.get(field, ""), text)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _choices(field: str, functions: Sequence[str]) -> list[str]:
    match field:
        case "kind":
            return [KINDS[kind].zh for kind in THEORY]
        case "cognitive":
            return [words.zh for words in COGNITIVE.values()]
        case "function":
            return list(functions)
        case _:
            return []


def _rows(data: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS:
            raise BadInput(Refusal("question_too_many_rows", most=MOST_ROWS))
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, ValueError, OSError, IndexError):
        raise BadInput(Refusal("question_not_excel")) from None


def _cell(value: object) -> str:
    """The cell as it is read by people: 3.0 is 3, and the cell TRUE is the word."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _entry(number: int, row: Sequence[str], found: dict[str, int]) -> Entry:
    cells = {field: row[column] for field, column in found.items() if column < len(row)}
    return Entry(line=number, record=to_record(cells))
