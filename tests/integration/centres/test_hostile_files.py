"""What is uploaded as a roster may be anything; nothing it does harms the platform or whoever opens its exports."""

import zipfile
from io import BytesIO

import pytest

from centres.services import spreadsheet
from kernel.actor import Role
from kernel.errors import BadInput
from tests.support.formulas import FORMULAS, cells_of
from tests.support.people import Somebody


def zipped(parts, compression=zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refusal_of(content: bytes) -> str:
    with pytest.raises(BadInput) as told:
        spreadsheet.read(content)
    return told.value.refusal.code


def test_a40_an_archive_of_zeros_is_refused_without_being_kept():
    assert refusal_of(zipped({"xl/worksheets/sheet1.xml": b"\0" * 30_000_000})) in {"file_bomb", "file_unreadable"}
    assert refusal_of(zipped({"xl/media/zeros": b"\0" * 30_000_000})) == "file_bomb"


def test_a40_an_archive_of_very_many_parts_is_refused():
    assert refusal_of(zipped({f"part{number}": b"" for number in range(600)})) == "file_bomb"


def test_a40_an_archive_that_lies_about_its_size_is_refused():
    honest = zipped({"xl/worksheets/sheet1.xml": b"x" * 5000}, zipfile.ZIP_STORED)
    lying = honest.replace((5000).to_bytes(4, "little"), (5).to_bytes(4, "little"))

    assert refusal_of(lying) in {"file_unreadable", "file_bomb"}


def test_a_sheet_that_claims_a_cell_at_the_far_end_is_refused(excel):
    content = excel([["王小明", "", "a@example.org", ""]])
    parts = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="D2"', b'r="XFD1048576"').replace(
        b'r="C2"', b'r="XFD1048576"'
    )

    assert refusal_of(zipped(parts)) == "table_too_large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "file_empty", id="nothing"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_old_or_locked", id="an old Excel file"),
        pytest.param(b"PK\x03\x04" + b"\0" * 100, "file_unreadable", id="a broken archive"),
        pytest.param(b"a,b\n\0,\0", "file_unreadable", id="NUL"),
        pytest.param(b"\xff\xff\xff\xff", "file_unreadable", id="no text"),
        pytest.param(b"a" * (5 * 1024 * 1024 + 1), "roster_too_large", id="one byte too large"),
        pytest.param(b"," * 300, "table_too_large", id="very wide"),
        pytest.param(b"a\n" * 6000, "table_too_large", id="very long"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(content, code):
    assert refusal_of(content) == code


def test_an_archive_that_is_no_workbook_is_refused():
    assert refusal_of(zipped({"mimetype": b"text/plain"})) == "file_unreadable"


def test_the_page_keeps_its_head_and_says_the_reason(centre_manager, upload):
    answer = upload(centre_manager, b"\xd0\xcf\x11\xe0" + b"\0" * 600, "名单.xls")

    assert answer.status_code == 422
    assert ".xlsx" in answer.text


def test_a32_a_hostile_file_name_is_only_shown(centre_manager, excel, upload):
    name = '../../x"><img src=x onerror=1>\u202e.xlsx'

    page = centre_manager.get(
        upload(centre_manager, excel([["王小明", "", "a@roster.example.org", ""]]), name).location
    ).text

    assert "<img src=x" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_a33_a_formula_comes_back_as_text(centre_manager, excel, upload, formula):
    address = upload(centre_manager, excel([[formula, formula, formula, formula]])).location

    rows = cells_of(centre_manager.get(f"{address}/corrections.xlsx").data)

    assert all(isinstance(cell, str) for cell in rows[1])
    assert any(formula.strip() in cell for cell in rows[1])


@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_a33_a_self_chosen_name_in_the_progress_export_is_text(app, centre_manager, the_cohort, excel, upload, formula):
    clever = Somebody(app, formula, Role.CANDIDATE, email="clever@roster.example.org")
    centre_manager.post(upload(centre_manager, excel([["李丽", "", clever.email, ""]])).location + "/import")

    rows = cells_of(centre_manager.get(f"/cohorts/{the_cohort}/progress.xlsx").data)

    assert all(isinstance(cell, str) for row in rows for cell in row)
