"""Handing in a file with a case study, and what is refused."""

import zipfile
from io import BytesIO

import pytest

from tests.support.exam_room import entry, hands_in, saves, state_of
from tests.support.hostile_files import REFUSED
from tests.support.pictures import a_paper, a_pdf, png
from tests.support.uploads import uploads

PDF, PNG = a_pdf(), png(a_paper((60, 80)))


def office(part: str, *others: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", part, *others):
            archive.writestr(name, "<xml/>")
    return file.getvalue()


def unpacking_to(size: int) -> bytes:
    file = BytesIO(DOCX)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", b"\0" * size)
    return file.getvalue()


def damaged() -> bytes:
    """The directory is right, and what is inside cannot be unpacked."""
    content = unpacking_to(1000)
    inside = content.index(b"word/media/zeros.bin") + len("word/media/zeros.bin")
    return content[:inside] + b"\xff" * 4 + content[inside + 4 :]


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate, component="case_study")
    return exam_room.starts(candidate)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PDF, id="pdf"),
        pytest.param(PNG, id="png"),
        pytest.param(DOCX, id="docx"),
        pytest.param(XLSX, id="xlsx"),
    ],
)
def test_a39_documents_and_pictures_are_kept_and_given_back_byte_for_byte(candidate, attempt, content):
    answer = uploads(candidate, attempt, content)

    assert answer.status_code == 200, answer.text
    file = answer.json["file"]
    assert (file["name"], file["size"]) == ("报告.pdf", len(content))
    back = candidate.get(file["url"])
    assert back.data == content
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in back.headers["Content-Security-Policy"]
    assert back.mimetype == "application/octet-stream"
    assert state_of(candidate, attempt)["file"] == file


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        *[pytest.param(*each.values[:3], id=each.id) for each in REFUSED],
        pytest.param(office("word/document.xml", "word/vbaProject.bin"), "a.docx", "file_type_refused", id="macros"),
        pytest.param(EICAR, "a.pdf", "file_type_refused", id="a test virus"),
        pytest.param(b"<html><script>alert(1)</script></html>", "a.docx", "file_type_refused", id="a page called docx"),
        pytest.param(office("x.txt"), "a.docx", "file_type_refused", id="any zip"),
        pytest.param(unpacking_to(100 * 1024 * 1024), "a.docx", "file_type_refused", id="a-40 unpacks to 100 MB"),
        pytest.param(damaged(), "a.docx", "file_type_refused", id="damaged"),
    ],
)
def test_a39_content_decides_not_the_name(candidate, attempt, content, name, code):
    answer = uploads(candidate, attempt, content, name)

    assert (answer.status_code, answer.json["code"]) == (409, code)
    assert state_of(candidate, attempt)["file"] is None


def test_a48_replacing_keeps_the_history_until_the_hand_in(candidate, attempt, the_clock, work_of):
    uploads(candidate, attempt, PDF, "one.pdf")
    the_clock.moves_on(minutes=1)
    uploads(candidate, attempt, PNG, "two.png")
    hands_in(candidate, attempt)
    late = uploads(candidate, attempt, PDF)

    assert (late.status_code, late.json["code"]) == (409, "handed_in")
    done = work_of(attempt)
    assert [file.name for file in done.files] == ["one.pdf", "two.png"]
    assert done.file.media_type == "image/png"
    assert "two.png" in candidate.get(f"/attempts/{attempt}/receipt").text


def test_a48_nothing_is_taken_after_the_end(candidate, attempt, the_clock):
    the_clock.moves_on(minutes=121, seconds=1)

    answer = uploads(candidate, attempt, PDF)

    assert (answer.status_code, answer.json["code"]) == (409, "late")


def test_a47_nobody_gets_anothers_file(candidate, other_candidate, attempt):
    url = uploads(candidate, attempt, PDF).json["file"]["url"]

    assert other_candidate.get(url).status_code == 404
    assert uploads(other_candidate, attempt, PDF).status_code == 404


def test_a_theory_paper_takes_no_file(exam_room, candidate):
    exam_room.holds(candidate)

    assert uploads(candidate, exam_room.starts(candidate), PDF).json["code"] == "no_file_wanted"


def test_a_case_study_is_read_and_answered_as_text(candidate, attempt):
    page = candidate.get(f"/attempts/{attempt}").text
    assert '"questions":[]' in page
    assert '"background"' in page
    assert "rubric" not in page

    text = "客户投诉的原因……\n" * 100
    assert saves(candidate, attempt, entry(1, "text", {"text": text})).status_code == 200
    assert saves(candidate, attempt, entry(2, "1", {"text": text})).status_code == 400
    assert state_of(candidate, attempt)["answers"] == {"text": {"text": text}}
    hands_in(candidate, attempt)
    assert f"{len(text) - text.count(chr(10))} characters" in candidate.get(f"/attempts/{attempt}/receipt?lang=en").text
