"""A roster: the table in which a training centre lists the people of a cohort, one a row."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.person import LONGEST_NAME, clean_email, clean_name
from kernel.errors import BadInput
from kernel.verdict import Refusal

MOST_ROWS = 1000
LONGEST_EMAIL = 254
HEADINGS_WITHIN = 10
"""The headings stand in one of the first rows, so that a title above them does no harm."""


class Column(StrEnum):
    """What a roster says of a person."""

    NAME = "name"
    NAME_LATIN = "name_latin"
    EMAIL = "email"
    PHONE = "phone"


REQUIRED = frozenset({Column.NAME, Column.EMAIL})
HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: ("姓名", "name", "名字", "学员姓名", "考生姓名", "full name"),
    Column.NAME_LATIN: (
        "拼音", "name in latin letters", "姓名拼音", "latin name", "pinyin", "name (latin)", "name latin", "name_latin",
        "英文姓名",
    ),
    Column.EMAIL: ("电子邮箱", "邮箱", "email", "e-mail", "电子邮件", "e-mail address", "email address", "邮件"),
    Column.PHONE: ("手机", "手机号", "手机号码", "phone", "mobile", "电话", "telephone", "联系电话", "phone number"),
}  # fmt: skip
"""The words by which each column is known, the first two as the template has them."""

EXAMPLE = ("张示例", "Zhang Shili", "shili@roster.example", "13800138000")
"""The example row of the template; left in, it is passed over."""

_ADDRESS = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{5,18}[0-9]")
_JOINING = frozenset("·•・．. '’-‐")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One person as the roster has them; `row` counts as the spreadsheet does, from 1."""

    row: int
    name: str
    name_latin: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell; `letter` is its column as the spreadsheet names it, `heading` as the file does."""

    row: int
    column: Column
    letter: str
    heading: str
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a table came to: rows that can be taken in, and what is wrong with the others."""

    good: tuple[RosterRow, ...]
    wrong: tuple[RosterRow, ...]
    errors: tuple[RowError, ...]

    @property
    def rows(self) -> int:
        """How many rows say anything."""
        return len(self.good) + len(self.wrong)


def read(table: Sequence[Sequence[str]]) -> Roster:
    """Read a table by its headings. Raises BadInput where it is no roster; one bad row never stops the rest."""
    top, columns = _find_headings(table)
    rows = [(number, _cells(cells, columns)) for number, cells in enumerate(table[top + 1 :], start=top + 2)]
    filled = [(number, cells) for number, cells in rows if any(cells.values()) and tuple(cells.values()) != EXAMPLE]
    if len(filled) > MOST_ROWS:
        raise BadInput(Refusal("roster_too_long", most=MOST_ROWS))
    if not filled:
        raise BadInput(Refusal("roster_empty"))
    good: list[RosterRow] = []
    bad: list[RosterRow] = []
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    for number, cells in filled:
        row = _row(number, cells)
        wrong = [*_faults(row), *_repeated(row, seen)]
        if row.email:
            seen.setdefault(row.email, number)
        errors += [_error(number, column, columns[column], table[top], refusal) for column, refusal in wrong]
        (bad if wrong else good).append(row)
    return Roster(good=tuple(good), wrong=tuple(bad), errors=tuple(errors))


def _error(row: int, column: Column, index: int, headings: Sequence[str], refusal: Refusal) -> RowError:
    return RowError(row, column, letter_of(index), " ".join(headings[index].split()), refusal)


def letter_of(index: int) -> str:
    """How a spreadsheet names a column, counted from 0."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def _find_headings(table: Sequence[Sequence[str]]) -> tuple[int, dict[Column, int]]:
    best: dict[Column, int] = {}
    for top, cells in enumerate(table[:HEADINGS_WITHIN]):
        columns = _columns(cells)
        if columns.keys() >= REQUIRED:
            return top, columns
        best = max(best, columns, key=len)
    missing = [
        HEADINGS[column][0] + " / " + HEADINGS[column][1] for column in Column if column in REQUIRED - best.keys()
    ]
    raise BadInput(Refusal("roster_column_missing", columns=missing))


def _columns(cells: Sequence[str]) -> dict[Column, int]:
    """Which column stands where; the template's own bilingual headings are known by either half."""
    found: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        heading = _plain(cell)
        parts = {heading, *(part.strip() for part in re.split(r"[/|\n]", heading))}
        for column, words in HEADINGS.items():
            if column not in found and parts & set(words):
                found[column] = index
                break
    return found


def _plain(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).replace("*", " ").lower().split())


def _cells(cells: Sequence[str], columns: Mapping[Column, int]) -> dict[Column, str]:
    return {
        column: cells[columns[column]].strip() if column in columns and columns[column] < len(cells) else ""
        for column in Column
    }


def _row(number: int, cells: Mapping[Column, str]) -> RosterRow:
    return RosterRow(
        row=number,
        name=clean_name(cells[Column.NAME]),
        name_latin=clean_name(unicodedata.normalize("NFKC", cells[Column.NAME_LATIN])),
        email=clean_email(cells[Column.EMAIL]),
        phone=clean_name(unicodedata.normalize("NFKC", cells[Column.PHONE])),
    )


def _faults(row: RosterRow) -> Iterator[tuple[Column, Refusal]]:
    if not row.name:
        yield Column.NAME, Refusal("roster_name_missing")
    elif len(row.name) > LONGEST_NAME or not _is_name(row.name):
        yield Column.NAME, Refusal("roster_name_unreadable", value=_cut(row.name))
    if row.name_latin and not (_is_name(row.name_latin) and _is_latin(row.name_latin)):
        yield Column.NAME_LATIN, Refusal("roster_not_latin", value=_cut(row.name_latin))
    if not row.email:
        yield Column.EMAIL, Refusal("roster_email_missing")
    elif len(row.email) > LONGEST_EMAIL or not _ADDRESS.fullmatch(row.email):
        yield Column.EMAIL, Refusal("roster_email_malformed", value=_cut(row.email))
    if row.phone and not _PHONE.fullmatch(row.phone):
        yield Column.PHONE, Refusal("roster_phone_malformed", value=_cut(row.phone))


def _repeated(row: RosterRow, seen: Mapping[str, int]) -> Iterator[tuple[Column, Refusal]]:
    if row.email in seen:
        yield Column.EMAIL, Refusal("roster_email_repeated", row=seen[row.email])


def _is_name(name: str) -> bool:
    """Letters and what joins them, beginning with a letter: no digits, no formulas."""
    return (
        name[0].isalpha()
        and len(name) <= LONGEST_NAME
        and all(sign in _JOINING or unicodedata.category(sign)[0] in {"L", "M"} for sign in name)
    )


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(sign, "") for sign in name if sign.isalpha())


def _cut(value: str, most: int = 60) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"
