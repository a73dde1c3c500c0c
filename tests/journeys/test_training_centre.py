"""A training centre brings its people in by a roster of thirty and follows them as far as they agree to be seen."""

import re
from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter
from playwright.sync_api import expect

from accounts.services import registering
from kernel import clock
from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.people import PASSWORD

SIGNS = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"


@pytest.fixture
def the_roster(tmp_path, candidate_with_account) -> Path:
    """Thirty people, four of them wrong, one of them with an account already."""
    mark = candidate_with_account.id.hex[:8]
    rows = [[f"{sign}学员", f"Xueyuan {chr(65 + i % 26)}", f"{mark}-{i}@roster.example.org"] for i, sign in enumerate(SIGNS)]
    rows[0] = ["王小明", "Wang Xiaoming", candidate_with_account.email]
    rows[3][2], rows[7][0], rows[12][2], rows[18][1] = "no address", "", rows[2][2], "不是拼音"
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([["姓名", "拼音", "邮箱"], *rows]):
            for index, cell in enumerate(cells):
                sheet.write_string(number, index, cell)
    return path


@pytest.fixture
def candidate_with_account(somebody):
    return somebody("王小明", Role.CANDIDATE)


@pytest.fixture
def manager(platform, somebody):
    person = somebody("周机构", Role.CENTRE_MANAGER)
    with platform.doing():
        centre: UUID = registering.found_organisation(
            name=f"培训中心{person.id.hex[:6]}", kind="training_centre", now=clock.now()
        )
        registering.affiliate(person.id, centre, now=clock.now())
    return person


def counted(page, stage: str):
    return page.locator(".funnel li").filter(has_text=stage).locator(".funnel-count")


def letter_to(platform, address: str) -> str:
    """The link in the letter to somebody, as soon as the worker has sent it."""
    folder = Path(platform.app.config["MAIL_FILE_PATH"])
    from email import message_from_bytes, policy

    for path in folder.glob("*"):
        for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            mail = message_from_bytes(raw.strip(), policy=policy.default)
            if mail["To"] == address and (link := re.search(r"/invitations/[\w-]+", mail.get_content())):
                return link[0]
    return ""


def test_a_roster_of_thirty_from_upload_to_recorded_training(platform, somebody, browser, manager, the_roster, candidate_with_account):
    page = manager.goes_to("/cohorts/new")
    page.locator("#title").fill("春季班")
    page.locator("#starts_on").fill("2026-01-05")
    page.locator("#ends_on").fill("2026-02-27")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("春季班")
    cohort = page.url

    page.get_by_role("link", name="上传名单").first.click()
    page.set_input_files("input[type=file]", the_roster)
    page.locator("main form button[type=submit]").click()
    wrong = page.locator("table").first.locator("tbody tr")
    expect(wrong).to_have_count(4)
    assert [wrong.nth(n).locator("th").inner_text() for n in range(4)] == ["5", "9", "14", "20"]

    page.get_by_role("button", name="导入 26 名学员").click()
    expect(page.get_by_role("status")).to_contain_text("26")
    manager.page.goto(cohort)
    expect(counted(page, "已邀请")).to_have_text("26")
    expect(counted(page, "已加入")).to_have_text("0")

    home = candidate_with_account.goes_to("/")
    home.get_by_role("button", name="加入", exact=True).click()
    expect(home.get_by_role("status")).to_contain_text("春季班")

    address = f"{candidate_with_account.id.hex[:8]}-1@roster.example.org"
    expect(home.locator("body")).to_be_visible()
    for _ in range(100):
        link = letter_to(platform, address)
        if link:
            break
        home.wait_for_timeout(200)
    assert link, "no letter came"
    guest = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
    guest.goto(platform.url + link)
    guest.locator("#password").fill(PASSWORD)
    guest.locator("main form button[type=submit]").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("钱学员")
    guest.context.close()

    manager.page.goto(cohort)
    expect(counted(page, "已加入")).to_have_text("2")
    page.get_by_role("link", name="登记结业").click()
    page.locator("#completed_on").fill("2026-02-27")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("tr").filter(has_text="王小明")).to_contain_text("180学时")
    expect(candidate_with_account.goes_to("/evidence").locator("main")).to_contain_text("180")


def test_the_centre_reads_well_in_english_and_on_a_phone(manager, platform):
    from tests.support.at_the_paper import serious_findings

    manager.page.set_viewport_size(PHONE)
    for address in ("/?lang=en", "/cohorts", "/cohorts/new"):
        page = manager.goes_to(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert serious_findings(page) == []
