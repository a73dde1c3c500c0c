"""Exemptions: one, those of an application, those that count for somebody."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, func, select

import schemes.queries
from eligibility.domain.exemption import ExemptionFacts, ExemptionState
from eligibility.models.exemptions import Exemption
from kernel.dates import local_date
from kernel.errors import NotFound
from storage.database import db

STANDING = (ExemptionState.PROPOSED, ExemptionState.CONFIRMED)


def exemption(exemption_id: UUID) -> Exemption:
    """An exemption; raises NotFound."""
    found = db.session.get(Exemption, exemption_id)
    if found is None:
        raise NotFound
    return found


def exemptions_of(application_id: UUID) -> list[Exemption]:
    """What was proposed on an application, the first one first."""
    query = select(Exemption).where(Exemption.application_id == application_id)
    return list(db.session.scalars(query.order_by(Exemption.proposed_at, Exemption.id)))


def with_exemption(application_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these applications have an exemption that is proposed or confirmed."""
    wanted = Exemption.application_id.in_(set(application_ids))
    return frozenset(db.session.scalars(select(Exemption.application_id).where(wanted, Exemption.state.in_(STANDING))))


def confirmed(candidate_ids: Iterable[UUID]) -> tuple[ExemptionFacts, ...]:
    """The confirmed exemptions of several people."""
    query = select(Exemption).where(
        Exemption.candidate_id.in_(set(candidate_ids)), Exemption.state == ExemptionState.CONFIRMED
    )
    return tuple(facts_of(row) for row in db.session.scalars(query))


def facts_of(row: Exemption) -> ExemptionFacts:
    """An exemption as it counts, from the day of its confirmation in the scheme's zone."""
    scheme = schemes.queries.version(row.scheme_version_id)
    decided_at = row.decision.decided_at if row.decision else row.proposed_at
    return ExemptionFacts(
        candidate_id=row.candidate_id,
        scheme_code=row.scheme_code,
        level=row.level,
        component=row.component,
        on=local_date(decided_at, scheme.zone),
        valid_years=scheme.level(row.level).components[row.component].valid_years,
    )


def exemptions_in(state: ExemptionState) -> Select[Exemption]:
    """Exemptions in a state to be paged: proposals oldest first, decided ones newest first."""
    oldest_first = state is ExemptionState.PROPOSED
    order = Exemption.proposed_at if oldest_first else Exemption.proposed_at.desc()
    return select(Exemption).where(Exemption.state == state).order_by(order, Exemption.id)


def exemption_counts() -> dict[ExemptionState, int]:
    """How many there are in each state."""
    counts = dict.fromkeys(ExemptionState, 0)
    rows = db.session.execute(select(Exemption.state, func.count()).group_by(Exemption.state))
    counts.update((row[0], row[1]) for row in rows)
    return counts
