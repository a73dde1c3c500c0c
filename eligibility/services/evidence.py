"""Handing in evidence, by candidates themselves or by other parts of the platform, and taking it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from eligibility.domain import parsing
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import Source
from eligibility.models.evidence import EvidenceItem
from eligibility.models.papers import Paper
from eligibility.queries import evidence as shown
from kernel.errors import BadInput, Refused
from kernel.verdict import Refusal
from storage.database import db

LONGEST_PLACE = 200
MOST_ITEMS = 200
"""How much one person can hand in; nobody's life has more, a flood has. What others record is always taken."""


def record_evidence(
    candidate_id: UUID,
    kind: str,
    data: Mapping[str, Any],
    *,
    source: str = Source.CANDIDATE,
    place: str = "",
    reference: str | None = None,
    now: datetime,
) -> UUID:
    """Keep a piece of evidence, written as in an evidence file; `kind` is the name of its list there.

    Under the same `reference` (such as a certificate's number) the newer one takes the place of the older,
    and the same one again changes nothing.
    """
    if kind not in set(EvidenceKind):
        raise BadInput(Refusal("evidence_unknown_field", field=kind), where=kind)
    parsing.item(EvidenceKind(kind), dict(data))
    if reference is not None and (known := shown.find_evidence(candidate_id, reference)) is not None:
        if known.kind == kind and known.data == dict(data):
            return known.id
        known.retired_at = now
    if source == Source.CANDIDATE and len(shown.evidence_items_of(candidate_id)) >= MOST_ITEMS:
        raise Refused(Refusal("evidence_too_much", most=MOST_ITEMS))
    row = EvidenceItem(
        id=uuid4(),
        candidate_id=candidate_id,
        kind=EvidenceKind(kind),
        data=dict(data),
        place=place.strip()[:LONGEST_PLACE],
        source=Source(source),
        reference=reference,
        recorded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def change_evidence(item: EvidenceItem, data: Mapping[str, Any], *, place: str, now: datetime) -> UUID:
    """Correct a piece of evidence one has handed in oneself: a new one takes its place and its papers.

    Applications keep the old one, and the papers as they were shown.
    """
    if item.source is not Source.CANDIDATE:
        raise Refused(Refusal("evidence_not_removable"))
    if item.data == dict(data) and item.place == place.strip():
        return item.id
    parsing.item(item.kind, dict(data))
    item.retired_at = now
    changed_id = record_evidence(item.candidate_id, item.kind, data, place=place, now=now)
    papers = update(Paper).where(Paper.evidence_id == item.id).values(evidence_id=changed_id)
    db.session.execute(papers)
    return changed_id


def remove_evidence(item: EvidenceItem, *, now: datetime) -> None:
    """Take back a piece of evidence one has handed in oneself; applications made on it keep it."""
    if item.source is not Source.CANDIDATE:
        raise Refused(Refusal("evidence_not_removable"))
    if item.retired_at is None:
        item.retired_at = now
