"""Papers are not kept for ever: replaced ones half a year, those that led to nothing two years."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from accounts.services import audit
from eligibility.domain.application import STANDING
from eligibility.models.applications import Application
from eligibility.models.papers import Paper
from kernel.actor import PLATFORM
from storage.database import db
from storage.files import files
from storage.transaction import after_commit

REPLACED_KEPT = timedelta(days=180)
LEFT_KEPT = timedelta(days=730)
AT_ONCE = 100
"""How many papers go in one sweep: nobody else waits long."""


def destroy_due_papers(now: datetime) -> int:
    """Destroy what was kept long enough; returns how many papers went. The rows stay and say what there was."""
    due = db.session.scalars(select(Paper).where(Paper.destroyed_at.is_(None), _is_due(now)).limit(AT_ONCE)).all()
    gone: dict[UUID, list[str]] = defaultdict(list)
    for paper in due:
        for key in (paper.file_key, paper.preview_key):
            if key is not None:
                after_commit(partial(files.remove, key))
        paper.file_key = paper.sealed_key = paper.preview_key = paper.sealed_preview_key = None
        paper.destroyed_at = now
        gone[paper.candidate_id].append(str(paper.id))
    db.session.flush()
    for candidate_id, papers in gone.items():
        audit.record(PLATFORM, "destroy_papers", f"person:{candidate_id}", {"papers": sorted(papers)}, now=now)
    return len(due)


def _is_due(now: datetime) -> ColumnElement[bool]:
    newer, other = aliased(Paper), aliased(Paper)
    same_purpose = and_(
        newer.candidate_id == Paper.candidate_id,
        newer.kind == Paper.kind,
        newer.evidence_id.is_not_distinct_from(Paper.evidence_id),
    )
    replaced = exists().where(same_purpose, newer.kept_at > Paper.kept_at, newer.kept_at <= now - REPLACED_KEPT)
    stands = exists().where(Application.candidate_id == Paper.candidate_id, Application.state.in_(STANDING))
    lately = or_(
        exists().where(Application.candidate_id == Paper.candidate_id, Application.since > now - LEFT_KEPT),
        exists().where(other.candidate_id == Paper.candidate_id, other.kept_at > now - LEFT_KEPT),
    )
    return and_(~stands, or_(replaced, ~lately))
