"""At which training centres applicants are trained, as the centres told it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

import accounts.queries
from eligibility.models.trainees import Trainee
from storage.database import db


def centres() -> dict[UUID, str]:
    """Every centre that trains somebody, with its name, by name."""
    return accounts.queries.organisation_names(db.session.scalars(select(Trainee.organisation_id).distinct()))


def centres_of(candidate_ids: Iterable[UUID]) -> dict[tuple[UUID, str, int], list[UUID]]:
    """Where each of these people is trained for which level of which scheme."""
    found: dict[tuple[UUID, str, int], list[UUID]] = defaultdict(list)
    query = select(Trainee).where(Trainee.candidate_id.in_(set(candidate_ids))).order_by(Trainee.noted_at)
    for row in db.session.scalars(query):
        found[row.candidate_id, row.scheme_code, row.level].append(row.organisation_id)
    return found
