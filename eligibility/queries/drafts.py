"""What a candidate has begun and not finished yet."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from eligibility.domain.evidence import EvidenceKind
from eligibility.models.drafts import ApplicationDraft, EvidenceDraft
from storage.database import db


def find_evidence_draft(candidate_id: UUID, kind: EvidenceKind) -> EvidenceDraft | None:
    """The row of what somebody has begun to say about one more piece of evidence."""
    query = select(EvidenceDraft).where(EvidenceDraft.candidate_id == candidate_id, EvidenceDraft.kind == kind)
    return db.session.scalar(query)


def answers_so_far(candidate_id: UUID, kind: EvidenceKind) -> dict[str, Any]:
    """The answers given so far about one more piece of evidence; empty where nothing was begun."""
    found = find_evidence_draft(candidate_id, kind)
    return dict(found.answers) if found else {}


def begun_kinds(candidate_id: UUID) -> frozenset[EvidenceKind]:
    """The kinds of evidence of which a piece was begun and not finished."""
    return frozenset(row.kind for row in _drafts_of(candidate_id) if row.answers)


def kinds_without_more(candidate_id: UUID) -> frozenset[EvidenceKind]:
    """The kinds of evidence of which somebody says that there is nothing to add."""
    return frozenset(row.kind for row in _drafts_of(candidate_id) if row.nothing_to_add)


def find_application_draft(candidate_id: UUID, scheme_code: str, level: int) -> ApplicationDraft | None:
    """The row of what somebody has chosen for an application for a level."""
    query = select(ApplicationDraft).where(
        ApplicationDraft.candidate_id == candidate_id,
        ApplicationDraft.scheme_code == scheme_code,
        ApplicationDraft.level == level,
    )
    return db.session.scalar(query)


def chosen_condition(candidate_id: UUID, scheme_code: str, level: int) -> str | None:
    """The id of the condition chosen for an application, if one was chosen."""
    found = find_application_draft(candidate_id, scheme_code, level)
    return found.condition_id if found else None


def _drafts_of(candidate_id: UUID) -> list[EvidenceDraft]:
    return list(db.session.scalars(select(EvidenceDraft).where(EvidenceDraft.candidate_id == candidate_id)))
