"""An application as it is being filled in."""

from datetime import date
from uuid import UUID

import accounts.queries
from eligibility.domain.admission import read_level
from eligibility.domain.filling import Filling, in_the_way
from eligibility.domain.portfolio import as_evidence
from eligibility.queries import applications, drafts, evidence, papers
from schemes.domain.scheme import Scheme


def filling_of(candidate_id: UUID, scheme: Scheme, level: int, on: date) -> Filling:
    """What somebody has given so far for an application for a level; raises NotFound for a level there is not."""
    items = evidence.portfolio_of(candidate_id)
    reading = read_level(scheme, level, as_evidence(items), on)
    return Filling(
        scheme=scheme,
        level=scheme.level(level),
        reading=reading,
        items=items,
        begun=drafts.begun_kinds(candidate_id),
        without_more=drafts.kinds_without_more(candidate_id),
        wished=drafts.chosen_condition(candidate_id, scheme.code, level),
        identity=accounts.queries.identity_of(candidate_id),
        papers=papers.papers_of(candidate_id),
        standing=in_the_way(applications.standing_application(candidate_id, scheme.code, level), reading),
    )
