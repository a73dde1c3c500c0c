"""Examines a PDF that somebody brings: whether it is ours, whole, and unchanged to the last byte."""

import hashlib
import logging
from collections.abc import Sequence
from io import BytesIO

from asn1crypto.x509 import Certificate as SignerCertificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.finding import Examination, Finding

logger = logging.getLogger(__name__)

HEADER = b"%PDF-"
HEADER_WITHIN = 1024


def examine(pdf: bytes, pinned: Sequence[SignerCertificate]) -> Examination:
    """Never raises for a bad file: whatever it is, there is a finding.

    The room kept for the signature is not covered by it: the fingerprint is to be compared with the register too.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    if HEADER not in pdf[:HEADER_WITHIN]:
        return Examination(Finding.NOT_A_PDF, sha256)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        title, keywords = _said(reader, "/Title"), _said(reader, "/Keywords")
        finding = _finding(reader, pinned)
    except Exception:  # a hostile file may break the reader in any way
        logger.info("a file brought for verification could not be read", exc_info=True)
        return Examination(Finding.UNREADABLE, sha256)
    return Examination(finding, sha256, title, keywords)


def _finding(reader: PdfFileReader, pinned: Sequence[SignerCertificate]) -> Finding:
    signatures = reader.embedded_signatures
    if not signatures:
        return Finding.UNSIGNED
    if len(signatures) != 1:
        return Finding.ADDED_TO
    (signature,) = signatures
    if not any(signature.signer_cert.dump() == ours.dump() for ours in pinned):
        return Finding.OTHER_SIGNER
    if signature.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        return Finding.ADDED_TO
    trusted = ValidationContext(trust_roots=list(pinned), allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=trusted)
    if not (status.intact and status.valid):
        return Finding.CHANGED
    certified = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and status.docmdp_ok
    return Finding.AUTHENTIC if certified and status.bottom_line else Finding.ADDED_TO


def _said(reader: PdfFileReader, entry: str) -> str:
    if "/Info" not in reader.trailer:
        return ""
    return str(reader.trailer["/Info"].get(entry, ""))
