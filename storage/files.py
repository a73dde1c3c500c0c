"""Files that people hand in or receive: kept under random names, durable before anybody is told so."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kernel.errors import NotFound

KEY_BYTES = 20


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: `key` finds it again, `sha256` (hex) proves it, `size` is in bytes."""

    key: str
    sha256: str
    size: int


class Files:
    """A folder of files in two levels of sub-folders; a key tells nothing about the content or its owner."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def use(self, folder: Path) -> None:
        """Keep files here from now on."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def put(self, content: bytes) -> Stored:
        """Store the bytes; they and their name are on the disk when this returns."""
        key = secrets.token_hex(KEY_BYTES)
        path = self._path(key)
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(path.parent.parent)
        partial = path.with_suffix(".part")
        with partial.open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        partial.rename(path)
        _sync_folder(path.parent)
        return Stored(key, hashlib.sha256(content).hexdigest(), len(content))

    def read(self, key: str) -> bytes:
        """The bytes stored under the key."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise NotFound from None

    def chunks(self, key: str, size: int = 1 << 16) -> Iterator[bytes]:
        """The bytes stored under the key, piece by piece."""
        try:
            handle = self._path(key).open("rb")
        except FileNotFoundError:
            raise NotFound from None
        with handle:
            while piece := handle.read(size):
                yield piece

    def remove(self, key: str) -> None:
        """Take a file away for good; one that is gone already is no fault. The row that named it was changed before."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _sync_folder(path.parent)

    def reachable(self) -> bool:
        """Whether the folder is there and can be written to."""
        return self._folder is not None and os.access(self._folder, os.W_OK)

    def _path(self, key: str) -> Path:
        if self._folder is None:
            message = "no folder was chosen for files"
            raise RuntimeError(message)
        if len(key) != 2 * KEY_BYTES or not key.isalnum():
            raise NotFound
        return self._folder / key[:2] / key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


files = Files()
"""The file store of this process."""
