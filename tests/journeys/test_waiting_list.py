"""A full sitting: somebody waits, another withdraws, and the seat with its ticket goes to the first in line."""

import re
import subprocess
from datetime import timedelta

from playwright.sync_api import expect

from kernel import clock
from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.exam_room import admit, plan_sitting, watch
from tests.support.path_through_exams import looks_again


def run(*command) -> str:
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=True).stdout


def test_a_seat_given_up_goes_to_the_first_in_line_with_a_message_and_a_ticket(platform, somebody, tmp_path):
    early, late = (
        somebody("王小明", Role.CANDIDATE, lang="en"),
        somebody("李丽", Role.CANDIDATE, lang="en", viewport=PHONE),
    )
    with platform.doing():
        for person in (early, late):
            admit(person.id, clock.now())
        sitting = plan_sitting(clock.now(), capacity=1, starts_in=timedelta(days=3), place="机房 一人间")

    def card(person):
        page = person.goes_to("/exams?lang=en")
        return page.locator("section.exam-card", has=page.get_by_text("机房 一人间"))

    card(early).get_by_role("button", name="Enter").click()
    expect(early.page.get_by_role("status").first).to_contain_text("Your seat is reserved")
    card(late).get_by_role("button", name="Join the waiting list").click()
    expect(late.page.get_by_role("main")).to_contain_text("You are number 1 on the waiting list")

    early.page.locator("summary", has_text="Withdraw…").click()
    early.page.get_by_role("button", name="Withdraw", exact=True).click()
    early.page.wait_for_url(re.compile("/exams"))

    looks_again(late.page, late.page.get_by_role("link", name="Admission ticket"))
    with late.page.expect_download() as download:
        late.page.get_by_role("link", name="Admission ticket").click()
    path = tmp_path / "ticket.pdf"
    download.value.save_as(path)
    text = run("pdftotext", "-layout", path, "-")
    assert "李丽" in text
    assert "机房 一人间" in text
    run("pdftoppm", "-png", "-r", "150", "-singlefile", path, path.with_suffix(""))
    entry_id = late.page.url.split("?")[0].rsplit("/", 1)[-1]
    assert run("zbarimg", "-q", "--raw", path.with_suffix(".png")).strip() == f"{platform.url}/desk/entries/{entry_id}"
    late.goes_to("/notices?lang=en")
    expect(late.page.get_by_role("main")).to_contain_text("You have moved up from the waiting list")

    invigilator = somebody("孙监考", Role.INVIGILATOR, lang="en")
    with platform.doing():
        watch(sitting, clock.now())
    page = invigilator.goes_to(f"/sittings/{sitting}/desk?lang=en")
    page.get_by_role("link", name="李丽").click()
    expect(page.get_by_role("main")).to_contain_text("seat 1")
