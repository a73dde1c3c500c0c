"""Papers: one, somebody's, and which of those asked for are missing."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from eligibility.domain.papers import Needed, PaperFacts, PaperKind
from eligibility.models.papers import Paper
from kernel.errors import NotFound
from storage.database import db


def paper_row(paper_id: UUID) -> Paper:
    """A paper that can still be opened; raises NotFound."""
    found = db.session.get(Paper, paper_id)
    if found is None or found.destroyed_at is not None:
        raise NotFound
    return found


def papers_of(candidate_id: UUID) -> tuple[PaperFacts, ...]:
    """Somebody's papers that count: the newest for each purpose, in the order in which they came."""
    newest = {(each.kind, each.evidence_id): each for each in all_papers_of(candidate_id)}
    return tuple(sorted(newest.values(), key=lambda each: (each.kept_at, str(each.id))))


def all_papers_of(candidate_id: UUID) -> tuple[PaperFacts, ...]:
    """Every paper that can still be opened, replaced ones included, oldest first."""
    query = select(Paper).where(Paper.candidate_id == candidate_id, Paper.destroyed_at.is_(None))
    return tuple(row.facts for row in db.session.scalars(query.order_by(Paper.kept_at, Paper.id)))


def paper_count(candidate_id: UUID) -> int:
    """How many papers are kept for somebody."""
    query = select(func.count()).where(Paper.candidate_id == candidate_id, Paper.destroyed_at.is_(None))
    return db.session.scalar(query) or 0


def portrait_of(candidate_id: UUID) -> PaperFacts | None:
    """The portrait that counts, if there is one."""
    return find_paper(candidate_id, Needed(PaperKind.PORTRAIT))


def find_paper(candidate_id: UUID, wanted: Needed) -> PaperFacts | None:
    """The paper that serves this purpose, if there is one."""
    return next((each for each in papers_of(candidate_id) if Needed(each.kind, each.evidence_id) == wanted), None)


def missing(candidate_id: UUID, wanted: Iterable[Needed]) -> tuple[Needed, ...]:
    """Those papers that were asked for and not handed in."""
    have = {Needed(each.kind, each.evidence_id) for each in papers_of(candidate_id)}
    return tuple(each for each in wanted if each not in have)
