"""Operators' commands for schemes."""

from pathlib import Path

import click

from kernel import clock
from schemes import queries
from schemes.services import loading
from web.commands import Commands, answer

schemes = Commands("schemes", help="Certification schemes and their versions.")


@schemes.command("load")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def load(files: tuple[Path, ...]) -> None:
    """Put schemes in force from FILES, or all that come with the platform. Loading twice changes nothing."""
    now = clock.now()
    loaded = []
    for path in files or loading.shipped_files():
        scheme = queries.version(loading.load(path, now=now))
        loaded.append({"scheme": scheme.code, "version": scheme.version, "id": scheme.version_id})
    answer({"loaded": loaded})
