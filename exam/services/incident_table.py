"""The log of a sitting as a file for other programs, in which nothing is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECKONED = ("=", "+", "-", "@", ";", "\t", "\r", "＝", "＋", "－", "＠")
"""What spreadsheets may take for the beginning of a formula."""
TEXTS_STAY_TEXTS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = (8, 34, 34, 18, 8, 18, 60, 18, 10)


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """For spreadsheets in any language; what could be reckoned with has an apostrophe in front, which says: a text."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([f"'{cell}" if cell.startswith(RECKONED) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An Excel file in which every cell is a text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXTS_STAY_TEXTS) as workbook:
        sheet = workbook.add_worksheet("Log")
        bold, plain = (
            workbook.add_format({"bold": bold, "text_wrap": True, "valign": "top"}) for bold in (True, False)
        )
        for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell, plain)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
