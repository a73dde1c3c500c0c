"""The issuing body: its name, its public address, and the key with which it seals documents."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate as SignerCertificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from kernel.words import Words

KEY, EARLIER = "issuer.pem", "earlier-*.pem"
OWNER_ONLY = 0o600
TERM = timedelta(days=365 * 20)
HEAD_START = timedelta(days=1)
"""The certificate is valid from a day before it was made: clocks of other machines may be behind."""


def make_issuer_key(folder: Path, *, name: Words, now: datetime) -> None:
    """Make the key (P-256, readable by its owner only) and its self-signed certificate, unless they are there.

    Both stand in one file that appears at once, so that two processes starting together agree on one key.
    """
    path = folder / KEY
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = ec.generate_private_key(ec.SECP256R1())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    partial = folder / f"{secrets.token_hex(8)}.part"
    _write(partial, secret + _self_signed(key, name, now).public_bytes(Encoding.PEM))
    with suppress(FileExistsError):
        path.hardlink_to(partial)
    partial.unlink()


@dataclass(frozen=True)
class Seal:
    """A key at hand and the certificate that names whose it is."""

    key: ec.EllipticCurvePrivateKey
    certificate: SignerCertificate


class Issuer:
    """The issuing body of this installation; `use` is called once, at start."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self.name = Words("", "")
        self.address = ""

    def use(self, folder: Path, *, name: Words, address: str) -> None:
        """Seal with the key in this folder, under this name; `address` is where the public reaches the platform."""
        self._folder, self.name, self.address = folder, name, address.rstrip("/")
        vars(self).pop("seal", None)
        vars(self).pop("pinned", None)

    @cached_property
    def seal(self) -> Seal:
        """The key, read and parsed once."""
        key = load_pem_private_key((self.folder / KEY).read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            message = f"{KEY} is not an elliptic-curve key"
            raise TypeError(message)
        return Seal(key, _certificate(self.folder / KEY))

    @cached_property
    def pinned(self) -> tuple[SignerCertificate, ...]:
        """The certificates whose seals are ours: the present one, and `earlier-*.pem` of keys no longer used."""
        paths = (self.folder / KEY, *sorted(self.folder.glob(EARLIER)))
        return tuple(_certificate(path) for path in paths)

    def key_is_private(self) -> bool:
        """Whether nobody but its owner can read the key; `flask doctor` asks."""
        return (self.folder / KEY).stat().st_mode & 0o077 == 0

    @property
    def folder(self) -> Path:
        """Where the key is kept: the data folder, never the repository."""
        if self._folder is None:
            message = "no folder was chosen for the issuer's key"
            raise RuntimeError(message)
        return self._folder


def _write(path: Path, content: bytes) -> None:
    """Write a file that was never readable by others, not even for a moment."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _self_signed(key: ec.EllipticCurvePrivateKey, name: Words, now: datetime) -> x509.Certificate:
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name.zh), x509.NameAttribute(NameOID.COMMON_NAME, name.en)]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - HEAD_START)
        .not_valid_after(now + TERM)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _certificate(path: Path) -> SignerCertificate:
    """The certificate in a file that may hold a key as well."""
    for kind, _, der in pem.unarmor(path.read_bytes(), multiple=True):
        if kind == "CERTIFICATE":
            return SignerCertificate.load(der)
    message = f"{path.name} holds no certificate"
    raise ValueError(message)


issuer = Issuer()
"""The issuing body of this process."""
