"""The first page of a stranger's PDF is drawn by a process that can hurt nothing but itself."""

import subprocess
import sys
import time
from io import BytesIO

import pytest
from PIL import Image

from documents import first_page as drawing
from documents.first_page import Encrypted, Unreadable, first_page
from tests.support.pictures import a_pdf, corner

ENDLESS = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R>>endobj
4 0 obj<</Length {length}>>stream
{stream}
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def drawn_by(stream="", width=595, height=842):
    return ENDLESS.format(stream=stream, length=len(stream), width=width, height=height).encode()


def test_the_first_page_comes_as_a_picture_with_the_number_of_pages():
    found = first_page(a_pdf(3))

    assert found.pages == 3
    picture = Image.open(BytesIO(found.picture))
    assert (picture.format, max(picture.size)) == ("JPEG", 1600)
    assert corner(picture) == "upper left"


@pytest.mark.parametrize("size", [(1, 1), (14_400, 14_400), (3, 14_400)], ids=str)
def test_a_page_of_any_size_becomes_a_picture_of_bounded_size(size):
    picture = Image.open(BytesIO(first_page(drawn_by(width=size[0], height=size[1])).picture))

    assert max(picture.size) <= 1600


@pytest.mark.parametrize(
    "pdf",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.7\n%%EOF", id="an empty shell"),
        pytest.param(a_pdf()[:500], id="half of one"),
        pytest.param(drawn_by().replace(b"3 0 R", b"2 0 R"), id="pages that contain themselves"),
        pytest.param(drawn_by(width=0, height=0).replace(b"/Kids[3 0 R]", b"/Kids[]"), id="no page"),
    ],
)
def test_what_nothing_can_be_drawn_from_is_unreadable(pdf):
    with pytest.raises(Unreadable):
        first_page(pdf)


def test_a_locked_pdf_is_told_from_a_damaged_one():
    with pytest.raises(Encrypted):
        first_page(a_pdf(password="secret"))


def test_a_pdf_that_never_ends_drawing_is_given_up(monkeypatch, tmp_path):
    never = tmp_path / "never.py"
    never.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(drawing, "DRAWING", never)
    monkeypatch.setattr(drawing, "PATIENCE", 0.3)
    began = time.monotonic()

    with pytest.raises(Unreadable):
        first_page(b"%PDF-")
    assert time.monotonic() - began < 10


def test_the_process_that_draws_can_write_no_file_and_use_little(tmp_path):
    tries = (
        "import runpy, resource, sys; sys.argv = ['drawing']; "
        f"limits = runpy.run_path({str(drawing.DRAWING)!r}); limits['limit'](); "
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]); "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"open({str(tmp_path / 'x')!r}, 'w').write('x')"
    )

    done = subprocess.run([sys.executable, "-I", "-c", tries], capture_output=True, text=True, check=False)

    assert done.stdout.split() == [str(1 << 30), "10"]
    assert (tmp_path / "x").read_text() == ""
