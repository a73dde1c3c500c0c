"""Asking for accommodations: step by step, with sealed proof that one role alone may open."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from kernel.actor import Role
from storage.transaction import transaction
from tests.support.accommodations import CANARY, begins, decision, held, picture, sends, state_of
from tests.support.people import Somebody
from tests.support.pictures import a_pdf, opened

TODAY = date(2026, 3, 2)
PDF = a_pdf()
OTHERS = ["candidate", "examiner", "registrar", "invigilator", "centre_manager", "administrator"]


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


def test_a_request_is_written_one_thing_a_page_and_kept_as_it_goes(app, candidate):
    request_id = begins(candidate)
    page = f"/accommodations/requests/{request_id}"
    assert candidate.get(page).location.endswith("/measures")

    assert (
        candidate.post(f"{page}/measures", {"measures": ["extra_time", "reader"], "lasts": "lasting"}).status_code
        == 302
    )
    assert candidate.get(page).location.endswith("/reason")
    assert candidate.post(f"{page}/reason", {"reason": f"因{CANARY}"}).location.endswith("/proofs")
    assert CANARY in candidate.get(f"{page}/reason").text
    assert sends(candidate, request_id, picture()).status_code == 302
    check = candidate.get(f"{page}/check?lang=en").text
    assert CANARY in check
    assert "A reader" in check

    assert candidate.post(f"{page}/sending").location.endswith(page)
    assert state_of(app, request_id) == "asked"
    assert "Waiting for decision" in candidate.get(f"{page}?lang=en").text
    assert begins(candidate) == request_id


def test_what_lacks_is_told_beside_its_field(app, candidate):
    page = f"/accommodations/requests/{begins(candidate)}"

    assert "Choose at least one measure" in candidate.post(f"{page}/measures?lang=en", {"lasts": "lasting"}).text
    late = candidate.post(
        f"{page}/measures?lang=en", {"measures": ["reader"], "lasts": "until", "needed_until": "2026-03-01"}
    )
    assert (late.status_code, "Choose today or a later day" in late.text) == (422, True)
    without_day = candidate.post(f"{page}/measures?lang=en", {"measures": ["reader"], "lasts": "until"})
    assert "Give the last day" in without_day.text
    assert "Say in a few words" in candidate.post(f"{page}/reason?lang=en", {"reason": "  "}).text
    refused = candidate.post(f"{page}/sending?lang=en")
    assert refused.status_code == 409
    assert "Add at least one paper" in refused.text
    assert "Choose at least one measure" in refused.text


def test_at_most_six_papers_are_kept_and_one_can_be_removed(candidate):
    request_id = begins(candidate)
    candidate.post(f"/accommodations/requests/{request_id}/measures", {"measures": ["reader"], "lasts": "lasting"})
    for number in range(6):
        assert sends(candidate, request_id, PDF, f"{number}.pdf").status_code == 302
    assert "at most 6 papers" in sends(candidate, request_id, PDF).text

    page = candidate.get(f"/accommodations/requests/{request_id}/proofs").text
    [first, *_] = re.findall(r"/accommodations/proofs/([0-9a-f-]+)/removal", page)
    assert candidate.post(f"/accommodations/proofs/{first}/removal").status_code == 302
    assert candidate.get(f"/accommodations/proofs/{first}").status_code == 404


def test_papers_lie_sealed_and_open_for_the_officer_alone(app, candidate, officer, asked):
    folder, database = Path(app.config["DATA_DIR"]), app.config["SQLALCHEMY_DATABASE_URI"]
    kept = b"".join(path.read_bytes() for path in (folder / "files").rglob("*") if path.is_file())
    if database.startswith("sqlite:///"):
        with closing(sqlite3.connect(database[10:])) as connection:  # who closes its files otherwise gives up its locks
            kept += connection.serialize()
    assert CANARY.encode() not in kept

    case = officer.get(f"/desk/accommodations/{asked}").text
    assert CANARY in case
    [address] = re.findall(r"/desk/accommodations/proofs/[0-9a-f-]+", case)
    paper = officer.get(address)
    assert opened(paper.data).size == (8, 8)
    assert paper.headers["Cache-Control"] == "no-store"


def test_every_reading_is_in_the_audit_log_and_the_log_says_nothing_medical(app, candidate, officer, asked):
    from accounts.queries import audit_entries

    officer.get(f"/desk/accommodations/{asked}")
    case = officer.get(f"/desk/accommodations/{asked}").text
    officer.get(re.findall(r"/desk/accommodations/proofs/[0-9a-f-]+", case)[0])
    officer.post(f"/desk/accommodations/{asked}/decision", decision(reason=""))
    officer.post(f"/desk/accommodations/{asked}/decision", decision(reason=CANARY))
    candidate.get(f"/accommodations/requests/{asked}")

    with app.app_context():
        entries = list(audit_entries())
    read = [entry.actor for entry in entries if entry.action == "read_accommodation"]
    assert read == [str(officer.id)] * 3 + [str(candidate.id)]
    assert [entry.actor for entry in entries if entry.action == "read_accommodation_proof"] == [str(officer.id)]
    assert CANARY not in repr(entries)


@pytest.mark.parametrize("who", OTHERS)
def test_wrong_persons_find_nothing_and_no_word_of_why_reaches_them(
    request, app, candidate, officer, granted, who, caplog, capsys, run_jobs
):
    person = Somebody(app, "别的考生", Role.CANDIDATE) if who == "candidate" else request.getfixturevalue(who)
    case = officer.get(f"/desk/accommodations/{granted}").text
    [proof] = set(re.findall(r"/desk/accommodations/proofs/([0-9a-f-]+)", case))
    run_jobs()
    capsys.readouterr()
    own = f"/accommodations/requests/{granted}"
    desk = f"/desk/accommodations/{granted}"

    answers = [
        *(person.get(address) for address in (
            "/desk/accommodations", "/desk/accommodations/people", desk, f"{desk}/change", f"{desk}/end",
            f"/desk/accommodations/proofs/{proof}", "/sittings/accommodations", own, f"{own}/check", f"{own}/reason",
            f"{own}/proofs", f"{own}/measures", f"/accommodations/proofs/{proof}",
        )),
        *(person.post(address, decision(seen="1")) for address in (
            f"{desk}/decision", f"{desk}/change", f"{desk}/end", f"{own}/end", f"{own}/withdrawal", f"{own}/sending",
            f"{own}/proofs", f"{own}/reason", f"/accommodations/proofs/{proof}/removal",
        )),
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {404}
    elsewhere = [
        person.get(address).text for address in ("/", "/audit", "/people", f"/people/{candidate.id}", "/notices")
    ]
    export = app.test_cli_runner().invoke(args=["audit", "verify"]).stdout
    mails = "".join(path.read_text() for path in (Path(app.config["DATA_DIR"]) / "mail").rglob("*") if path.is_file())
    noted = "".join(
        path.read_text() for path in (Path(app.config["DATA_DIR"]) / "witness").rglob("*") if path.is_file()
    )
    logged = caplog.text + "".join(capsys.readouterr())
    for text in (*(answer.text for answer in answers), *elsewhere, export, mails, noted, logged):
        assert "canary" not in text
    assert "您的合理便利申请已获批准" in candidate.get("/notices").text
    assert "canary" not in candidate.get("/notices").text
    assert held(app, candidate, TODAY) is not None


def test_who_withdraws_takes_what_is_medical_along(app, candidate, officer, asked):
    from eligibility.models.accommodations import AccommodationProof
    from storage.database import db

    assert candidate.post(f"/accommodations/requests/{asked}/withdrawal").status_code == 302

    assert state_of(app, asked) == "withdrawn"
    with app.app_context():
        assert db.session.query(AccommodationProof).count() == 0
    assert CANARY not in officer.get(f"/desk/accommodations/{asked}").text
    assert officer.post(f"/desk/accommodations/{asked}/decision", decision()).status_code == 409


def test_nobody_knows_of_a_request_that_was_not_sent_and_nothing_is_left_of_it(app, candidate, officer):
    from eligibility.models.accommodations import AccommodationProof, AccommodationRequest
    from storage.database import db

    request_id = begins(candidate)
    sends(candidate, request_id, picture())
    assert officer.get(f"/desk/accommodations/{request_id}").status_code == 404

    candidate.post(f"/accommodations/requests/{request_id}/withdrawal")

    with app.app_context():
        assert db.session.query(AccommodationRequest).count() == 0
        assert db.session.query(AccommodationProof).count() == 0


def test_papers_can_be_added_until_the_decision(app, candidate, officer, asked):
    assert sends(candidate, asked, PDF, "补充.pdf").location.endswith(f"/accommodations/requests/{asked}")
    assert "补充.pdf" in officer.get(f"/desk/accommodations/{asked}").text

    officer.post(f"/desk/accommodations/{asked}/decision", decision())

    assert sends(candidate, asked, PDF).status_code == 404


def test_of_many_beginnings_at_once_one_request_is_made(app, candidate):
    from eligibility.models.accommodations import AccommodationRequest
    from eligibility.services import asking
    from kernel import clock
    from storage.database import db

    actor, ready, now = candidate.actor, Barrier(4), clock.now()

    def begin(_number):
        with app.app_context():
            ready.wait(30)
            with transaction():
                return asking.begin(actor, now=now)

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(begin, range(4)))

    assert len(found) == 1
    with app.app_context():
        assert db.session.query(AccommodationRequest).count() == 1


def test_a_new_key_seals_all_of_it_again(app, candidate, officer, asked):
    from storage.resealing import sealed_columns

    names = {f"{table.name}.{column.name}" for table, column, _ in sealed_columns()}

    assert {
        "eligibility_accommodation_request.reason", "eligibility_accommodation_decision.reason",
        "eligibility_accommodation_proof.name", "eligibility_accommodation_proof.sealed_key",
    } <= names  # fmt: skip


def test_no_request_is_sent_whose_only_proof_is_taken_out_at_the_same_moment(app, candidate):
    request_id = begins(candidate)
    page = f"/accommodations/requests/{request_id}"
    candidate.post(f"{page}/measures", {"measures": ["reader"], "lasts": "lasting"})
    candidate.post(f"{page}/reason", {"reason": "阅读较慢"})
    sends(candidate, request_id, picture())
    proof = re.search(r"/accommodations/proofs/([0-9a-f-]{36})/removal", candidate.get(f"{page}/proofs").text)[1]
    at_once = Barrier(2)

    def post(address):
        at_once.wait(30)
        return candidate.post(address).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(post, [f"{page}/sending", f"/accommodations/proofs/{proof}/removal"]))

    is_asked = state_of(app, request_id) == "asked"
    assert answers[0] in ({302} if is_asked else {303, 409, 422, 302})
    assert (answers[1] == 302) is not is_asked
