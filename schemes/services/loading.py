"""Puts schemes in force from their files; a version once loaded never changes."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from accounts.services import audit
from kernel.actor import PLATFORM, Actor
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from schemes import queries
from schemes.domain.scheme import Scheme
from schemes.models import SchemeVersion
from schemes.services import reading
from storage.database import db

SHIPPED = Path(__file__).resolve().parent.parent


def load(path: Path, *, now: datetime, actor: Actor = PLATFORM) -> UUID:
    """Store the scheme of a file and answer its version's id; the same file again changes nothing.

    Another content under a version that is already there is refused: it needs a version number of its own.
    """
    source = reading.text_of(path)
    scheme = reading.read(source, path.name)
    stored = queries.stored_version(scheme.code, scheme.version)
    if stored is not None:
        if stored.sha256 != _fingerprint(source):
            raise Refused(Refusal("scheme_version_taken", scheme=scheme.code, version=scheme.version))
        return stored.id
    row = store(source, path.name, now=now)
    detail = {"sha256": row.sha256, "file": path.name}
    audit.record(actor, "load_scheme", f"{scheme.code} {scheme.version}", detail, now=now)
    return row.id


def store(source: str, name: str, *, now: datetime) -> SchemeVersion:
    """Keep the text of a scheme as a version, never to be changed; raises BadInput where it is wrong."""
    scheme = reading.read(source, name)
    row = SchemeVersion(
        id=uuid4(),
        code=scheme.code,
        version=scheme.version,
        effective_from=scheme.effective_from,
        source=source,
        content=reading.plain(source, name),
        sha256=_fingerprint(source),
        loaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _fingerprint(source: str) -> str:
    return sha256(source.encode()).hexdigest()


def shipped_files() -> tuple[Path, ...]:
    """The schemes that come with the platform."""
    return tuple(sorted(SHIPPED.glob("*.yaml")))


def shipped(code: str) -> Scheme:
    """A scheme read straight from the file that comes with the platform; raises NotFound."""
    for path in shipped_files():
        if path.stem == code:
            return reading.read(reading.text_of(path), path.name)
    raise NotFound(f"scheme {code}")
