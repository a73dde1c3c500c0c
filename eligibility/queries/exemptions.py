"""Exemptions: one, those of an application, those that count for somebody."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select

import schemes.queries
from eligibility.domain.exemption import (
    ONCE_CONFIRMED,
    STANDING,
    TO_ANSWER,
    ExemptionFacts,
    ExemptionMove,
    ExemptionState,
)
from eligibility.models.exemptions import Exemption
from kernel.dates import local_date
from storage.database import db, existing

ANEW = {"populate_existing": True}


def exemption(exemption_id: UUID) -> Exemption:
    """An exemption; raises NotFound."""
    return existing(Exemption, exemption_id)


def exemptions_of(application_id: UUID) -> list[Exemption]:
    """What was proposed on an application, the first one first."""
    query = select(Exemption).where(Exemption.application_id == application_id)
    return list(db.session.scalars(query.order_by(Exemption.proposed_at, Exemption.id)))


def standing_for(candidate_id: UUID, scheme_code: str, level: int) -> list[Exemption]:
    """What is proposed or confirmed for somebody on a level, on whichever of their applications."""
    query = select(Exemption).where(
        Exemption.candidate_id == candidate_id,
        Exemption.scheme_code == scheme_code,
        Exemption.level == level,
        Exemption.state.in_(STANDING),
    )
    return list(db.session.scalars(query))


def open_proposals(application_id: UUID) -> list[Exemption]:
    """The proposals on an application that nobody has answered, locked and read anew."""
    query = select(Exemption).where(
        Exemption.application_id == application_id, Exemption.state == ExemptionState.PROPOSED
    )
    return list(db.session.scalars(query.order_by(Exemption.id).with_for_update(), execution_options=ANEW))


def with_exemption(application_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these applications have an exemption that is proposed or confirmed."""
    wanted = Exemption.application_id.in_(set(application_ids))
    return frozenset(db.session.scalars(select(Exemption.application_id).where(wanted, Exemption.state.in_(STANDING))))


def has_any(candidate_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether there is an exemption of any kind for somebody, as a part of a larger question."""
    return select(Exemption.id).where(Exemption.candidate_id == candidate_id).exists()


def confirmed(candidate_ids: Iterable[UUID]) -> tuple[ExemptionFacts, ...]:
    """The exemptions of several people that were confirmed, also those revoked since: each says when it counts."""
    query = select(Exemption).where(Exemption.candidate_id.in_(set(candidate_ids)), Exemption.state.in_(ONCE_CONFIRMED))
    return tuple(facts_of(row) for row in db.session.scalars(query))


def facts_of(row: Exemption) -> ExemptionFacts:
    """An exemption as it counts: from the day of its confirmation in the scheme's zone, not from its revocation on."""
    scheme = schemes.queries.version(row.scheme_version_id)
    decided_at = row.decision.made_at if row.decision else row.proposed_at
    revoked = row.last(ExemptionMove.REVOKE)
    return ExemptionFacts(
        candidate_id=row.candidate_id,
        scheme_code=row.scheme_code,
        level=row.level,
        component=row.component,
        on=local_date(decided_at, scheme.zone),
        valid_years=scheme.level(row.level).components[row.component].valid_years,
        revoked_on=local_date(revoked.made_at, scheme.zone) if revoked else None,
    )


def exemptions_in(state: ExemptionState) -> Select[Exemption]:
    """Exemptions in a state to be paged: those to answer oldest first, the others newest first."""
    oldest_first = state in TO_ANSWER
    order = Exemption.proposed_at if oldest_first else Exemption.proposed_at.desc()
    return select(Exemption).where(Exemption.state == state).order_by(order, Exemption.id)


def exemption_counts() -> dict[ExemptionState, int]:
    """How many there are in each state."""
    counts = dict.fromkeys(ExemptionState, 0)
    rows = db.session.execute(select(Exemption.state, func.count()).group_by(Exemption.state))
    counts.update((row[0], row[1]) for row in rows)
    return counts
