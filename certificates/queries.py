"""What can be known of certificates, activities and credits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from certificates.domain.certificate import CertificateFacts
from certificates.domain.credit import ActivityState, Balance, Entry, balance
from certificates.domain.number import read_number
from certificates.models import Activity, Certificate, CertificateDocument, CreditEntry, HeldUp
from kernel.errors import BadInput, NotFound
from storage.database import db, existing


def certificate(certificate_id: UUID) -> Certificate:
    """The row of a certificate; raises NotFound."""
    return _found(db.session.get(Certificate, certificate_id))


def by_number(number: str) -> Certificate:
    """The certificate with this number, however it was typed; raises BadInput or NotFound."""
    return _found(db.session.scalar(select(Certificate).where(Certificate.number == read_number(number))))


def by_token(token: str) -> Certificate:
    """The certificate that a printed code leads to; raises NotFound."""
    return _found(db.session.scalar(select(Certificate).where(Certificate.token == token)))


def find_by_fingerprint(sha256: str) -> Certificate | None:
    """The certificate whose sealed file has this SHA-256."""
    query = select(Certificate).join(CertificateDocument).where(CertificateDocument.sha256 == sha256)
    return db.session.scalar(query)


def find_latest(candidate_id: UUID, scheme_code: str, level: int) -> Certificate | None:
    """The last certificate that somebody was given for a level."""
    query = select(Certificate).where(
        Certificate.candidate_id == candidate_id, Certificate.scheme_code == scheme_code, Certificate.level == level
    )
    return db.session.scalar(query.order_by(Certificate.ordinal.desc()).limit(1))


def document(certificate_id: UUID) -> CertificateDocument:
    """The sealed file of a certificate; raises NotFound."""
    return existing(CertificateDocument, certificate_id)


def certificates_of(candidate_id: UUID) -> tuple[CertificateFacts, ...]:
    """What a person was certified for, newest first."""
    query = select(Certificate).where(Certificate.candidate_id == candidate_id).order_by(Certificate.issued_at.desc())
    return tuple(row.facts for row in db.session.scalars(query))


def certificates_of_all(candidate_ids: Sequence[UUID]) -> dict[UUID, tuple[CertificateFacts, ...]]:
    """What several people were certified for, newest first; people without a certificate are left out."""
    query = select(Certificate).where(Certificate.candidate_id.in_(candidate_ids))
    found: dict[UUID, tuple[CertificateFacts, ...]] = {}
    for row in db.session.scalars(query.order_by(Certificate.issued_at.desc())):
        found[row.candidate_id] = (*found.get(row.candidate_id, ()), row.facts)
    return found


def held_up() -> Sequence[HeldUp]:
    """Certificates that are due and cannot be printed yet, the longest waiting first."""
    return db.session.scalars(select(HeldUp).order_by(HeldUp.since, HeldUp.id)).all()


def held_up_row(held_id: UUID) -> HeldUp:
    """One of them; raises NotFound."""
    return existing(HeldUp, held_id)


def find_held_up(candidate_id: UUID, scheme_code: str, level: int) -> HeldUp | None:
    """The certificate of this level that somebody waits for."""
    query = select(HeldUp).where(
        HeldUp.candidate_id == candidate_id, HeldUp.scheme_code == scheme_code, HeldUp.level == level
    )
    return db.session.scalar(query)


def held_up_count() -> int:
    """How many certificates wait for a name that can be printed."""
    return db.session.scalar(select(func.count()).select_from(HeldUp)) or 0


def register(search: str = "") -> Select[Certificate]:
    """The register, newest first, to be paged; `search` is a number or a part of a name."""
    query = select(Certificate).order_by(Certificate.issued_at.desc(), Certificate.number)
    words = search.strip()
    if not words:
        return query
    part = f"%{words.replace('%', '').replace('_', '')}%"
    choices: list[ColumnElement[bool]] = [Certificate.holder.ilike(part), Certificate.holder_latin.ilike(part)]
    try:
        choices.append(Certificate.number == read_number(words))
    except BadInput:
        choices.append(Certificate.number.ilike(part))
    return query.where(or_(*choices))


def credit_balance(row: Certificate) -> Balance:
    """The credits of a certificate: the sum of its entries, on every page the same."""
    return balance(_entries(row.id), row.term, row.credits_needed)


def credits_of(certificate_id: UUID) -> Balance:
    """The credits of a certificate by its id; raises NotFound."""
    return credit_balance(certificate(certificate_id))


def activity(activity_id: UUID) -> Activity:
    """A filed activity; raises NotFound."""
    return existing(Activity, activity_id)


def activities_of(certificate_id: UUID) -> Sequence[Activity]:
    """What was filed for a certificate, newest first."""
    query = select(Activity).where(Activity.certificate_id == certificate_id)
    return db.session.scalars(query.order_by(Activity.done_on.desc(), Activity.filed_at.desc())).all()


def activities_in(state: ActivityState) -> Select[Activity]:
    """Everybody's activities in a state, the longest waiting first, to be paged."""
    return select(Activity).where(Activity.state == state).order_by(Activity.filed_at, Activity.id)


def waiting_activities() -> int:
    """How many activities wait for a registrar."""
    return db.session.scalar(select(func.count()).where(Activity.state == ActivityState.FILED)) or 0


def _entries(certificate_id: UUID) -> tuple[Entry, ...]:
    rows = db.session.scalars(select(CreditEntry).where(CreditEntry.certificate_id == certificate_id))
    return tuple(row.entry for row in rows)


def _found(row: Certificate | None) -> Certificate:
    if row is None:
        raise NotFound
    return row
