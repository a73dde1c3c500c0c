"""Other people's programs accept our certificates, read them, and notice every change."""

import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates.services.verifying import verify
from documents.issuer import Issuer, make_issuer_key
from documents.rendering import typeset
from documents.signing import sign
from kernel.words import Words


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def on_disk(certificate, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate.pdf)
    return path


def test_pdfsig_finds_one_valid_signature_over_the_whole_file(on_disk):
    said = run("pdfsig", on_disk).stdout

    assert said.count("Signature is Valid.") == 1
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said
    assert "Total document signed" in said


def test_qpdf_finds_nothing_wrong(on_disk):
    checked = run("qpdf", "--check", on_disk)

    assert checked.returncode == 0, checked.stderr
    assert "No syntax or stream encoding errors" in checked.stdout


def test_the_text_can_be_searched_in_both_languages(on_disk, certificate):
    text = run("pdftotext", "-layout", on_disk, "-").stdout

    for words in ("王小明", "客户服务管理师", "三级", "Customer Service Manager", "78.50", certificate.number):
        assert words in text
    assert "2026年3月2日 · 2 March 2026" in text


def test_the_printed_code_leads_to_the_public_page(on_disk, certificate, tmp_path, visitor):
    run("pdftoppm", "-r", "100", "-png", on_disk, tmp_path / "page")
    address = run("zbarimg", "-q", "--raw", tmp_path / "page-1.png").stdout.strip()

    assert address == f"http://127.0.0.1:8000/verify/t/{certificate.token}"
    assert "王小明" in visitor.get(address.removeprefix("http://127.0.0.1:8000")).text


def test_it_is_one_page_of_a4_and_not_heavy(on_disk):
    said = run("pdfinfo", on_disk).stdout

    assert "Pages:           1\n" in said
    assert "595.276 x 841.89 pts (A4)" in said
    assert on_disk.stat().st_size < 150_000


def test_every_font_is_embedded(on_disk):
    lines = run("pdffonts", on_disk).stdout.splitlines()[2:]

    assert lines
    assert all(line.split()[-5] == "yes" for line in lines)


def test_a60_one_changed_byte_is_caught_by_pdfsig_and_by_us(app, certificate, tmp_path):
    changed = bytearray(certificate.pdf)
    changed[len(changed) // 3] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)

    assert "Signature is Valid." not in run("pdfsig", path).stdout
    with app.app_context():
        assert not verify(bytes(changed)).authentic


def test_a60_every_hundredth_byte_changed_is_caught(app, certificate):
    with app.app_context():
        for place in range(0, len(certificate.pdf), 1013):
            changed = bytearray(certificate.pdf)
            changed[place] ^= 0x20
            assert not verify(bytes(changed)).authentic, place


def test_a60_an_update_appended_to_the_file_is_caught(app, certificate):
    writer = IncrementalPdfFileWriter(BytesIO(certificate.pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = BytesIO()
    writer.write(out)

    with app.app_context():
        found = verify(out.getvalue())

    assert (found.authentic, found.reason) == (False, "added_to")
    assert found.certificate.number == certificate.number


def test_a60_the_same_page_sealed_with_another_key_is_caught(app, certificate, tmp_path):
    make_issuer_key(
        tmp_path, name=Words("客户服务管理师认证中心", "Certification Centre"), now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    forger = Issuer()
    forger.use(tmp_path, name=Words("", ""), address="")
    forged = sign(_unsigned(certificate), forger.seal)

    with app.app_context():
        assert verify(forged).reason == "other_signer"


def test_a60_a_stripped_signature_is_caught(app, certificate):
    with app.app_context():
        assert verify(_unsigned(certificate)).reason == "unsigned"


def test_a60_what_we_sealed_but_never_registered_is_not_authentic(app, certificate):
    from documents.issuer import issuer

    with app.app_context():
        found = verify(sign(_unsigned(certificate), issuer.seal))

    assert (found.authentic, found.reason) == (False, "changed")


def _unsigned(certificate):
    """A page that looks like the certificate but says level 1."""
    html = f"<html lang='zh'><head><title>{certificate.number} 一级</title></head><body><p>王小明</p></body></html>"
    return typeset(html, "certificates/certificate.css")
