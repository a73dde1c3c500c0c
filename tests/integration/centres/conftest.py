"""A training centre with a manager and a cohort."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from kernel import clock
from storage.transaction import transaction

HEADINGS = ("姓名", "拼音", "电子邮箱", "手机")


@pytest.fixture
def the_scheme(app):
    from schemes.services import loading

    with app.app_context(), transaction():
        for path in loading.shipped_files():
            loading.load(path, now=clock.now())


@pytest.fixture
def the_centre(centre_manager):
    return centre_manager.works_for("朝阳培训中心")


@pytest.fixture
def open_cohort(app, the_scheme):
    """Open a cohort of a centre; returns its id."""

    def open_one(manager, centre, title="春季班"):
        from centres.services import cohorts

        with app.app_context(), transaction():
            return cohorts.create_cohort(
                organisation_id=centre, title=title, scheme_code="csm-national", level=3,
                starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 31), actor=manager.actor, now=clock.now(),
            )  # fmt: skip

    return open_one


@pytest.fixture
def the_cohort(open_cohort, centre_manager, the_centre):
    return open_cohort(centre_manager, the_centre)


@pytest.fixture
def excel():
    """An Excel workbook with these rows under the headings, or under others."""

    def workbook(rows, headings=HEADINGS) -> bytes:
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
            sheet = book.add_worksheet()
            for number, cells in enumerate([headings, *rows]):
                for index, cell in enumerate(cells):
                    write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                    write(number, index, cell)
        return buffer.getvalue()

    return workbook


@pytest.fixture
def upload(the_cohort):
    """Upload a file as a manager does and open the preview; returns the answer to the upload."""

    def send(manager, content, name="名单.xlsx", cohort=None):
        data = {"file": (BytesIO(content), name)}
        return manager.post(f"/cohorts/{cohort or the_cohort}/rosters", data, content_type="multipart/form-data")

    return send


@pytest.fixture
def thirty():
    """A roster of thirty with four wrong rows: 5, 9, 14 and 20 as the spreadsheet counts."""
    signs = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
    rows = [
        [f"{sign}学员", f"Xueyuan {chr(65 + i % 26)}", f"xy{i}@roster.example.org", 13800000000 + i]
        for i, sign in enumerate(signs)
    ]
    rows[3][2] = "no address"
    rows[7][0] = ""
    rows[12][2] = rows[2][2]
    rows[18][1] = "拼音不是中文"
    return rows
