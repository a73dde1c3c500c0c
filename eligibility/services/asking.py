"""Asking for an accommodation: a request is saved as it is written, sent when it is whole, and can be taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from accounts.services import audit
from documents.uploads import Opened, file_name
from eligibility import permissions
from eligibility.domain.accommodation import (
    LONGEST_REASON,
    MOST_PROOFS,
    ZONE,
    AccommodationMove,
    AccommodationState,
    Measure,
    may_ask,
)
from eligibility.models.accommodations import PROOF, PROOF_NAME, WHY_ASKED, AccommodationProof, AccommodationRequest
from eligibility.queries import accommodations as asked
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, IllegalMove, NotFound, NotPermitted, Refused
from kernel.filename import display_name
from kernel.text import legible
from kernel.verdict import Refusal
from storage.database import db
from storage.sealed_files import put_sealed
from storage.sealing import seal

UNSENT = frozenset({AccommodationState.BEGUN})
OPEN = frozenset(asked.OPEN)


def begin(candidate: Actor, *, now: datetime) -> UUID:
    """Start to write a request, or go on with the one that is written already or waits for its decision."""
    if candidate.id is None or not permissions.ask_for_accommodation.holds(candidate, None):
        raise NotPermitted
    if (known := asked.open_request_of(candidate.id)) is not None:
        return known.id
    row = AccommodationRequest(id=uuid4(), candidate_id=candidate.id, begun_at=now, wishes=[])
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        known = asked.open_request_of(candidate.id)
        if known is None:
            raise NotFound from None
        return known.id
    return row.id


def wish(request: AccommodationRequest, measures: Iterable[str], *, needed_until: date | None, now: datetime) -> None:
    """Say what is needed and for how long; without a last day it is needed for good."""
    _require(request, UNSENT)
    wished = set(measures)
    if not wished or not wished <= set(Measure):
        raise BadInput(Refusal("accommodation_nothing_wished"), where="measures")
    if needed_until is not None and needed_until < local_date(now, ZONE):
        raise BadInput(Refusal("accommodation_in_the_past"), where="needed_until")
    request.wishes = [measure.value for measure in Measure if measure in wished]
    request.needed_until = needed_until
    db.session.flush()


def explain(request: AccommodationRequest, reason: str) -> None:
    """Say why, for the officer alone."""
    _require(request, UNSENT)
    reason = legible(reason)
    if not reason:
        raise BadInput(Refusal("accommodation_reason_missing"), where="reason")
    request.reason = seal(reason[:LONGEST_REASON].encode(), of=WHY_ASKED.of(request.id))
    db.session.flush()


def add_proof(request: AccommodationRequest, sent: Opened, *, name: str, actor: Actor, now: datetime) -> UUID:
    """Keep a paper that shows why, made harmless. It can be added until the decision."""
    _require(request, OPEN)
    if len(request.proofs) >= MOST_PROOFS:
        raise Refused(Refusal("proofs_too_many", most=MOST_PROOFS))
    proof_id = uuid4()
    file = sent.harmless
    shown = file_name(display_name(name), file.media_type)
    stored = put_sealed(file.content, of=PROOF.of(proof_id))
    request.proofs.append(
        AccommodationProof(
            id=proof_id,
            name=seal(shown.encode(), of=PROOF_NAME.of(proof_id)),
            media_type=file.media_type,
            size=len(file.content),
            key=stored.key,
            sealed_key=stored.sealed_key,
            uploaded_at=now,
        )
    )
    db.session.flush()
    audit.record(actor, "add_accommodation_proof", f"accommodation:{request.id}", {"proof": str(proof_id)}, now=now)
    return proof_id


def remove_proof(proof: AccommodationProof, *, actor: Actor, now: datetime) -> None:
    """Take a paper out of a request that was not sent yet; its file can no longer be read by anybody."""
    request = proof.request
    _require(request, UNSENT)
    if proof not in request.proofs:
        raise NotFound
    request.proofs.remove(proof)
    db.session.flush()
    audit.record(actor, "remove_accommodation_proof", f"accommodation:{request.id}", {"proof": str(proof.id)}, now=now)


def ask(request: AccommodationRequest, *, actor: Actor, now: datetime) -> None:
    """Send the request to the officer; raises Refused with all that is lacking."""
    db.session.refresh(request, with_for_update=True)
    if request.state is AccommodationState.BEGUN:
        verdict = may_ask(wished=request.wished, has_reason=request.reason is not None, papers=len(request.proofs))
        if not verdict:
            raise Refused(*verdict.refusals)
    request.move(AccommodationMove.ASK)
    request.asked_at = now
    db.session.flush()
    detail = {"wished": list(request.wishes), "proofs": len(request.proofs)}
    audit.record(actor, "ask_for_accommodation", f"accommodation:{request.id}", detail, now=now)


def withdraw(request: AccommodationRequest, *, actor: Actor, now: datetime) -> None:
    """Take a request back before it is decided; the reason and the papers go with it."""
    db.session.refresh(request, with_for_update=True)
    request.move(AccommodationMove.WITHDRAW)
    request.reason = None
    request.proofs.clear()
    db.session.flush()
    audit.record(actor, "withdraw_accommodation", f"accommodation:{request.id}", {}, now=now)


def discard(request: AccommodationRequest) -> None:
    """Throw away what was begun and never sent; nothing of it is kept."""
    _require(request, UNSENT)
    db.session.delete(request)
    db.session.flush()


def _require(request: AccommodationRequest, states: frozenset[AccommodationState]) -> None:
    """Hold the request in one of these states until the transaction ends; raises IllegalMove."""
    db.session.refresh(request, with_for_update=True)
    if request.state not in states:
        raise IllegalMove(f"a request for an accommodation that is {request.state} does not change any more")
