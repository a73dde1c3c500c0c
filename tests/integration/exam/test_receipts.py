"""The signed receipt: other people's programs find it sound, and the platform tells whether it agrees with the record."""

import re
import subprocess

import pytest
from sqlalchemy import update

from storage.transaction import transaction
from tests.support.exam_room import choice, entry, hands_in, saves

AGREES, DIFFERS, FOREIGN = (
    "It agrees with the record",
    "It does not agree with the record",
    "This is no receipt of ours",
)


def run(*command):
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False).stdout


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    saves(candidate, attempt, entry(1), entry(2, "2", choice("B")))
    return attempt


def pdf_of(person, attempt):
    answer = person.get(f"/attempts/{attempt}/receipt.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


def brings(person, pdf):
    head = b'--x\r\nContent-Disposition: form-data; name="document"; filename="receipt.pdf"\r\n\r\n'
    kind = "multipart/form-data; boundary=x"
    return person.post("/receipts/files?lang=en", head + pdf + b"\r\n--x--\r\n", content_type=kind).text


def types(person, number, code):
    return person.get("/receipts/check", query_string={"lang": "en", "number": number, "code": code})


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


def printed(candidate, attempt):
    """The number and the check code on the page."""
    return re.findall(r'support-code">([^<]+)<', candidate.get(f"/attempts/{attempt}/receipt?lang=en").text)


@pytest.fixture
def somebody_changes(app):
    """The record is changed behind the platform's back."""

    def change(statement):
        from storage.database import db

        with app.app_context(), transaction():
            db.session.execute(statement)

    return change


def test_the_document_is_there_at_once_signed_in_both_languages_and_tells_no_key_and_no_result(
    app, candidate, attempt, tmp_path
):
    hands_in(candidate, attempt)
    number, code = printed(candidate, attempt)
    path = tmp_path / "receipt.pdf"
    path.write_bytes(pdf_of(candidate, attempt))

    said = run("pdfsig", path)
    assert said.count("Signature is Valid.") == 1
    assert "Total document signed" in said
    text = run("pdftotext", "-layout", path, "-")
    for words in ("交卷回执", "Receipt for a paper handed in", number, code, "2 / 60", "理论", "Theory", "(UTC+0800)"):
        assert words in text, words
    for words in ("正确", "得分", "correct", "score", "chosen"):
        assert words not in text + run("pdfinfo", path)
    assert "Pages:           1" in run("pdfinfo", path)
    run("pdftoppm", "-png", "-r", "150", "-singlefile", path, path.with_suffix(""))
    address = run("zbarimg", "-q", "--raw", path.with_suffix(".png")).strip()
    assert AGREES in candidate.get(address.removeprefix(app.config["BASE_URL"]) + "&lang=en").text


def test_a_stranger_learns_that_it_agrees_and_nothing_else(candidate, visitor, attempt):
    hands_in(candidate, attempt)
    number, code = printed(candidate, attempt)

    assert AGREES in brings(visitor, pdf_of(candidate, attempt))
    assert AGREES in types(visitor, number.lower(), code).text
    wrong = types(visitor, number, "0" * 16).text
    assert DIFFERS in wrong
    assert main_of(wrong) == main_of(types(visitor, "NOSUCHNUMBER", "0" * 16).text)
    assert types(visitor, number, code[:6]).status_code == 422


@pytest.mark.parametrize("what", ["answers", "end"])
def test_what_was_changed_in_the_record_shows_to_those_concerned(
    candidate, visitor, registrar, other_candidate, attempt, somebody_changes, what
):
    from exam.models.attempts import Attempt, SavedAnswer

    hands_in(candidate, attempt)
    pdf, (number, code) = pdf_of(candidate, attempt), printed(candidate, attempt)
    if what == "answers":
        somebody_changes(update(SavedAnswer).where(SavedAnswer.seq == 2).values(value=choice("C")))
    else:
        somebody_changes(update(Attempt).values(ended_at=Attempt.deadline))

    for person in (candidate, registrar):
        page = brings(person, pdf)
        assert DIFFERS in page
        assert re.findall(r"<li>the (\w+)</li>", page) == [what]
    for person in (visitor, other_candidate):
        page = brings(person, pdf)
        assert DIFFERS in page
        assert "The record differs in" not in page
    assert DIFFERS in types(visitor, number, code).text


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param(lambda pdf: pdf.replace(b"/Producer", b"/Producex", 1), id="a changed byte"),
        pytest.param(lambda pdf: pdf + b"\n% more", id="something added"),
        pytest.param(lambda pdf: pdf[: len(pdf) // 2], id="half of it"),
        pytest.param(lambda _: b"%PDF-1.7 nothing", id="another file"),
        pytest.param(lambda _: b"", id="nothing"),
    ],
)
def test_a_file_that_was_changed_is_none_of_ours(candidate, visitor, attempt, tampered):
    hands_in(candidate, attempt)
    pdf = pdf_of(candidate, attempt)

    assert tampered(pdf) != pdf
    page = brings(visitor, tampered(pdf))
    assert FOREIGN in page or "Choose the PDF file" in page
    assert AGREES not in page


def test_another_document_of_ours_is_no_receipt(visitor):
    from documents.issuer import issuer
    from documents.rendering import typeset
    from documents.signing import sign

    ours = sign(typeset("<title>Something else</title>", "exam/document.css"), issuer.seal)

    assert FOREIGN in brings(visitor, ours)


def test_r07_it_is_readable_after_the_end_and_the_same_whoever_closes_the_paper(app, candidate, attempt, the_clock):
    from exam.services.sweeping import sweep

    the_clock.moves_on(minutes=90, seconds=30)
    early = candidate.get(f"/attempts/{attempt}/receipt?lang=en").text
    assert "From" in early
    assert "Check code" not in early
    assert "answers may still arrive" in candidate.get(f"/attempts/{attempt}/receipt.pdf?lang=en").text
    saves(candidate, attempt, entry(3, "3"))
    the_clock.moves_on(seconds=31)
    read_before = printed(candidate, attempt)
    pdf = pdf_of(candidate, attempt)
    with app.app_context(), transaction():
        sweep(now=the_clock.now)
    the_clock.moves_on(days=2)
    candidate.signs_in()

    assert printed(candidate, attempt) == read_before
    assert AGREES in brings(candidate, pdf)
    assert "3 of 60" in candidate.get(f"/attempts/{attempt}/receipt?lang=en").text


def test_a47_a_receipt_is_its_owners(candidate, other_candidate, registrar, invigilator, visitor, attempt):
    assert candidate.get(f"/attempts/{attempt}/receipt.pdf").status_code == 409
    hands_in(candidate, attempt)

    for person in (other_candidate, registrar, invigilator):
        assert person.get(f"/attempts/{attempt}/receipt.pdf").status_code == 404
    assert visitor.get(f"/attempts/{attempt}/receipt.pdf").status_code in {302, 401}
