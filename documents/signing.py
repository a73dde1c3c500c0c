"""Seals a PDF so that anybody can prove who issued it and that not one byte was changed since."""

from io import BytesIO

from asn1crypto.algos import SignedDigestAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.issuer import Seal

FIELD = "Issuer"
SIGNATURE_ROOM = 4096
"""Hex digits kept free for the signature; ours needs about 2,400."""


class KeyAtHand(Signer):
    """Signs with a key that was parsed once, not anew for each document."""

    def __init__(self, seal: Seal) -> None:
        certificates = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        certificates.register(seal.certificate)
        super().__init__(
            signing_cert=seal.certificate,
            cert_registry=certificates,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )
        self._key = seal.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 -- pyHanko's signature
        """The bare signature of the bytes."""
        del digest_algorithm, dry_run
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def sign(pdf: bytes, seal: Seal) -> bytes:
    """The PDF with an invisible PAdES signature that certifies it and permits no change at all."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(metadata, KeyAtHand(seal), new_field_spec=SigFieldSpec(FIELD))
    out = BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=SIGNATURE_ROOM)
    return out.getvalue()
