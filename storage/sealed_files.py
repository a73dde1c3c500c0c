"""Files that only the platform can read: each has a key of its own, and that key is kept sealed in the file's row.

So a change of the sealing key touches rows only: files never change, and backups stay whole.
"""

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.files import files
from storage.sealing import KEY_BYTES, NONCE_BYTES, SealBroken, seal, unseal


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What the row remembers: `key` finds the file, `sealed_key` opens it (in a column of the type `Sealed`)."""

    key: str
    sealed_key: bytes = field(repr=False)


def put_sealed(content: bytes, *, of: str) -> SealedFile:
    """Store the bytes sealed; they are on the disk when this returns."""
    own, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    stored = files.put(nonce + AESGCM(own).encrypt(nonce, content, of.encode()))
    return SealedFile(stored.key, seal(own, of=of))


def read_sealed(key: str, sealed_key: bytes, *, of: str) -> bytes:
    """The bytes that were stored for this very thing; raises NotFound or SealBroken."""
    stored = files.read(key)
    own = AESGCM(unseal(sealed_key, of=of))
    try:
        return own.decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], of.encode())
    except (InvalidTag, ValueError):
        raise SealBroken(f"{of} is not what was stored") from None
