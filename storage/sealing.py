"""Sealing of what nobody may read who finds the database or a disk: AES-256-GCM, and look-up by keyed hash."""

import hmac
import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
ID_BYTES = 4
NONCE_BYTES = 12
VERSION = b"\x01"
PREFIX_BYTES = len(VERSION) + ID_BYTES
"""Which way and by which key something was sealed stands in front, in clear, and cannot be changed unnoticed."""
DEVELOPMENT_KEYS = "development-sealing-keys"


class SealBroken(Exception):
    """The bytes are not what was sealed, or were sealed for something else."""


class SealingKeyUnknown(SealBroken):
    """The bytes were sealed by a key that this installation was not given."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"sealed by key {key_id}, which is not among SEALING_KEYS; give it back, behind the first one")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an installation: the first of `sealing` seals, all of them unseal; `lookup` is for keyed hashes."""

    sealing: tuple[bytes, ...] = field(repr=False)
    lookup: bytes = field(repr=False)

    @classmethod
    def read(cls, sealing: str, lookup: str) -> "Keys":
        """Keys as settings hold them: 32 bytes in base64 each, several parted by commas. Raises ValueError."""
        return cls(tuple(_key(text, "SEALING_KEYS") for text in sealing.split(",")), _key(lookup, "LOOKUP_KEY"))


class Sealer:
    """Seals with the keys of this installation; `use` is called once, at start."""

    def __init__(self) -> None:
        self._ciphers: dict[bytes, AESGCM] = {}
        self._first = b""
        self._lookup = b""

    def use(self, keys: Keys) -> None:
        """Seal and look up with these keys from now on."""
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys.sealing}
        self._first = _key_id(keys.sealing[0])
        self._lookup = keys.lookup

    def seal(self, plain: bytes, *, of: str) -> bytes:
        """Seal the bytes of this very thing; they open as nothing else."""
        prefix, nonce = self.prefix, os.urandom(NONCE_BYTES)
        return prefix + nonce + self._ciphers[self._first].encrypt(nonce, plain, _bound(prefix, of))

    def unseal(self, sealed: bytes, *, of: str) -> bytes:
        """The bytes that were sealed as this very thing; raises SealBroken."""
        prefix, nonce, body = sealed[:PREFIX_BYTES], sealed[PREFIX_BYTES:][:NONCE_BYTES], sealed[PREFIX_BYTES:]
        if not prefix.startswith(VERSION) or len(nonce) < NONCE_BYTES:
            raise SealBroken(f"{of} was never sealed")
        cipher = self._ciphers.get(prefix[len(VERSION) :])
        if cipher is None:
            raise SealingKeyUnknown(key_id_of(prefix))
        try:
            return cipher.decrypt(nonce, body[NONCE_BYTES:], _bound(prefix, of))
        except InvalidTag:
            raise SealBroken(f"{of} is not what was sealed") from None

    def fingerprint(self, text: str, *, of: str) -> str:
        """HMAC-SHA-256 (hex) by which a secret text is found again without being readable."""
        if not self._lookup:
            raise RuntimeError("no keys were given for sealing")
        return hmac.digest(self._lookup, f"{of}\0{text}".encode(), sha256).hex()

    def knows(self, prefix: bytes) -> bool:
        """Whether what begins like this can be opened."""
        return prefix.startswith(VERSION) and prefix[len(VERSION) :] in self._ciphers

    @property
    def prefix(self) -> bytes:
        """How everything begins that is sealed now."""
        if not self._first:
            raise RuntimeError("no keys were given for sealing")
        return VERSION + self._first


def development_keys(folder: Path) -> Keys:
    """The keys of a development installation: made once, in a file that only its owner reads.

    The file appears at once, so that two processes starting together agree on the keys.
    """
    path = folder / DEVELOPMENT_KEYS
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{secrets.token_hex(8)}.part"
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.writelines(f"{b64encode(os.urandom(KEY_BYTES)).decode()}\n" for _ in range(2))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(partial)
        partial.unlink()
    sealing, lookup = path.read_text().split()
    return Keys.read(sealing, lookup)


def development_keys_are_private(folder: Path) -> bool:
    """Whether nobody but its owner can read the keys in this folder, if there are any."""
    path = folder / DEVELOPMENT_KEYS
    return not path.exists() or path.stat().st_mode & 0o077 == 0


def key_id_of(sealed: bytes) -> str:
    """Which key sealed this, as operators read it."""
    return sealed[len(VERSION) : PREFIX_BYTES].hex()


def _key(text: str, setting: str) -> bytes:
    try:
        key = b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"{setting} must hold {KEY_BYTES} bytes in base64, as `openssl rand -base64 {KEY_BYTES}` prints"
        )
    return key


def _key_id(key: bytes) -> bytes:
    """A name that follows from the key, so that no two keys can be given the same one."""
    return hmac.digest(key, b"name of the key", sha256)[:ID_BYTES]


def _bound(prefix: bytes, of: str) -> bytes:
    return prefix + of.encode()


sealer = Sealer()
"""The sealer of this process."""
seal, unseal, fingerprint = sealer.seal, sealer.unseal, sealer.fingerprint
