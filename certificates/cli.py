"""Operators' commands for certificates."""

from pathlib import Path

import click

from certificates import queries
from certificates.models import Certificate
from certificates.services.paper import verification_address
from certificates.services.verifying import verify
from documents.issuer import issuer, make_issuer_key
from kernel import clock
from kernel.errors import BadInput, NotFound
from kernel.verdict import Refusal
from storage.database import db
from storage.files import files
from web.commands import Commands, answer, fail

certificates = Commands("certificates", help="The register of certificates.")


@certificates.command("make-key")
def make_key() -> None:
    """Make the issuer's key in the data folder, unless it is there; in development this happens by itself."""
    make_issuer_key(issuer.folder, name=issuer.name, now=clock.now())
    answer({"folder": str(issuer.folder), "sha256": issuer.seal.certificate.sha256_fingerprint})


@certificates.command("list")
def list_all() -> None:
    """Every certificate of the register, newest first."""
    answer([_facts(row) for row in db.session.scalars(queries.register())])


@certificates.command("export")
@click.argument("number")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(number: str, file: Path) -> None:
    """Write the sealed PDF of a certificate to a file."""
    row = _certificate(number)
    stored = queries.document(row.id)
    try:
        file.write_bytes(files.read(stored.file_key))
    except OSError as problem:
        fail(f"{file}: {problem.strerror}")
    answer({"number": row.number, "file": str(file), "sha256": stored.sha256, "size": stored.size})


@certificates.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
def verify_file(file: Path) -> None:
    """Tell whether a PDF is authentic, and what the register says about the certificate."""
    found = verify(_content(file))
    facts = _facts(found.certificate) if found.certificate else {"number": None, "status": None}
    answer({"authentic": found.authentic, "reason": found.reason, "sha256": found.examination.sha256, **facts})


def _facts(row: Certificate) -> dict[str, object]:
    facts = row.facts
    return {
        "number": facts.number,
        "status": facts.standing(clock.now()),
        "holder": facts.holder,
        "holder_latin": facts.holder_latin,
        "scheme": facts.scheme_code,
        "level": facts.level,
        "issued": facts.term.issued_on,
        "expires": facts.term.expires_on,
        "verify": verification_address(row.token),
    }


def _certificate(number: str) -> Certificate:
    try:
        return queries.by_number(number)
    except NotFound:
        raise BadInput(Refusal("number_unknown"), where=number) from None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        fail(f"{file}: {problem.strerror}")
