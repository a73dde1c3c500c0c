"""Excel files for centres: the roster template, wrong rows, progress. Cells are texts, never formulas."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter

from centres.domain.membership import Progress
from centres.domain.roster import EXAMPLE, HEADINGS, REQUIRED, Column, RosterRow, RowError
from centres.domain.stage import Stage
from kernel.verdict import Refusal

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS_STAY_TEXTS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {Column.NAME: 18, Column.NAME_LATIN: 26, Column.EMAIL: 34, Column.PHONE: 20}
PROBLEM = "问题 / Problem"
ROW = "原行号 / Row"
NOTES = (
    ("填写说明", "How to fill this in"),
    (
        "每行填写一名学员。姓名与电子邮箱必填，姓名须与身份证一致，它将印在证书上。",
        "One person a row. Name and e-mail address are needed; the name as on the identity card and the certificate.",
    ),
    (
        "拼音将用于证书的英文部分，例如 Zhang Shili。",
        "The name in Latin letters is for the English side of the certificate, for example Zhang Shili.",
    ),
    (
        "第二行是示例，可以覆盖；如果保留，导入时会自动跳过。",
        "The second row is an example. Write over it; if it is left in, it is passed over.",
    ),
    (
        "列的顺序可以调整，列名可以用中文或英文，多余的列不会导入。",
        "Columns may stand in any order, in Chinese or English; further columns are not read.",
    ),
    (
        "上传后会先预览，确认后才导入。每人会收到邮件，用来设置密码并加入培训班。",
        "After the upload you see a preview first. Everybody gets a letter to choose a password and join the cohort.",
    ),
)


def template() -> bytes:
    """An empty roster with headings, an example row and notes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXTS_STAY_TEXTS) as workbook:
        sheet = workbook.add_worksheet("学员名单 Roster")
        _headings(workbook, sheet, [*map(_heading, Column)], [WIDTHS[column] for column in Column])
        as_text = workbook.add_format({"num_format": "@"})
        sheet.set_column(len(Column) - 1, len(Column) - 1, WIDTHS[Column.PHONE], as_text)
        example = workbook.add_format({"italic": True, "font_color": "#6B7780", "num_format": "@"})
        for index, text in enumerate(EXAMPLE):
            sheet.write_string(1, index, text, example)
        notes = workbook.add_worksheet("填写说明 Notes")
        notes.set_column(0, 1, 70)
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        bold = workbook.add_format({"bold": True})
        for number, pair in enumerate(NOTES):
            for index, text in enumerate(pair):
                notes.write_string(number, index, text, wrapped if number else bold)
    return buffer.getvalue()


def corrections(wrong: Iterable[RosterRow], errors: Sequence[RowError], say: Callable[[Refusal], str]) -> bytes:
    """The wrong rows with their wrong cells marked and the reason beside them; it can be corrected and uploaded."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXTS_STAY_TEXTS) as workbook:
        sheet = workbook.add_worksheet("学员名单 Roster")
        headings = [*map(_heading, Column), PROBLEM, ROW]
        _headings(workbook, sheet, headings, [*(WIDTHS[column] for column in Column), 70, 14])
        plain = workbook.add_format({"num_format": "@", "valign": "top"})
        marked = workbook.add_format({"num_format": "@", "bg_color": "#FCEBE9", "border": 1, "border_color": "#A8201A"})
        reason = workbook.add_format({"text_wrap": True, "font_color": "#A8201A", "valign": "top"})
        for line, row in enumerate(wrong, start=1):
            mine = [error for error in errors if error.row == row.row]
            columns = {error.column for error in mine}
            for index, column in enumerate(Column):
                sheet.write_string(line, index, _cell(row, column), marked if column in columns else plain)
            sheet.write_string(line, len(Column), "\n".join(say(error.refusal) for error in mine), reason)
            sheet.write_string(line, len(Column) + 1, str(row.row), plain)
    return buffer.getvalue()


def progress(
    members: Iterable[Progress],
    *,
    headings: Sequence[str],
    stage_names: Callable[[Stage], str],
    say: Callable[[Refusal], str],
) -> bytes:
    """A cohort's members with their stages, as the page shows them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXTS_STAY_TEXTS) as workbook:
        sheet = workbook.add_worksheet("Progress")
        _headings(workbook, sheet, headings, [18, 26, 34, 20, 16, 60, 20])
        for line, each in enumerate(members, start=1):
            member = each.member
            cells = (
                member.name, member.name_latin, member.email, member.phone,
                stage_names(each.stage), "; ".join(map(say, each.due)), each.certificate_number,
            )  # fmt: skip
            for index, text in enumerate(cells):
                sheet.write_string(line, index, text)
    return buffer.getvalue()


def _heading(column: Column) -> str:
    zh, en = HEADINGS[column][:2]
    return f"{zh} / {en}" + (" *" if column in REQUIRED else "")


def _headings(workbook: Any, sheet: Any, headings: Sequence[str], widths: Sequence[int]) -> None:
    style = workbook.add_format({"bold": True, "bg_color": "#E6F1F2", "bottom": 1, "valign": "vcenter"})
    for index, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, heading, style)
    sheet.freeze_panes(1, 0)


def _cell(row: RosterRow, column: Column) -> str:
    text: str = getattr(row, column.value)
    return text
