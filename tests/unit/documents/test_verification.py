"""Only a file of ours that is whole and unchanged is authentic; everything else gets a finding, never an error."""

import hashlib
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.general import SigningError

from documents.finding import Finding
from documents.signing import SIGNATURE_ROOM, KeyAtHand, sign
from documents.verification import examine


def test_what_we_sealed_is_authentic(sealed, issuer):
    examination = examine(sealed, issuer.pinned)

    assert examination.authentic
    assert examination.sha256 == hashlib.sha256(sealed).hexdigest()
    assert examination.title == "NX7K 证书"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_bit_anywhere_is_caught(data, sealed, issuer):
    """In the room kept for the signature itself the fingerprint catches it, everywhere else the signature."""
    place = data.draw(st.integers(0, len(sealed) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(sealed)
    changed[place] ^= 1 << bit

    examination = examine(bytes(changed), issuer.pinned)

    room = sealed.index(b"/Contents <")
    in_the_room = room <= place <= room + len("/Contents <") + SIGNATURE_ROOM
    assert not examination.authentic or in_the_room
    assert examination.sha256 != hashlib.sha256(sealed).hexdigest()


def test_a_file_without_a_signature_is_not_ours(plain, issuer):
    assert examine(plain, issuer.pinned).finding is Finding.UNSIGNED


def test_the_same_name_with_another_key_is_not_ours(plain, stranger, issuer):
    assert examine(sign(plain, stranger.seal), issuer.pinned).finding is Finding.OTHER_SIGNER


def test_an_appended_update_is_caught(sealed, issuer):
    assert examine(_appended(sealed), issuer.pinned).finding is Finding.ADDED_TO


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0"])
def test_bytes_after_the_end_are_caught(sealed, tail, issuer):
    assert not examine(sealed + tail, issuer.pinned).authentic


def test_other_programs_keep_to_the_ban_on_changes(sealed, issuer):
    signer = PdfSigner(PdfSignatureMetadata(field_name="Second"), KeyAtHand(issuer.seal))

    with pytest.raises(SigningError, match="forbids all changes"):
        signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(sealed)))


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", Finding.NOT_A_PDF),
        (b"PK\x03\x04", Finding.NOT_A_PDF),
        (b"%PDF-1.7\n", Finding.UNREADABLE),
        (b"%PDF-1.7\n" + b"<<" * 20_000, Finding.UNREADABLE),
    ],
    ids=["nothing", "an archive", "a header alone", "deep nesting"],
)
def test_what_is_no_document_gets_a_finding(content, finding, issuer):
    assert examine(content, issuer.pinned).finding is finding


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=2000))
def test_junk_never_breaks_the_examination(junk, issuer):
    assert not examine(b"%PDF-1.7\n" + junk, issuer.pinned).authentic


def _appended(pdf):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
