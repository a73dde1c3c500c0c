"""A training centre's own path: a cohort, a roster of thirty with mistakes in it, invitations, and everybody's progress."""

import re
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from kernel import clock
from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import serious_findings
from tests.support.people import PASSWORD

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
HEADINGS = ("姓名", "拼音", "电子邮箱", "手机")
WRONG = [
    ("5", "E-mail address column C", "“no address” is no e-mail address. It looks like name@example.org."),
    ("9", "Name column A", "The name is missing."),
    ("14", "E-mail address column C", "Row 4 has the same e-mail address. Everybody needs their own."),
    ("20", "Name in Latin letters column B", "“拼音在此” is not in Latin letters. Write for example Zhang Shili."),
    ("27", "Phone column D", "“call me” is no phone number. Digits, blanks and a leading + are fine."),
]
"""Row and column as the spreadsheet shows them, and what the page says of it."""
BETWEEN_LETTERS = b"\n" + b"-" * 79 + b"\n"
PATIENCE = 200
"""So many looks into the letter box before giving up."""


def workbook(rows: list[list[str]], above: list[list[str]] | None = None) -> dict[str, object]:
    """The file that a manager chooses in the browser: people under headings, or under what stands above."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for number, cells in enumerate([*(above or [HEADINGS]), *rows]):
            sheet.write_row(number, 0, cells)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "春季班名单.xlsx", "mimeType": kind, "buffer": buffer.getvalue()}


def rows_of(path: Path) -> list[list[str]]:
    """What stands in a saved workbook's first sheet."""
    return [[str(cell) for cell in row] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


class Manager:
    """A centre manager at the browser, with one cohort."""

    def __init__(self, platform, somebody, name: str, centre: str) -> None:
        from accounts.services import registering

        self.person = somebody(name, Role.CENTRE_MANAGER, lang="en")
        self.page: Page = self.person.page
        self.mark = self.person.id.hex[:8]
        with platform.doing():
            organisation = registering.found_organisation(name=centre, kind="training_centre", now=clock.now())
            registering.affiliate(self.person.id, organisation, now=clock.now())

    def opens_a_cohort(self, title: str) -> str:
        page = self.person.goes_to("/")
        page.get_by_role("link", name="Open a cohort").first.click()
        page.get_by_label("Name of the cohort").fill(title)
        page.get_by_label("Scheme and level").select_option(label="Customer Service Manager · Level 3")
        page.get_by_label("First day of training").fill("2026-03-02")
        page.get_by_label("Last day of training").fill("2026-04-30")
        page.get_by_role("button", name="Open the cohort").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        return page.url

    def uploads(self, rows: list[list[str]]) -> Page:
        """From the cohort's page to the preview."""
        page = self.page
        page.get_by_role("link", name="Upload a roster").first.click()
        self.chooses(workbook(rows))
        return page

    def chooses(self, file: dict[str, object]) -> None:
        """On the page for uploads."""
        self.page.get_by_label("Roster").set_input_files(file)
        self.page.get_by_role("button", name="Look through the roster").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("春季班名单.xlsx")

    def thirty(self, *, with_mistakes: bool) -> list[list[str]]:
        """Thirty people as a centre would list them; rows count from 2, under the headings."""
        people = [
            [
                f"{sign}学员",
                f"Xueyuan {chr(65 + place % 26)}",
                f"{self.mark}{place}@roster.example.org",
                f"138000000{place:02}",
            ]
            for place, sign in enumerate(SURNAMES)
        ]
        if with_mistakes:
            people[3][2] = "no address"
            people[7][0] = ""
            people[12][2] = people[2][2]
            people[18][1] = "拼音在此"
            people[25][3] = "call me"
        return people

    def reached(self, stage: str) -> int:
        """How many have come as far as that, on the cohort's page."""
        line = self.page.locator(".funnel li").filter(has=self.page.get_by_text(stage, exact=True))
        return int(line.locator(".funnel-count").inner_text())

    def line_of(self, name: str) -> Locator:
        return self.page.get_by_role("table", name="People and what is due").locator("tr").filter(has_text=name)

    def counts(self) -> dict[str, int]:
        """The figures above the preview."""
        found = self.page.locator(".stat").evaluate_all(
            "(all) => all.map((one) => [one.querySelector('.stat-label').innerText, one.querySelector('.stat-value').innerText])"
        )
        return {label: int(value) for label, value in found}


@pytest.fixture
def manager(platform, somebody):
    return Manager(platform, somebody, "周慧敏", "城北培训中心")


def errors_of(page: Page) -> list[tuple[str, ...]]:
    table = page.get_by_role("table", name="What has to be corrected")
    rows = table.locator("tbody tr").evaluate_all(
        "(all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim()))"
    )
    return [tuple(row) for row in rows]


def letter_to(platform, page: Page, address: str) -> str:
    """The link in the letter to somebody, as soon as the worker has sent it."""
    for _ in range(PATIENCE):
        if link := _link_in_a_letter(Path(platform.app.config["MAIL_FILE_PATH"]), address):
            return link
        page.wait_for_timeout(100)
    raise AssertionError(f"no letter came to {address}")


def _link_in_a_letter(folder: Path, address: str) -> str:
    letters = (raw for path in folder.glob("*") for raw in path.read_bytes().split(BETWEEN_LETTERS))
    for letter in (message_from_bytes(raw.strip(), policy=policy.default) for raw in letters):
        if letter["To"] == address and (link := re.search(r"/invitations/[\w-]+", letter.get_content())):
            return link[0]
    return ""


def test_the_template_can_be_filled_in_and_uploaded(manager):
    manager.opens_a_cohort("模板班")
    page = manager.page
    page.get_by_role("link", name="Upload a roster").first.click()

    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the template").click()
    template = rows_of(saved.value.path())
    manager.chooses(workbook([["高学员", "Gao Xueyuan", f"{manager.mark}gao@roster.example.org", ""]], above=template))

    assert manager.counts() == {"Rows with people": 1, "Good and new": 1, "In the cohort already": 0, "Wrong": 0}
    expect(page.get_by_role("table", name="Who would be imported")).to_contain_text("高学员")


def test_a_roster_of_thirty_comes_in_once_and_its_mistakes_when_they_are_corrected(manager):
    cohort = manager.opens_a_cohort("春季班")

    page = manager.uploads(manager.thirty(with_mistakes=True))
    assert manager.counts() == {"Rows with people": 30, "Good and new": 25, "In the cohort already": 0, "Wrong": 5}
    assert errors_of(page) == WRONG
    expect(page.get_by_role("table", name="Who would be imported").locator("tbody tr")).to_have_count(25)

    page.get_by_role("button", name="Import the 25 good rows").click()
    expect(page.get_by_role("status")).to_contain_text("25 people are imported and invited.")
    assert errors_of(page) == WRONG
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the wrong rows as Excel").click()
    corrections = [cell for row in rows_of(saved.value.path()) for cell in row]
    assert {"no address", "call me", "拼音在此"} <= set(corrections)

    page.goto(cohort)
    assert manager.reached("Invited") == 25
    manager.uploads(manager.thirty(with_mistakes=True))
    assert manager.counts() == {"Rows with people": 30, "Good and new": 0, "In the cohort already": 25, "Wrong": 5}
    expect(page.get_by_text("There is nothing to import")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)

    page.goto(cohort)
    manager.uploads(manager.thirty(with_mistakes=False))
    assert manager.counts() == {"Rows with people": 30, "Good and new": 5, "In the cohort already": 25, "Wrong": 0}
    page.get_by_role("button", name="Import the 5 good rows").click()
    expect(page.get_by_role("status")).to_contain_text("5 people are imported and invited.")
    assert page.url == cohort
    assert manager.reached("Invited") == 30
    assert manager.reached("Joined") == 0


def test_who_is_invited_comes_in_by_the_letter_and_is_seen_from_then_on(platform, manager, anybody, somebody):
    acquainted = somebody("王小明", Role.CANDIDATE, lang="en")
    cohort = manager.opens_a_cohort("春季班")
    mine = f"{manager.mark}0@roster.example.org"
    manager.uploads([["钱学员", "Qian Xueyuan", mine, ""], ["王小明", "Wang Xiaoming", acquainted.email, ""]])
    manager.page.get_by_role("button", name="Import the 2 good rows").click()

    guest = anybody(viewport=PHONE, lang="en").goes_to(letter_to(platform, manager.page, mine))
    expect(guest.locator("main")).to_contain_text("城北培训中心")
    expect(guest.locator("main")).to_contain_text("钱学员")
    guest.get_by_label("Password").fill("short")
    guest.get_by_role("button", name="Open my account").click()
    expect(guest.locator(".error-summary")).to_be_focused()
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Open my account").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("钱学员")

    manager.page.goto(cohort)
    assert (manager.reached("Invited"), manager.reached("Joined")) == (2, 1)
    expect(manager.line_of("钱学员")).to_contain_text("Has to apply")
    expect(manager.line_of("王小明")).to_contain_text("Has to accept the invitation")

    home = acquainted.goes_to("/")
    home.get_by_role("button", name="Join", exact=True).click()
    expect(home.get_by_role("status")).to_contain_text("春季班")
    manager.page.goto(cohort)
    assert manager.reached("Joined") == 2

    page = manager.page
    page.get_by_role("link", name="Record training").click()
    page.get_by_label("Date of completion").fill("2026-04-30")
    page.get_by_role("button", name="Certify the training").click()
    expect(manager.line_of("王小明")).to_contain_text("180 hours")
    expect(manager.line_of("王小明")).not_to_contain_text("Training not yet recorded")
    expect(acquainted.goes_to("/evidence").locator("main")).to_contain_text("180")


def test_another_centre_finds_nothing_at_these_addresses(platform, somebody, manager):
    cohort = manager.opens_a_cohort("春季班")
    roster = manager.uploads(manager.thirty(with_mistakes=True)).url
    other = Manager(platform, somebody, "许国栋", "滨海职业培训学校")

    for address in (
        cohort,
        f"{cohort}/rosters/new",
        f"{cohort}/trainings/new",
        f"{cohort}/progress.xlsx",
        roster,
        f"{roster}/corrections.xlsx",
    ):
        assert other.page.request.get(address).status == 404, address
    page = other.person.goes_to("/cohorts")
    expect(page.locator("main")).not_to_contain_text("春季班")


def test_the_centre_reads_well_in_english_and_on_a_phone(manager):
    manager.page.set_viewport_size(PHONE)
    for address in ("/?lang=en", "/cohorts", "/cohorts/new"):
        page = manager.person.goes_to(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert serious_findings(page) == []
