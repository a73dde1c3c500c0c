"""A second memory beside the database: lines that are only ever added, so that it is noticed if a table loses some."""

import os
from collections.abc import Iterator
from pathlib import Path

from kernel.errors import NotFound


class Witness:
    """A folder of append-only text files. It may lag behind the database by what a crash cut off, never lead it."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def use(self, folder: Path) -> None:
        """Keep the lines here from now on."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def add(self, name: str, line: str) -> None:
        """Add a line; short ones of several processes do not mix."""
        handle = os.open(self._path(name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
        finally:
            os.close(handle)

    def lines(self, name: str) -> Iterator[str]:
        """What was added, in order; nothing where nobody added anything."""
        path = self._path(name)
        if path.exists():
            with path.open(encoding="utf-8") as handle:
                yield from (line.rstrip("\n") for line in handle if line.endswith("\n"))

    def _path(self, name: str) -> Path:
        if self._folder is None:
            message = "no folder was chosen for witnesses"
            raise RuntimeError(message)
        if not name.isalnum():
            raise NotFound
        return self._folder / name


witness = Witness()
"""The witness of this process."""
