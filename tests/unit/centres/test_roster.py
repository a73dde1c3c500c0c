"""A roster is read by its headings, and each wrong cell is told by row and column."""

from unicodedata import normalize

import pytest

from centres.domain.roster import EXAMPLE, HEADINGS, Column, letter_of, read
from kernel.errors import BadInput

ZH = ["姓名", "拼音", "电子邮箱", "手机"]


def codes(roster):
    return [(error.row, error.column, error.refusal.code) for error in roster.errors]


def test_a_good_row_is_read_as_it_stands():
    roster = read([ZH, ["王小明", "Wang Xiaoming", "Wang@Example.org ", "13800138000"]])

    (row,) = roster.good
    assert (row.row, row.name, row.name_latin, row.email, row.phone) == (
        2, "王小明", "Wang Xiaoming", "wang@example.org", "13800138000",
    )  # fmt: skip


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(["email", "name"], id="English, in another order"),
        pytest.param(["E-mail", "Full name"], id="other words"),
        pytest.param(["序号", "电子邮箱 / email *", "姓名 / name *"], id="as the template writes them"),
        pytest.param(["Ｅｍａｉｌ", "Ｎａｍｅ"], id="full-width letters"),
    ],
)
def test_columns_are_found_by_their_headings(headings):
    cells = ["a@example.org" if "mail" in normalize("NFKC", heading).lower() else "李丽" for heading in headings]

    assert [row.name for row in read([headings, cells]).good] == ["李丽"]


def test_a_title_above_the_headings_does_no_harm_and_rows_keep_their_numbers():
    roster = read([["2026年春季班学员名单"], [], ZH, ["王小明", "", "no address", ""]])

    assert codes(roster) == [(4, Column.EMAIL, "roster_email_malformed")]


def test_without_a_needed_column_nothing_is_read_and_the_column_is_named():
    with pytest.raises(BadInput) as told:
        read([["姓名", "手机"], ["王小明", "13800138000"]])

    assert told.value.refusal.code == "roster_column_missing"
    assert told.value.refusal.params["columns"] == ["电子邮箱 / 邮箱"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(["", "", "a@example.org", ""], (Column.NAME, "roster_name_missing"), id="no name"),
        pytest.param(["=1+1", "", "a@example.org", ""], (Column.NAME, "roster_name_unreadable"), id="a formula"),
        pytest.param(["@SUM(A1)", "", "a@example.org", ""], (Column.NAME, "roster_name_unreadable"), id="an at-formula"),
        pytest.param(["12345", "", "a@example.org", ""], (Column.NAME, "roster_name_unreadable"), id="a number"),
        pytest.param(["王" * 101, "", "a@example.org", ""], (Column.NAME, "roster_name_unreadable"), id="too long"),
        pytest.param(["王小明", "王小明", "a@example.org", ""], (Column.NAME_LATIN, "roster_not_latin"), id="not Latin"),
        pytest.param(["王小明", "", "", ""], (Column.EMAIL, "roster_email_missing"), id="no address"),
        pytest.param(["王小明", "", "a@b", ""], (Column.EMAIL, "roster_email_malformed"), id="half an address"),
        pytest.param(["王小明", "", "a@example.org,b@example.org", ""], (Column.EMAIL, "roster_email_malformed"), id="two addresses"),
        pytest.param(["王小明", "", "a@example.org", "12"], (Column.PHONE, "roster_phone_malformed"), id="a short number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_column(cells, expected):
    (error,) = read([ZH, cells]).errors

    assert (error.column, error.refusal.code) == expected
    assert (error.row, error.letter) == (2, letter_of(ZH.index(HEADINGS[error.column][0])))


def test_names_with_a_middle_dot_an_accent_or_an_apostrophe_are_names():
    rows = [
        ["买买提·艾力", "Maimaiti Aili", "a@example.org", ""],
        ["欧阳娜娜", "Ouyang Nànà", "b@example.org", ""],
        ["O'Neil Müller-Li", "", "c@example.org", ""],
    ]

    assert len(read([ZH, *rows]).good) == 3


def test_all_that_is_wrong_in_a_row_is_told_at_once():
    roster = read([ZH, ["", "李", "nowhere", "x"]])

    assert [code for _row, _column, code in codes(roster)] == [
        "roster_name_missing", "roster_not_latin", "roster_email_malformed", "roster_phone_malformed",
    ]  # fmt: skip
    assert (len(roster.good), len(roster.wrong), roster.rows) == (0, 1, 1)


def test_the_second_of_two_equal_addresses_is_wrong_and_the_first_is_named():
    roster = read([ZH, ["王小明", "", "same@example.org", ""], ["李丽", "", "SAME@example.org", ""]])

    assert [row.name for row in roster.good] == ["王小明"]
    (error,) = roster.errors
    assert (error.row, error.refusal.code, error.refusal.params["row"]) == (3, "roster_email_repeated", 2)


def test_empty_rows_and_the_example_of_the_template_are_passed_over():
    roster = read([ZH, list(EXAMPLE), ["", "", "", ""], [], ["王小明", "", "a@example.org", ""]])

    assert [row.row for row in roster.good] == [5]


def test_a_roster_without_people_is_none():
    with pytest.raises(BadInput) as told:
        read([ZH, list(EXAMPLE)])

    assert told.value.refusal.code == "roster_empty"


def test_a_roster_of_a_whole_town_is_refused():
    with pytest.raises(BadInput) as told:
        read([ZH, *(["王小明", "", f"p{number}@example.org", ""] for number in range(1001))])

    assert told.value.refusal.code == "roster_too_long"


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_do(index, letters):
    assert letter_of(index) == letters
