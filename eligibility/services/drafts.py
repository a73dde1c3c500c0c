"""Keeping what a candidate has answered so far, so that they can leave at any point and come back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from eligibility.domain.evidence import EvidenceKind
from eligibility.models.drafts import ApplicationDraft, EvidenceDraft
from eligibility.queries import drafts
from storage.database import db


def keep_answers(candidate_id: UUID, kind: EvidenceKind, answers: Mapping[str, Any], *, now: datetime) -> None:
    """Keep answers about one more piece of evidence beside those given before."""
    draft = _draft(candidate_id, kind, now)
    draft.answers = {**draft.answers, **answers}
    draft.nothing_to_add = False


def discard_answers(candidate_id: UUID, kind: EvidenceKind, *, now: datetime) -> None:
    """Forget what was begun: it is finished, or the candidate wants to start afresh."""
    draft = drafts.find_evidence_draft(candidate_id, kind)
    if draft is not None:
        draft.answers, draft.updated_at = {}, now


def say_nothing_to_add(candidate_id: UUID, kind: EvidenceKind, *, now: datetime) -> None:
    """The candidate says that there is no more of this kind."""
    draft = _draft(candidate_id, kind, now)
    draft.answers, draft.nothing_to_add = {}, True


def choose_condition(candidate_id: UUID, scheme_code: str, level: int, condition_id: str, *, now: datetime) -> None:
    """Keep on which condition the candidate means to apply."""
    draft = drafts.find_application_draft(candidate_id, scheme_code, level)
    if draft is None:
        draft = ApplicationDraft(candidate_id=candidate_id, scheme_code=scheme_code, level=level)
        db.session.add(draft)
    draft.condition_id, draft.updated_at = condition_id, now
    db.session.flush()


def forget_application(candidate_id: UUID, scheme_code: str, level: int) -> None:
    """The application was sent; a later one starts from its own choice."""
    draft = drafts.find_application_draft(candidate_id, scheme_code, level)
    if draft is not None:
        db.session.delete(draft)


def _draft(candidate_id: UUID, kind: EvidenceKind, now: datetime) -> EvidenceDraft:
    draft = drafts.find_evidence_draft(candidate_id, kind)
    if draft is None:
        draft = EvidenceDraft(candidate_id=candidate_id, kind=kind, answers={})
        db.session.add(draft)
    draft.updated_at = now
    return draft
