"""Entering a certificate in the register: the row first, so that of many at once one wins, then its sealed document."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

import accounts.queries
from certificates import queries
from certificates.domain.certificate import PassedComponent
from certificates.domain.number import draw_number
from certificates.domain.standing import Standing
from certificates.models import Certificate, CertificateDocument
from certificates.services import paper
from documents.issuer import issuer
from kernel.dates import local_date, years_after
from kernel.words import Words
from schemes.domain.scheme import Scheme
from storage.database import db
from storage.files import files

TOKEN_BYTES = 18
TRIES = 5
"""Two equal numbers are less likely than a stroke of lightning; the register would refuse, so we draw again."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The certificate that somebody now has, and whether it is a new one."""

    certificate: Certificate
    new: bool


def enter(
    candidate_id: UUID, scheme: Scheme, level: int, components: Sequence[PassedComponent], *, now: datetime
) -> Entered:
    """Give somebody the certificate of a level, unless they have one that is not over yet."""
    for _ in range(TRIES):
        latest = queries.find_latest(candidate_id, scheme.code, level)
        if latest is not None and latest.facts.standing(now) is not Standing.EXPIRED:
            return Entered(latest, new=False)
        row = _row(candidate_id, scheme, level, components, now)
        row.ordinal = latest.ordinal + 1 if latest else 1
        paper.require_printable(row.facts)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            continue  # somebody was faster, or the number is taken: look again
        _seal(row, now)
        return Entered(row, new=True)
    message = "no free number was found for a certificate"
    raise RuntimeError(message)


def _row(
    candidate_id: UUID, scheme: Scheme, level: int, components: Sequence[PassedComponent], now: datetime
) -> Certificate:
    holder, rank = accounts.queries.person(candidate_id), scheme.level(level)
    issued_on: date = local_date(now, scheme.zone)
    if (term := rank.certificate) is None:
        message = f"no certificate follows from level {level} of {scheme.code}"
        raise ValueError(message)
    return Certificate(
        number=draw_number(secrets.randbelow),
        token=secrets.token_urlsafe(TOKEN_BYTES),
        candidate_id=candidate_id,
        scheme_version_id=scheme.version_id,
        scheme_code=scheme.code,
        level=level,
        holder=holder.name,
        holder_latin=holder.name_latin,
        titles={"scheme": _both(scheme.title), "level": _both(rank.title), "issuer": _both(issuer.name)},
        components=[
            {
                "code": part.code,
                "title": _both(part.title),
                "score": str(part.score) if part.score is not None else None,
                "passed_on": part.passed_on.isoformat(),
            }
            for part in components
        ],
        issued_at=now,
        issued_on=issued_on,
        expires_on=years_after(issued_on, term.years),
        zone=scheme.zone,
        credits_needed=term.credits.required,
    )


def _seal(row: Certificate, now: datetime) -> None:
    from certificates.services.sealing import sealed_pdf  # noqa: PLC0415 -- takes seconds to load, and few need it

    stored = files.put(sealed_pdf(row.facts, row.token))
    db.session.add(
        CertificateDocument(
            certificate_id=row.id, file_key=stored.key, sha256=stored.sha256, size=stored.size, sealed_at=now
        )
    )
    db.session.flush()


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
