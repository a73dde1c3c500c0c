"""Files that want to hurt, or that nobody could open: what every place that takes files says to them."""

import pytest
from PIL import Image

from tests.support.pictures import a_paper, a_pdf, jpeg, png

PAGE = b"<html><script>alert(1)</script></html>"
BOMB = png(Image.new("1", (12_000, 12_000)))
"""Small to send, and twelve times too many points to keep."""

REFUSED = [
    pytest.param(b"", "a.pdf", "file_empty", "empty", id="nothing"),
    pytest.param(PAGE, "a.pdf", "file_type_refused", "Only these files", id="a page called pdf"),
    pytest.param(
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "a.png", "file_type_refused", "Only these", id="svg"
    ),
    pytest.param(b"MZ\x90\0" + b"\0" * 200, "a.jpg", "file_type_refused", "Only these files", id="a program"),
    pytest.param(b"GIF89a" + b"\0" * 50, "a.jpg", "file_type_refused", "Only these files", id="another picture format"),
    pytest.param(
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50, "a.jpg", "file_of_a_phone", "Most Compatible", id="heic"
    ),
    pytest.param(b"%PDF-1.7\n" + PAGE, "a.pdf", "file_damaged", "damaged", id="pdf and page in one"),
    pytest.param(a_pdf()[:900], "a.pdf", "file_damaged", "damaged", id="half a pdf"),
    pytest.param(a_pdf(password="secret"), "a.pdf", "file_encrypted", "password", id="a locked pdf"),
    pytest.param(jpeg(a_paper())[:20_000], "a.jpg", "file_damaged", "damaged", id="half a photo"),
    pytest.param(png(a_paper())[:500], "a.png", "file_damaged", "damaged", id="half a png"),
    pytest.param(BOMB, "a.png", "file_too_many_points", "million points", id="a picture that unpacks to gigabytes"),
    pytest.param(
        a_pdf() + b"\0" * (10 * 1024 * 1024), "a.pdf", "file_too_large", "larger than 10 MB", id="larger than 10 MB"
    ),
]
"""Content, the name it gives itself, the code of the refusal, and what the English sentence says."""
