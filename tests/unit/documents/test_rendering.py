"""Documents are archivable, accessible, searchable, and reach for nothing that is not their own."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.picture import square_code
from documents.rendering import ForeignResource, fill, subsets_quickly, typeset
from tests.unit.documents.conftest import PAGE

CSS = "certificates/certificate.css"


def test_the_pdf_declares_both_standards(plain):
    described = PdfReader(BytesIO(plain)).trailer["/Root"]["/Metadata"].get_data().decode()

    assert 'pdfaid:part="3"' in described
    assert 'pdfaid:conformance="A"' in described
    assert 'pdfuaid:part="1"' in described
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in described
    assert described.count("<rdf:RDF") == 1


def test_the_pdf_is_tagged_and_speaks_its_language(plain):
    root = PdfReader(BytesIO(plain)).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh"
    assert "/StructTreeRoot" in root


def test_every_font_is_embedded(plain):
    page = PdfReader(BytesIO(plain)).pages[0]
    for font in page["/Resources"]["/Font"].values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in descriptor


def test_chinese_can_be_searched_for(plain):
    assert "张璟" in PdfReader(BytesIO(plain)).pages[0].extract_text()


def test_a_subsetter_is_installed():
    assert subsets_quickly()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "../app.py",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:5000/",
        "https://example.com/logo.png",
        "data:image/svg+xml,<svg/>",
        "document:../certificate.css",
        "document:unknown.png",
    ],
)
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}" alt="">',
        '<link rel="stylesheet" href="{}">',
        "<style>@import url({});</style>",
        '<p style="background: url({})">x</p>',
    ],
    ids=["image", "stylesheet", "import", "background"],
)
def test_a44_anything_foreign_ends_the_rendering(markup, address):
    with pytest.raises(ForeignResource):
        typeset(PAGE.replace("<article>", "<article>" + markup.format(address)), CSS)


def test_a44_a_picture_cannot_reach_further():
    reaching = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>'

    with pytest.raises(ForeignResource):
        typeset(PAGE.replace("<article>", '<article><img src="document:a.svg" alt="">'), CSS, {"a.svg": reaching})


def test_a44_an_attachment_from_the_disk_is_not_taken_along():
    pdf = _typeset_or_refused(PAGE.replace("</head>", '<link rel="attachment" href="file:///etc/passwd"></head>'))

    assert pdf is None or b"root:x:0" not in pdf


def test_own_pictures_are_drawn(plain):
    code = {"code.svg": square_code("https://certificates.example/verify/t/abc")}

    pdf = typeset(PAGE.replace("<article>", '<article><img src="document:code.svg" alt="code">'), CSS, code)

    assert len(pdf) > len(plain)


def test_a34_values_are_printed_literally(tmp_path, monkeypatch):
    from documents import rendering

    (tmp_path / "t.html").write_text("<p>{{ name }}</p>")
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    rendering._templates.cache_clear()
    try:
        page = fill("t.html", {"name": "{{7*7}} <b>${x} %s</b>"})
    finally:
        rendering._templates.cache_clear()

    assert page == "<p>{{7*7}} &lt;b&gt;${x} %s&lt;/b&gt;</p>"


def _typeset_or_refused(html):
    try:
        return typeset(html, CSS)
    except ForeignResource:
        return None
