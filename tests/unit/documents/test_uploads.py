"""Files that people send are told by their content and really opened; what every place refuses, it refuses alike."""

import pytest

from documents.photographs import LONGEST_SIDE
from documents.uploads import CALLED, JPEG, LARGEST_FILE, PDF, PNG, file_name, open_upload
from kernel.errors import Refused
from tests.support.hostile_files import REFUSED
from tests.support.pictures import a_paper, a_pdf, corner, jpeg, opened, png


@pytest.mark.parametrize(("content", "name", "code", "_said"), REFUSED)
@pytest.mark.parametrize("takes", [None, frozenset(CALLED)], ids=["a paper", "a case study"])
def test_a39_what_cannot_be_opened_is_refused_with_one_reason(content, name, code, _said, takes):
    with pytest.raises(Refused) as refused:
        open_upload(content, **({"takes": takes} if takes else {}))

    assert [refusal.code for refusal in refused.value.refusals] == [code]


def test_a46_the_last_byte_that_is_taken_and_the_first_that_is_not():
    largest = jpeg(a_paper()).ljust(LARGEST_FILE, b"\0")

    assert open_upload(largest).media_type == JPEG
    with pytest.raises(Refused, match="file_too_large"):
        open_upload(largest + b"\0")


def test_a46_a_document_of_too_many_pages_is_refused():
    assert open_upload(a_pdf(3), most_pages=3).pages == 3
    with pytest.raises(Refused, match="file_too_many_pages"):
        open_upload(a_pdf(4), most_pages=3)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(jpeg(a_paper(), place=True), JPEG), (png(a_paper()), PNG)],
    ids=["jpeg", "png"],
)
def test_a_picture_is_kept_as_its_points_and_nothing_else(content, media_type):
    file = open_upload(content + b"<script>alert(1)</script>")

    assert (file.media_type, file.harmless.media_type) == (media_type, JPEG)
    assert corner(opened(file.harmless.content)) == "upper left"
    assert b"<script>" not in file.harmless.content
    assert b"Example Phone" not in file.harmless.content


def test_a_picture_is_made_no_larger_than_needed():
    file = open_upload(png(a_paper((LONGEST_SIDE + 600, 900))))

    assert max(opened(file.harmless.content).size) == LONGEST_SIDE


def test_a_pdf_stays_as_it_was_sent():
    pdf = a_pdf(2)
    file = open_upload(pdf)

    assert (file.media_type, file.pages) == (PDF, 2)
    assert file.harmless.content == pdf
    assert corner(opened(file.first_page)) == "upper left"


@pytest.mark.parametrize(
    ("name", "media_type", "given_back"),
    [
        pytest.param("学位证.PNG", "image/jpeg", "学位证.jpg", id="a picture written anew"),
        pytest.param("a.pdf", "application/pdf", "a.pdf", id="as it was"),
        pytest.param("a.html", "application/pdf", "a.html.pdf", id="an ending that lies"),
        pytest.param("file", "image/jpeg", "file.jpg", id="no ending"),
        pytest.param(".pdf", "application/pdf", ".pdf.pdf", id="nothing but an ending"),
    ],
)
def test_a32_the_ending_of_a_name_fits_the_content(name, media_type, given_back):
    assert file_name(name, media_type) == given_back
