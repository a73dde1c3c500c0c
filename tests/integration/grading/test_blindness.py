"""Examiners learn nothing about who wrote, and markers nothing about one another."""

import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from exam.models.attempts import SavedFile
from kernel.actor import Role
from storage.database import db
from storage.files import files
from storage.transaction import transaction
from tests.support.marking import Sheet, takes, writes
from tests.support.people import Somebody

CANARY = "金丝雀"
LATIN = "CANARYNAME"


def word_document() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", f"<cp><creator>{CANARY}</creator><by>{LATIN}</by></cp>")
        archive.writestr("docProps/app.xml", f"<Properties><Company>{LATIN}</Company></Properties>")
        archive.writestr("docProps/thumbnail.jpeg", LATIN.encode())
        archive.writestr(
            "word/people.xml", f'<w15:people xmlns:w15="x"><w15:person w15:author="{LATIN}"/></w15:people>'
        )
        archive.writestr("word/document.xml", f'<w:p><w:ins w:author="{CANARY}"><w:t>答案正文</w:t></w:ins></w:p>')
        archive.writestr("word/media/image1.jpeg", picture("JPEG"))
    return file.getvalue()


def picture(kind: str) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    image = Image.new("RGB", (8, 6), "red")
    out = BytesIO()
    if kind == "PNG":
        note = PngInfo()
        note.add_text("Author", LATIN)
        image.save(out, "PNG", pnginfo=note)
    else:
        exif = image.getexif()
        exif[0x013B] = LATIN
        exif[0x0112] = 6
        image.save(out, "JPEG", exif=exif, comment=LATIN)
    return out.getvalue()


def pdf() -> bytes:
    from pypdf import PdfWriter
    from pypdf.annotations import Text

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_annotation(0, Text(rect=(1, 1, 9, 9), text="remark", title_bar=LATIN))
    writer.add_metadata({"/Author": LATIN, "/Title": LATIN})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{LATIN}</a></x:xmpmeta>".encode()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def canary(app) -> Somebody:
    """A candidate whose name would be noticed anywhere."""
    return Somebody(app, CANARY, Role.CANDIDATE, email=f"{LATIN.lower()}@example.org")


def everything_in(content: bytes) -> bytes:
    """The bytes, and those of the parts inside."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        pytest.param(word_document(), "docx", id="word"),
        pytest.param(picture("PNG"), "png", id="png"),
        pytest.param(picture("JPEG"), "jpg", id="jpeg"),
        pytest.param(pdf(), "pdf", id="pdf"),
    ],
)
def test_a26_no_page_or_file_says_who_wrote(canary, examiner, case_studies, content, ending):
    attempts = case_studies(canary, text="答案正文", file=(content, f"{CANARY}-{LATIN}.{ending}"))
    assert LATIN.encode() in everything_in(content)
    sheet = takes(examiner)

    file = examiner.get(f"{sheet.address}/file")
    pages = [examiner.get("/marking"), examiner.get(sheet.address), file, sheet.saves(0, "好")]

    traces = [CANARY, LATIN, LATIN.lower(), str(canary.id), str(attempts[canary.id])]
    for page in pages:
        assert page.status_code == 200
        seen = everything_in(page.data) + str(page.headers).encode()
        assert [trace for trace in traces if trace.encode() in seen] == []
    assert file.headers["Content-Disposition"] == f"attachment; filename={sheet.number}.{ending}"
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_cleaned_document_still_holds_its_answer(canary, examiner, case_studies):
    case_studies(canary, file=(word_document(), "a.docx"))

    content = examiner.get(f"{takes(examiner).address}/file").data

    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert "答案正文" in archive.read("word/document.xml").decode()


def test_a_picture_keeps_the_way_it_was_held(canary, examiner, case_studies):
    from PIL import Image

    case_studies(canary, file=(picture("JPEG"), "a.jpg"))

    content = examiner.get(f"{takes(examiner).address}/file").data

    assert Image.open(BytesIO(content)).size == (6, 8)


@pytest.mark.parametrize(
    ("damaged", "media_type"),
    [
        pytest.param(b"%PDF-1.7\n" + LATIN.encode() + b"\n%%EOF", "application/pdf", id="no pdf"),
        pytest.param(pdf().replace(b"/Root", b"/Rout"), "application/pdf", id="a pdf without root"),
        pytest.param(picture("PNG")[:-30] + LATIN.encode(), "image/png", id="half a picture"),
    ],
)
def test_a_file_that_cannot_be_cleaned_is_not_shown(app, canary, examiner, case_studies, damaged, media_type):
    sent = pdf() if media_type.endswith("pdf") else picture("PNG")
    case_studies(canary, file=(sent, "a.pdf"))
    with app.app_context(), transaction():
        kept = db.session.scalars(select(SavedFile)).one()
        kept.key, kept.sealed_key = files.put(damaged).key, None

    answer = examiner.get(f"{takes(examiner).address}/file")

    assert answer.status_code == 409
    assert LATIN not in answer.text


def test_hostile_text_is_shown_as_text(canary, examiner, case_studies):
    case_studies(canary, text="<script>alert(1)</script><img src=x onerror=alert(2)>")

    page = takes(examiner).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img src=x" not in page


@pytest.fixture
def two_markers(app, the_clock, tmp_path):
    """The scheme in a version that wants two marks for a case study."""
    from schemes.services.loading import SHIPPED, load
    from storage.transaction import transaction

    text = (SHIPPED / "csm-national.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "1.1"', 'version: "2.0"').replace("markers: 1", "markers: 2")
    text = text.replace("effective_from: 2006-01-01", "effective_from: 2026-01-01")
    path = tmp_path / "two-markers.yaml"
    path.write_text(text, encoding="utf-8")
    with app.app_context(), transaction():
        load(path, now=the_clock.now)


def test_a28_a_second_marker_sees_nothing_of_the_first(
    two_markers, candidate, examiner, other_examiner, case_studies, asks
):
    from grading.queries.results import find_score

    attempts = case_studies(candidate)
    first = takes(examiner)
    first.saves(0, "第一评语")
    assert Sheet(examiner, first.address).signs(0, comment="第一评语").status_code == 302
    assert asks(find_score, attempts[candidate.id]) is None
    assert examiner.post("/marking/scripts").status_code == 409

    second = takes(other_examiner)

    assert "第一评语" not in second.text
    assert "100.00" not in other_examiner.get("/marking").text
    assert " checked" not in second.text.split('class="criteria"')[1].split("</form>")[0]
    assert second.signs(0).status_code == 302
    assert asks(find_score, attempts[candidate.id]).score == 100


def test_marks_too_far_apart_call_a_third_examiner(
    two_markers, app, candidate, examiner, other_examiner, case_studies, asks
):
    from grading.queries.results import find_score

    attempts = case_studies(candidate)
    assert takes(examiner).signs(0).status_code == 302
    last = takes(other_examiner)
    assert last.signs(2).status_code == 302
    assert asks(find_score, attempts[candidate.id]) is None

    third = Somebody(app, "陈考评", Role.EXAMINER)

    assert takes(third).signs(0).status_code == 302
    assert asks(find_score, attempts[candidate.id]).score == 100


def test_examiners_never_get_their_own_work_or_that_of_their_own_centre(app, exam_room, examiner, other_examiner):
    both = Somebody(app, "双重身份", Role.CANDIDATE, Role.EXAMINER)
    colleague = Somebody(app, "同事", Role.CANDIDATE)
    colleague.works_for("东方培训中心")
    other_examiner.works_for("东方培训中心")
    exam_room.holds(both, colleague, component="case_study")
    for person in (both, colleague):
        writes(person, exam_room.starts(person), f"{person.name}的答案")

    assert "同事的答案" in takes(both).text
    assert both.post("/marking/scripts").status_code == 409
    assert "双重身份的答案" in takes(examiner).text


def test_what_a_registrar_hands_on_is_on_the_script_and_says_nothing_of_the_person(
    exam_room, candidate, other_candidate, registrar, examiner
):
    exam_room.holds(candidate, other_candidate, component="case_study")
    attempts = [exam_room.starts(person) for person in (candidate, other_candidate)]
    for person, attempt in zip((candidate, other_candidate), attempts, strict=True):
        person.post(f"/api/attempts/{attempt}/observations", json={"seen": ["focus_lost", "pasted"] * 5})
        writes(person, attempt)
    decision = {"outcome": "for_examiners", "reason": f"{candidate.name}多次离开窗口"}
    for attempt, outcome in zip(attempts, ("for_examiners", "nothing"), strict=True):
        answer = registrar.post(f"/attempts/{attempt}/case-decisions", decision | {"outcome": outcome})
        assert answer.status_code == 302

    pages = [takes(examiner).text for _ in attempts]

    assert sorted("多次离开窗口" in page for page in pages) == [False, True]
    [told] = [page for page in pages if "多次离开窗口" in page]
    assert "多次粘贴" in told
    for canary in (candidate.name, "127.0.0.1", str(candidate.id), str(attempts[0])):
        assert canary not in told


def test_nothing_of_a_theory_paper_is_for_examiners(exam_room, candidate, registrar):
    sitting = exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    candidate.post(f"/api/attempts/{attempt}/observations", json={"seen": ["pasted"] * 5})

    decision = {"outcome": "for_examiners", "reason": "x"}
    assert registrar.post(f"/attempts/{attempt}/case-decisions", decision).status_code == 422
    assert "for_examiners" not in registrar.get(f"/sittings/{sitting}/cases").text
