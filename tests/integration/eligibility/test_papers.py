"""Papers: taken by their content, made harmless, kept with those before, and confirmed when they are safe."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from PIL import Image

from accounts.services import audit
from documents.uploads import LARGEST_FILE
from eligibility.domain.papers import MOST_PAPERS, PaperKind
from eligibility.queries import papers as kept
from eligibility.services import papers as services
from eligibility.services.evidence import record_evidence
from kernel import clock
from kernel.actor import PLATFORM
from storage.files import files
from storage.transaction import transaction
from tests.support.hostile_files import REFUSED
from tests.support.pictures import SIDEWAYS, a_paper, a_pdf, corner, jpeg, opened, png
from tests.support.sending import known, paper_of, refusal, uploads


@pytest.fixture
def degree(app, candidate):
    """A piece of evidence of the candidate."""
    with app.app_context(), transaction():
        data = {"degree": "bachelor", "field": "same", "awarded": "2015-07-01"}
        return record_evidence(candidate.id, "education", data, place="Example University", now=clock.now())


def test_a_photo_lying_on_its_side_comes_back_upright_without_what_the_camera_noted(app, candidate):
    photo = jpeg(a_paper().transpose(Image.Transpose.ROTATE_90), orientation=SIDEWAYS, place=True)
    assert b"Example Phone" in photo

    paper = paper_of(uploads(candidate, photo))

    back = candidate.get(f"/papers/{paper}/file")
    assert (opened(back.data).size, corner(opened(back.data))) == ((1200, 1600), "upper left")
    assert b"Example Phone" not in back.data
    assert b"Exif" not in back.data
    assert not opened(back.data).getexif()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(jpeg(a_paper()), "a.jpg", id="jpeg"),
        pytest.param(png(a_paper()), "a.png", id="png"),
        pytest.param(png(a_paper().convert("RGBA")), "a.pdf", id="png with transparency, called pdf"),
        pytest.param(png(a_paper().convert("P")), "a.png", id="png with a colour map"),
        pytest.param(png(a_paper().convert("1")), "a.png", id="png of two colours"),
        pytest.param(
            png(a_paper().convert("I").point(lambda grey: grey * 257).convert("I;16")), "a.png", id="png of 16 bits"
        ),
        pytest.param(jpeg(a_paper().convert("CMYK")), "a.jpg", id="jpeg for printing"),
        pytest.param(a_pdf(3), "a.pdf", id="pdf"),
    ],
)
def test_what_scanners_and_phones_make_is_taken_and_shown(candidate, content, name):
    paper = paper_of(uploads(candidate, content, name=name))

    shown = candidate.get(f"/papers/{paper}/picture")
    assert shown.mimetype == "image/jpeg"
    assert corner(opened(shown.data)) == "upper left"
    assert name.split(".")[0] in candidate.get(f"/papers/{paper}").text


@pytest.mark.parametrize("content", [jpeg(a_paper()), a_pdf(2)], ids=["photo", "pdf"])
def test_turning_is_seen_by_everybody_and_undone_by_turning_on(candidate, registrar, content):
    paper = paper_of(uploads(candidate, content, turn="1"))
    corners = []
    for _ in range(4):
        corners.append(corner(opened(registrar.get(f"/papers/{paper}/picture").data)))
        assert candidate.post(f"/papers/{paper}/rotation").status_code == 302

    assert corners == ["upper right", "lower right", "lower left", "upper left"]
    assert corner(opened(candidate.get(f"/papers/{paper}/picture").data)) == "upper right"


def test_a_pdf_comes_back_byte_for_byte_however_its_picture_was_turned(candidate):
    pdf = a_pdf(2)
    paper = paper_of(uploads(candidate, pdf, name="学位证书.pdf", turn="2"))

    assert candidate.get(f"/papers/{paper}/file").data == pdf


@pytest.mark.parametrize(("content", "name", "_code", "said"), REFUSED)
def test_a39_content_decides_and_the_refusal_says_what_to_do(app, candidate, content, name, _code, said):
    assert said in refusal(uploads(candidate, content, name=name))
    assert known(app, candidate) == ()


def test_a39_a_photo_that_is_also_a_page_is_only_a_photo_afterwards(candidate):
    page = b"<html><script>alert(1)</script></html>"
    paper = paper_of(uploads(candidate, jpeg(a_paper()) + page, name="a.html"))

    back = candidate.get(f"/papers/{paper}/file")
    assert page not in back.data
    assert back.mimetype == "image/jpeg"
    assert "a.html.jpg" in back.headers["Content-Disposition"]


@pytest.mark.parametrize("page", ["picture", "file"])
def test_a39_what_is_sent_back_runs_nothing_and_stays_in_no_cache(candidate, page):
    paper = paper_of(uploads(candidate, a_pdf()))

    headers = candidate.get(f"/papers/{paper}/{page}").headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Disposition"].startswith("inline" if page == "picture" else "attachment")


def test_a46_one_byte_over_the_limit_is_refused_with_words_and_far_more_before_it_is_read(candidate):
    padded = jpeg(a_paper()).ljust(LARGEST_FILE, b"\0")

    assert uploads(candidate, padded).status_code == 302
    assert "larger than 10 MB" in refusal(uploads(candidate, padded + b"\0"))
    announced = {"CONTENT_LENGTH": str(13 * 1024 * 1024)}
    kind = "multipart/form-data; boundary=x"
    assert candidate.post("/papers/identity", b"", content_type=kind, environ_overrides=announced).status_code == 413


def test_a_newer_paper_counts_and_the_earlier_one_stays_on_record(app, the_clock, candidate, registrar, degree):
    first = paper_of(uploads(candidate, a_pdf(), "degree", "旧.pdf", degree))
    the_clock.moves_on(minutes=1)
    second = paper_of(uploads(candidate, a_pdf(2), "degree", "新.pdf", degree))

    assert [str(each.id) for each in known(app, candidate)] == [second]
    assert "旧.pdf" not in candidate.get("/papers").text
    assert "no longer counts" in candidate.get(f"/papers/{first}?lang=en").text
    assert registrar.get(f"/papers/{first}/file").status_code == 200
    assert "旧.pdf" in registrar.get(f"/desk/papers/{second}").text


def test_of_two_papers_sent_at_once_one_counts_and_both_are_kept(app, candidate):
    barrier, actor = Barrier(2), candidate.actor

    def send(pages):
        barrier.wait()
        with app.app_context(), transaction():
            services.keep_paper(actor, "identity", name=f"{pages}.pdf", stream=BytesIO(a_pdf(pages)), now=clock.now())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, (1, 2)))

    assert len(known(app, candidate)) == 1
    with app.app_context(), transaction(read_only=True):
        assert kept.paper_count(candidate.id) == 2


def test_a_crash_after_the_file_and_before_the_row_leaves_nothing_that_could_be_opened_or_seen(app, candidate):
    actor, content = candidate.actor, a_pdf()

    class Crash(Exception):
        pass

    with app.app_context(), pytest.raises(Crash), transaction():
        services.keep_paper(actor, "identity", name="a.pdf", stream=BytesIO(content), now=clock.now())
        raise Crash

    assert known(app, candidate) == ()
    assert "a.pdf" not in candidate.get("/papers").text
    assert uploads(candidate, content).status_code == 302


def test_a_paper_is_confirmed_only_when_its_bytes_are_on_the_disk(app, candidate, monkeypatch):
    def full(_content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "put", full)
    app.testing = False
    answer = uploads(candidate, a_pdf())

    assert answer.status_code == 500
    assert known(app, candidate) == ()


def test_a49_one_candidate_cannot_fill_the_store(app, the_clock, candidate, other_candidate):
    small, actor = jpeg(a_paper((30, 40))), candidate.actor
    with app.app_context(), transaction():
        prepared = services.prepare(PaperKind.IDENTITY, BytesIO(small))
        for number in range(MOST_PAPERS):
            now = the_clock.now + timedelta(seconds=number)
            services.keep_prepared(actor, prepared, name="a.jpg", now=now)

    assert "which is the limit" in refusal(uploads(candidate, small))
    assert uploads(other_candidate, small).status_code == 302


def test_without_a_file_one_is_told_to_choose_one(candidate):
    answer = candidate.post("/papers/identity?lang=en", {}, content_type="multipart/form-data")

    assert "Choose a file first" in refusal(answer)


def test_while_a_picture_is_looked_at_others_can_write(app, candidate, monkeypatch):
    """On SQLite there is one writer: an answer must not wait until somebody's paper is prepared."""
    prepare, wrote = services.prepare, []

    def write_meanwhile(*arguments, **options):
        def write():
            with app.app_context(), transaction():
                audit.record(PLATFORM, "somebody.else", "thing:1", {}, now=clock.now())
                wrote.append(True)

        thread = Thread(target=write)
        thread.start()
        thread.join(timeout=5)
        assert wrote == [True], "the page held the database"
        return prepare(*arguments, **options)

    monkeypatch.setattr(services, "prepare", write_meanwhile)

    assert uploads(candidate, jpeg(a_paper((60, 80)))).status_code == 302
