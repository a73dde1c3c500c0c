"""Proofs of accommodations are treated as papers are: really opened, made harmless, given back as files that do nothing."""

import re
from io import BytesIO
from threading import Thread

import pytest

from accounts.services import audit
from documents.uploads import LARGEST_FILE, open_upload
from eligibility.views import accommodations as views
from kernel import clock
from kernel.actor import PLATFORM
from storage.transaction import transaction
from tests.support.accommodations import begins, picture, sends
from tests.support.hostile_files import REFUSED
from tests.support.pictures import a_paper, a_pdf, corner, jpeg, opened
from web.files import SANDBOXED

PDF = a_pdf()


@pytest.fixture(autouse=True)
def the_clock_before_everybody(the_clock) -> None:
    """People sign in by the test's clock, whatever order a test names them in."""


@pytest.mark.parametrize(("content", "name", "_code", "said"), REFUSED)
def test_a39_proof_is_told_by_its_content_and_the_refusal_says_what_to_do(candidate, content, name, _code, said):
    request_id = begins(candidate)
    answer = sends(candidate, request_id, content, name)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert "/removal" not in candidate.get(f"/accommodations/requests/{request_id}/proofs").text


def test_without_a_file_one_is_told_to_choose_one(candidate, asked):
    for request_id, form in ((asked, {}), (asked, {"proof": (BytesIO(b""), "")})):
        address = f"/accommodations/requests/{request_id}/proofs?lang=en"
        answer = candidate.post(address, form, content_type="multipart/form-data")
        assert (answer.status_code, "Choose a file first" in answer.text) == (422, True)


def the_proof(candidate, request_id):
    page = candidate.get(f"/accommodations/requests/{request_id}/proofs").text
    [proof] = re.findall(r"/accommodations/proofs/([0-9a-f-]+)/removal", page)
    return f"/accommodations/proofs/{proof}"


def test_a39_a_photo_that_is_also_a_page_is_only_a_photo_afterwards(candidate):
    request_id = begins(candidate)
    photo = jpeg(a_paper(), place=True) + b"<html><script>alert(1)</script>"
    sends(candidate, request_id, photo, "a.html")

    answer = candidate.get(the_proof(candidate, request_id))

    assert (answer.mimetype, corner(opened(answer.data))) == ("image/jpeg", "upper left")
    assert b"<script>" not in answer.data
    assert b"Example Phone" not in answer.data
    assert answer.headers["Content-Disposition"] == "inline; filename=a.html.jpg"


@pytest.mark.parametrize(
    ("name", "content", "sent_back"),
    [
        pytest.param("a.html", PDF, "attachment; filename=a.html.pdf", id="a PDF that calls itself a page"),
        pytest.param("a.pdf", PDF, "attachment; filename=a.pdf", id="a PDF"),
        pytest.param("a\u202efdp.exe", picture(), "inline; filename=afdp.exe.jpg", id="written from right to left"),
    ],
)
def test_a39_what_is_sent_back_runs_nothing_and_its_ending_fits_its_content(candidate, name, content, sent_back):
    request_id = begins(candidate)
    sends(candidate, request_id, content, name)

    answer = candidate.get(the_proof(candidate, request_id), headers={"Range": "bytes=0-3"})

    assert answer.status_code == 200
    assert answer.data == (PDF if content == PDF else open_upload(content).harmless.content)
    assert answer.headers["Content-Disposition"] == sent_back
    assert {name: answer.headers[name] for name in SANDBOXED} == SANDBOXED


def test_a46_one_byte_over_the_limit_is_refused_with_words_and_far_more_before_it_is_read(candidate):
    request_id = begins(candidate)
    largest = jpeg(a_paper()).ljust(LARGEST_FILE, b"\0")

    assert sends(candidate, request_id, largest).status_code == 302
    assert "larger than 10 MB" in sends(candidate, request_id, largest + b"\0").text
    announced, kind = {"CONTENT_LENGTH": str(13 * 1024 * 1024)}, "multipart/form-data; boundary=edge"
    address = f"/accommodations/requests/{request_id}/proofs"
    assert candidate.post(address, b"", content_type=kind, environ_overrides=announced).status_code == 413
    parts = {f"part-{number}": "x" for number in range(1001)}
    assert candidate.post(address, parts, content_type="multipart/form-data").status_code == 413
    field = b'--edge\r\nContent-Disposition: form-data; name="proof"\r\n\r\n' + b"x" * 10_000_000 + b"\r\n--edge--\r\n"
    assert candidate.post(address, field, content_type=kind).status_code == 413


def test_while_a_proof_is_looked_at_others_can_write(app, candidate, monkeypatch):
    """On SQLite there is one writer: an answer must not wait until somebody's picture is unpacked."""
    request_id, wrote = begins(candidate), []

    def write_meanwhile(content):
        def write():
            with app.app_context(), transaction():
                audit.record(PLATFORM, "somebody.else", "thing:1", {}, now=clock.now())
                wrote.append(True)

        thread = Thread(target=write)
        thread.start()
        thread.join(timeout=5)
        assert wrote == [True], "the page held the database"
        return open_upload(content)

    monkeypatch.setattr(views, "open_upload", write_meanwhile)

    assert sends(candidate, request_id, picture()).status_code == 302
