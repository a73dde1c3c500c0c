"""The main job, end to end: from registering to a certificate that a stranger verifies, each person at their own screen."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfWriter

from kernel import clock
from kernel.actor import Role
from kernel.dates import years_after
from tests.journeys.conftest import PHONE
from tests.support.path_through_exams import (
    answers_everything,
    enters,
    hands_in,
    plans,
    right_answers,
    sees_papers_made,
    starts,
    writes,
)
from tests.support.path_to_admission import applies, approves, reads_the_decision, registers, shows_evidence, today
from tests.support.path_to_certificate import (
    Blind,
    approves_activity,
    examined_by_other_programs,
    fetches_certificate,
    files_activity,
    marks,
    releases,
    stranger_checks,
    takes,
)

NAME, LATIN = "欧阳静怡", "Ouyang Jingyi"
REASON = "Degree and employment contract seen."
THEORY, CASE = "Theory examination", "Case study"
UNTIL_THE_DOOR = timedelta(seconds=25)
"""Time enough to plan, publish and enter two sittings."""
TIME_TO_START = timedelta(minutes=5)
AFTER_THE_OTHER = timedelta(hours=2)
"""Who enters two sittings has to be able to begin the second when the time of the first is over."""


def a_file_by(author: str) -> bytes:
    """A page whose properties tell who made it, as office programs do."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Author": author, "/Title": "Plan"})
    writer.write(out)
    return out.getvalue()


def sees_no_result(candidate, attempts) -> None:
    """Before the release there is nothing, neither on the pages nor behind their addresses."""
    page = candidate.goes_to("/results")
    expect(page.locator(".result-card, .result-score")).to_have_count(0)
    expect(page.get_by_text("Not released yet")).to_have_count(len(attempts))
    for attempt_id in attempts:
        assert page.request.get(f"{candidate.platform.url}/results/{attempt_id}").status == 404
    candidate.goes_to("/certificates")
    expect(page.get_by_role("main")).to_contain_text("No certificate yet")


def sees_passed(candidate) -> None:
    """Both components with their scores, and until when they count."""
    page = candidate.goes_to("/results")
    until = years_after(today(), 2)
    for component in (THEORY, CASE):
        card = page.locator(".result-card").filter(has=page.get_by_role("heading", name=component))
        expect(card).to_contain_text("Passed")
        expect(card.locator(".result-score")).to_have_text("100.00 / 100.00")
        expect(card).to_contain_text(f"valid until {until.day} {until:%B %Y}")


@pytest.mark.main_path
def test_from_registering_to_a_certificate_that_a_stranger_verifies(platform, somebody, anybody, tmp_path):
    candidate, stranger = anybody(lang="en"), anybody(lang="en", viewport=PHONE)
    registrar, examiner = (somebody(*who, lang="en") for who in (("钱考务", Role.REGISTRAR), ("赵考评", Role.EXAMINER)))

    registers(candidate, NAME, LATIN)
    shows_evidence(candidate)
    applies(candidate)
    approves(registrar, NAME, REASON)
    reads_the_decision(candidate, REASON)

    door = clock.now() + UNTIL_THE_DOOR
    latest = {THEORY: door + TIME_TO_START, CASE: door + AFTER_THE_OTHER}
    rooms = {component: f"Room {candidate.email[:6]}, {component}" for component in (THEORY, CASE)}
    sittings = {
        component: plans(registrar, component, place=room, starts_at=door, latest_start_at=latest[component])
        for component, room in rooms.items()
    }
    lobbies = {component: enters(candidate, component, rooms[component]) for component in rooms}
    for sitting in sittings.values():
        sees_papers_made(registrar, sitting, NAME)

    theory = starts(candidate, lobbies[THEORY], NAME)
    answers_everything(candidate.page, right_answers(platform, theory))
    hands_in(candidate.page)
    case = starts(candidate, lobbies[CASE], NAME)
    writes(candidate.page, "第四周的解决率是 73%。\nFirst I would ask the crews.", ("plan.pdf", a_file_by(LATIN)))
    number = hands_in(candidate.page)
    sees_no_result(candidate, (theory, case))

    blind = Blind(examiner, NAME, LATIN, candidate.email, str(case), str(theory))
    script = takes(examiner, number)
    blind.look()
    blind.reads(script.request.get(f"{script.url}/file").body())
    marks(script, "Read the numbers rightly.")
    for path in (script.url, "/marking", "/", "/notices"):
        examiner.goes_to(path.removeprefix(platform.url))
        blind.look()
    sees_no_result(candidate, (theory, case))

    for room in rooms.values():
        releases(registrar, room)
    sees_passed(candidate)

    certificate = fetches_certificate(candidate, tmp_path)
    address = examined_by_other_programs(certificate, NAME)
    assert address.startswith(f"{platform.url}/verify/t/")
    shown = certificate.stem.removeprefix("certificate-")
    stranger_checks(stranger, number=shown, address=address, path=certificate, name=NAME)

    files_activity(candidate, "Complaint handling, two-day course, Shanghai", 12)
    approves_activity(registrar, "Complaint handling, two-day course, Shanghai")
    candidate.goes_to("/certificates")
    expect(candidate.page.get_by_role("main")).to_contain_text("Credits: 12 of 30")
    assert json.loads(platform.flask("audit", "verify"))["intact"]
