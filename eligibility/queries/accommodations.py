"""Accommodations: what somebody is granted on a day, requests and those that wait, who has something in force."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select

from eligibility.domain.accommodation import (
    Accommodation,
    AccommodationState,
    Decided,
    DecisionKind,
    Period,
    in_force,
    periods,
)
from eligibility.models.accommodations import AccommodationDecision, AccommodationProof, AccommodationRequest
from kernel.errors import NotFound
from storage.database import db, existing

OPEN = (AccommodationState.BEGUN, AccommodationState.ASKED)
SEEN_BY_OFFICERS = tuple(state for state in AccommodationState if state is not AccommodationState.BEGUN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests there are in each state an officer may know of, and since when the oldest waits."""

    counts: dict[AccommodationState, int]
    oldest_at: datetime | None

    @property
    def waiting(self) -> int:
        """How many wait for a decision."""
        return self.counts[AccommodationState.ASKED]


def accommodation_of(candidate_id: UUID, on: date) -> Accommodation | None:
    """What somebody is granted on a day; for other packages, and never why."""
    return in_force(decisions_of([candidate_id])[candidate_id], on)


def accommodations_of(candidate_ids: Iterable[UUID], on: date) -> dict[UUID, Accommodation]:
    """The same for many people at once; who is granted nothing is not among them."""
    found = {person: in_force(told, on) for person, told in decisions_of(candidate_ids).items()}
    return {person: granted for person, granted in found.items() if granted is not None}


def has_any(candidate_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether anything was ever decided on somebody, as a part of a larger question."""
    return select(AccommodationDecision.id).where(AccommodationDecision.candidate_id == candidate_id).exists()


def decisions_of(candidate_ids: Iterable[UUID]) -> dict[UUID, tuple[Decided, ...]]:
    """Every decision on these people, the oldest first."""
    people = set(candidate_ids)
    told: defaultdict[UUID, list[Decided]] = defaultdict(list)
    query = select(AccommodationDecision).where(AccommodationDecision.candidate_id.in_(people))
    for row in db.session.scalars(query.order_by(AccommodationDecision.number)):
        told[row.candidate_id].append(row.decided)
    return {person: tuple(told[person]) for person in people}


def periods_of(candidate_id: UUID) -> tuple[Period, ...]:
    """From which to which day each grant of somebody holds, the oldest first."""
    return periods(decisions_of([candidate_id])[candidate_id])


def request_row(request_id: UUID) -> AccommodationRequest:
    """A request; raises NotFound."""
    return existing(AccommodationRequest, request_id)


def sent_request_row(request_id: UUID) -> AccommodationRequest:
    """A request that was sent, so that an officer may know of it; raises NotFound."""
    found = request_row(request_id)
    if found.state not in SEEN_BY_OFFICERS:
        raise NotFound
    return found


def proof_row(proof_id: UUID) -> AccommodationProof:
    """A paper of a request; raises NotFound."""
    return existing(AccommodationProof, proof_id)


def sent_proof_row(proof_id: UUID) -> AccommodationProof:
    """A paper of a request that was sent; raises NotFound."""
    found = proof_row(proof_id)
    if found.request.state not in SEEN_BY_OFFICERS:
        raise NotFound
    return found


def requests_of(candidate_id: UUID) -> list[AccommodationRequest]:
    """Somebody's requests, the newest first."""
    query = select(AccommodationRequest).where(AccommodationRequest.candidate_id == candidate_id)
    return list(db.session.scalars(query.order_by(AccommodationRequest.begun_at.desc(), AccommodationRequest.id)))


def open_request_of(candidate_id: UUID) -> AccommodationRequest | None:
    """The request that somebody writes or waits for, if there is one."""
    query = select(AccommodationRequest).where(
        AccommodationRequest.candidate_id == candidate_id, AccommodationRequest.state.in_(OPEN)
    )
    return db.session.scalar(query)


def granted_request_of(candidate_id: UUID) -> AccommodationRequest | None:
    """The request on which somebody's newest grant rests, if it was neither ended nor replaced."""
    query = select(AccommodationRequest).where(
        AccommodationRequest.candidate_id == candidate_id, AccommodationRequest.state == AccommodationState.GRANTED
    )
    return db.session.scalar(query)


def requests_in(state: AccommodationState) -> Select[AccommodationRequest]:
    """The requests in a state to be paged: those that wait, longest waiting first; others newest first."""
    query = select(AccommodationRequest).where(AccommodationRequest.state == state)
    waiting = state is AccommodationState.ASKED
    sent = AccommodationRequest.asked_at
    return query.order_by(sent if waiting else sent.desc(), AccommodationRequest.id)


def waiting() -> Waiting:
    """What waits for an officer."""
    table = AccommodationRequest
    rows = db.session.execute(select(table.state, func.count()).group_by(table.state))
    counts: dict[AccommodationState, int] = dict.fromkeys(SEEN_BY_OFFICERS, 0)
    counts.update((row[0], row[1]) for row in rows if row[0] in counts)
    oldest = select(table.asked_at).where(table.state == AccommodationState.ASKED).order_by(table.asked_at).limit(1)
    return Waiting(counts, db.session.scalar(oldest))


def grants_not_over(today: date) -> dict[UUID, tuple[Period, ...]]:
    """Everybody who has something in force today or later, with the periods."""
    granted = select(AccommodationDecision.candidate_id).where(AccommodationDecision.kind == DecisionKind.GRANTED)
    told = decisions_of(db.session.scalars(granted.distinct()))
    found = {
        person: tuple(each for each in periods(decisions) if each.until is None or each.until >= today)
        for person, decisions in told.items()
    }
    return {person: held for person, held in found.items() if held}
