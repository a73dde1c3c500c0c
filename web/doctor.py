"""A check-up for operators: settings, durability, fonts, and whatever would hurt on the day of an examination."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text

from storage.database import db
from storage.durability import lacking, weaknesses
from storage.files import files
from storage.resealing import keys_in_use
from storage.sealing import development_keys_are_private
from storage.transaction import transaction
from web.assets import MANIFEST
from web.settings import Settings
from web.translations import COMPILED

LEAST_FREE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do where it is not."""

    what: str
    well: bool
    said: str


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at everything; the caller decides what to do about it."""
    with transaction(read_only=True):
        yield Finding("database", db.session.scalar(text("SELECT 1")) == 1, db.engine.dialect.name)
        weak = weaknesses()
        said = "an acknowledged answer survives a power cut"
        if weak:
            said = f"{', '.join(weak)}; no examination is opened until this is changed"
        yield Finding("durability", not weak, said)
        lacks = lacking()
        yield Finding(
            "tables", not lacks, f"lacks {', '.join(lacks[:3])}; run: flask db upgrade" if lacks else "of this version"
        )
        lost = [] if lacks else [name for name, (_, known) in keys_in_use().items() if not known]
        yield Finding(
            "sealed data",
            not lost and not lacks,
            f"SEALING_KEYS lacks {', '.join(lost)}" if lost else "can be opened" if not lacks else "not looked at",
        )
    private = development_keys_are_private(settings.data_dir)
    yield Finding(
        "sealing keys", private, "readable by their owner only" if private else f"chmod 600 {settings.data_dir}/*keys"
    )
    yield Finding("file store", files.reachable(), str(settings.data_dir / "files"))
    free = shutil.disk_usage(settings.data_dir).free
    yield Finding("free disk", free > LEAST_FREE_BYTES, f"{free >> 20} MiB in {settings.data_dir}")
    yield Finding(
        "style sheets and scripts", MANIFEST.exists(), "built" if MANIFEST.exists() else "run: flask assets build"
    )
    yield Finding(
        "Chinese texts", COMPILED.exists(), "compiled" if COMPILED.exists() else "run: flask translations compile"
    )
    safe = settings.is_https or settings.is_loopback
    yield Finding("HTTPS", safe, settings.base_url if safe else "sittings outside this machine need https in BASE_URL")
    own_secret = settings.environment == "production" or settings.is_loopback
    yield Finding(
        "secrets", own_secret, settings.environment if own_secret else "set ENVIRONMENT=production and SECRET_KEY"
    )
    from documents.fonts import faces_present  # noqa: PLC0415 -- takes seconds to load, and only the doctor asks
    from documents.rendering import subsets_quickly  # noqa: PLC0415

    printable = faces_present() and subsets_quickly()
    yield Finding(
        "fonts", printable, "ready" if printable else "install libharfbuzz-subset0 and the locked requirements"
    )


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is well and what is not; exit status 1 where anything is not."""
    found = list(findings(current_app.config["SETTINGS"]))
    for finding in found:
        click.echo(f"{'ok  ' if finding.well else 'WRONG'}  {finding.what}: {finding.said}")
    if not all(finding.well for finding in found):
        sys.exit(1)
