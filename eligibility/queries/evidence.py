"""What somebody shows, and how the conditions of a scheme read on it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from eligibility.domain.admission import AdmissionReading, read_level
from eligibility.domain.portfolio import KeptItem, as_evidence, in_order
from eligibility.models.evidence import EvidenceItem
from kernel.errors import NotFound
from schemes.domain.scheme import Scheme
from storage.database import db


def evidence_item(item_id: UUID) -> EvidenceItem:
    """A piece of evidence that was not removed; raises NotFound."""
    found = db.session.get(EvidenceItem, item_id)
    if found is None or found.retired_at is not None:
        raise NotFound
    return found


def evidence_items_of(candidate_id: UUID) -> list[EvidenceItem]:
    """Everything somebody shows at present, oldest first."""
    query = select(EvidenceItem).where(EvidenceItem.candidate_id == candidate_id, EvidenceItem.retired_at.is_(None))
    return list(db.session.scalars(query.order_by(EvidenceItem.recorded_at, EvidenceItem.id)))


def portfolio_of(candidate_id: UUID) -> tuple[KeptItem, ...]:
    """The same as values, for other packages and for the rules."""
    return in_order(row.kept for row in evidence_items_of(candidate_id))


def find_evidence(candidate_id: UUID, reference: str) -> EvidenceItem | None:
    """The piece of evidence that another package recorded under its reference."""
    query = select(EvidenceItem).where(
        EvidenceItem.candidate_id == candidate_id,
        EvidenceItem.reference == reference,
        EvidenceItem.retired_at.is_(None),
    )
    return db.session.scalar(query)


def readings_of(candidate_id: UUID, scheme: Scheme, on: date) -> dict[int, AdmissionReading]:
    """How each level's conditions read for somebody on a day, entry level first."""
    evidence = as_evidence(portfolio_of(candidate_id))
    return {level: read_level(scheme, level, evidence, on) for level in sorted(scheme.levels, reverse=True)}
