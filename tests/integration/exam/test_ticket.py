"""The admission ticket: one page that says where, when and who, for its owner and the staff at the door."""

import subprocess
from datetime import timedelta

import pytest

from kernel.actor import PLATFORM
from storage.transaction import transaction
from tests.support.exam_room import admit, enter, plan_sitting


def run(*command):
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def entry_id(app, candidate, the_clock):
    from exam.queries.entries import entry_row
    from exam.services.entering import grant_extra_time

    with app.app_context(), transaction():
        admit(candidate.id, the_clock.now)
        sitting = plan_sitting(the_clock.now, starts_in=timedelta(days=3), place="机房 101", address="建国路1号")
        [entry] = enter(sitting, [candidate.id], the_clock.now)
        grant_extra_time(entry_row(entry), 30, actor=PLATFORM, now=the_clock.now)
    return entry


def test_the_ticket_says_who_where_and_when_and_its_code_leads_staff_to_the_entry(
    app, candidate, invigilator, entry_id, tmp_path
):
    answer = candidate.get(f"/entries/{entry_id}/ticket.pdf")

    assert answer.mimetype == "application/pdf"
    path = tmp_path / "ticket.pdf"
    path.write_bytes(answer.data)
    text = run("pdftotext", "-layout", path, "-")
    for words in (
        "准考证", "Admission ticket", "王小明", "机房 101", "建国路1号", "居民身份证", "120", "含加时 30 分钟",
        "2026年3月5日 星期四 09:00 (UTC+08:00)", "Thursday, 5 March 2026, 09:00 (UTC+08:00)", "Theory examination",
    ):  # fmt: skip
        assert words in text, words
    assert run("pdfinfo", path).count("Pages:           1") == 1
    run("pdftoppm", "-png", "-r", "150", "-singlefile", path, path.with_suffix(""))
    address = run("zbarimg", "-q", "--raw", path.with_suffix(".png")).strip()
    assert address == f"{app.config['BASE_URL']}/desk/entries/{entry_id}"
    assert "王小明" in invigilator.get(address.removeprefix(app.config["BASE_URL"])).text


def test_a47_a_ticket_is_for_its_owner_and_the_staff(
    candidate, other_candidate, invigilator, registrar, examiner, centre_manager, visitor, entry_id
):
    address = f"/entries/{entry_id}/ticket.pdf"

    assert [person.get(address).status_code for person in (candidate, invigilator, registrar)] == [200] * 3
    for person in (other_candidate, examiner, centre_manager):
        assert person.get(address).status_code == 404
        assert person.get(address, headers={"Range": "bytes=0-9"}).status_code == 404
    assert visitor.get(address).status_code in {302, 401}
    assert candidate.get(f"/entries/{candidate.id}/ticket.pdf").status_code == 404


def test_a_seat_given_up_has_no_ticket(candidate, entry_id):
    candidate.post(f"/entries/{entry_id}/withdrawal")

    assert candidate.get(f"/entries/{entry_id}/ticket.pdf").status_code == 404
