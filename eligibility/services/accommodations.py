"""Deciding on accommodations, and reading why they are needed: one role alone does both, every reading is noted."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from accounts.services import audit
from eligibility import permissions
from eligibility.domain.accommodation import (
    LONGEST_REASON,
    ZONE,
    Accommodation,
    AccommodationMove,
    DecisionKind,
    check_period,
)
from eligibility.models.accommodations import (
    PROOF,
    PROOF_NAME,
    WHY_ASKED,
    WHY_DECIDED,
    AccommodationDecision,
    AccommodationProof,
    AccommodationRequest,
)
from eligibility.queries import accommodations as asked
from kernel.actor import Actor
from kernel.dates import day_in_words, local_date
from kernel.errors import BadInput, IllegalMove, NotFound, NotPermitted, Refused
from kernel.permission import Permission
from kernel.text import legible
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db, reading
from storage.sealed_files import read_sealed
from storage.sealing import seal, unseal

NOTHING = Accommodation()


@dataclass(frozen=True, slots=True)
class Opened:
    """What is sealed in a request, opened: why it was made, what its papers are called, why it was decided so."""

    reason: str = field(repr=False)
    names: dict[UUID, str] = field(repr=False)
    grounds: dict[UUID, str] = field(repr=False)


def grant(
    request: AccommodationRequest,
    accommodation: Accommodation,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Grant measures from a day on, until a day or for good, in place of what was granted before.

    Examinations that have started keep the time they were started with.
    """
    reason = _check(request, actor, reason)
    _check_grant(accommodation, starts_on, ends_on, now)
    older = asked.granted_request_of(request.candidate_id)
    request.move(AccommodationMove.GRANT)
    if older is not None:
        older.move(AccommodationMove.REPLACE)
    _grant(request, accommodation, starts_on, ends_on, reason, actor, now)


def change(
    request: AccommodationRequest,
    accommodation: Accommodation,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    seen: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Decide anew on what was granted; `seen` is the number of the decision that the officer had before them."""
    reason = _check(request, actor, reason)
    _check_grant(accommodation, starts_on, ends_on, now)
    _check_seen(request, seen)
    request.move(AccommodationMove.CHANGE)
    _grant(request, accommodation, starts_on, ends_on, reason, actor, now)


def _check_grant(accommodation: Accommodation, starts_on: date, ends_on: date | None, now: datetime) -> None:
    measures = accommodation.check()
    period = check_period(starts_on=starts_on, ends_on=ends_on, today=local_date(now, ZONE))
    if not (measures and period):
        raise Refused(*measures.refusals, *period.refusals)


def _check_seen(request: AccommodationRequest, seen: int) -> None:
    if request.decisions[-1].number != seen:
        raise IllegalMove("another decision was made in the meantime")


def _grant(
    request: AccommodationRequest,
    accommodation: Accommodation,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    _decide(request, DecisionKind.GRANTED, accommodation, starts_on, ends_on, reason, actor, now)
    measures = accommodation.in_words
    since, until = day_in_words(starts_on), Words("起长期有效", ", for good")
    if ends_on is not None:
        until = Words(f"至{day_in_words(ends_on).zh}", f" until {day_in_words(ends_on).en}")
    _tell(
        request,
        Words("您的合理便利申请已获批准", "Your accommodations are granted"),
        Words(
            f"自{since.zh}{until.zh}：{'、'.join(words.zh for words in measures)}。"
            "每次考试都会按此安排，您无需再次申请。审核意见请登录平台查看。",
            f"From {since.en}{until.en}: {', '.join(words.en for words in measures)}. "
            "They follow you to every sitting; you need not ask again. The officer's words are on the platform.",
        ),
        now=now,
    )


def decline(request: AccommodationRequest, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say no, with a reason that only the person and the officers read; the person can ask again."""
    reason = _check(request, actor, reason)
    request.move(AccommodationMove.DECLINE)
    _decide(request, DecisionKind.DECLINED, NOTHING, local_date(now, ZONE), None, reason, actor, now)
    _tell(
        request,
        Words("您的合理便利申请未获批准", "Your request for accommodations is declined"),
        Words(
            "理由请登录平台查看。您可以补充证明材料后重新申请。",
            "The reason is on the platform. You can add proof and ask again.",
        ),
        now=now,
    )


def end(request: AccommodationRequest, *, starts_on: date, reason: str, seen: int, actor: Actor, now: datetime) -> None:
    """End what was granted; `starts_on` is the first day without it."""
    reason = _check(request, actor, reason)
    verdict = check_period(starts_on=starts_on, ends_on=None, today=local_date(now, ZONE))
    if not verdict:
        raise Refused(*verdict.refusals)
    _check_seen(request, seen)
    _end(request, starts_on, reason, actor, now)
    _tell(
        request,
        Words("您的合理便利将终止", "Your accommodations end"),
        Words(
            f"自{day_in_words(starts_on).zh}起不再适用。理由请登录平台查看。您可以重新申请。",
            f"They no longer apply from {day_in_words(starts_on).en} on. The reason is on the platform. "
            "You can ask again.",
        ),
        now=now,
    )


def give_up(request: AccommodationRequest, *, actor: Actor, now: datetime) -> None:
    """The person needs it no longer, from today on."""
    if not permissions.see_accommodation.holds(actor, request):
        raise NotFound
    _lock(request)
    _end(request, local_date(now, ZONE), "", actor, now)


def open_request(request: AccommodationRequest, *, actor: Actor, now: datetime) -> Opened:
    """Open what is sealed, for the person and for officers alone; every reading is in the audit log."""
    _may_open(actor, request)
    _note(actor, "read_accommodation", request, {}, now)
    return Opened(
        reason=_open(request.reason, WHY_ASKED.of(request.id)) if request.reason else "",
        names={proof.id: _open(proof.name, PROOF_NAME.of(proof.id)) for proof in request.proofs},
        grounds={row.id: _open(row.reason, WHY_DECIDED.of(row.id)) for row in request.decisions},
    )


def open_proof(proof: AccommodationProof, *, actor: Actor, now: datetime) -> tuple[str, bytes]:
    """A paper's name and content, for the person and for officers alone; every reading is in the audit log."""
    _may_open(actor, proof.request)
    _note(actor, "read_accommodation_proof", proof.request, {"proof": str(proof.id)}, now)
    content = read_sealed(proof.key, proof.sealed_key, of=PROOF.of(proof.id))
    return _open(proof.name, PROOF_NAME.of(proof.id)), content


def _may_open(actor: Actor, request: AccommodationRequest) -> None:
    may: Permission[AccommodationRequest] = permissions.see_accommodation | permissions.decide_accommodations
    if not may.holds(actor, request):
        raise NotFound


def _note(actor: Actor, action: str, request: AccommodationRequest, detail: dict[str, object], now: datetime) -> None:
    """Put the reading on record: by itself where nothing else is written, else with what is."""
    record = audit.record_reading if reading.get() else audit.record
    record(actor, action, f"accommodation:{request.id}", detail, now=now)


def _open(sealed: bytes, of: str) -> str:
    return unseal(sealed, of=of).decode()


def _check(request: AccommodationRequest, actor: Actor, reason: str) -> str:
    if not permissions.decide_accommodations.holds(actor, None):
        raise NotPermitted
    if actor.id is not None and actor.id == request.candidate_id:
        raise Refused(Refusal("own_accommodation"))
    reason = legible(reason)
    if not reason:
        raise BadInput(Refusal("accommodation_decision_needs_reason"), where="reason")
    _lock(request)
    return reason[:LONGEST_REASON]


def _lock(request: AccommodationRequest) -> None:
    """One after the other, so that of two decisions at once the second sees the first."""
    db.session.refresh(request, with_for_update=True)


def _end(request: AccommodationRequest, starts_on: date, reason: str, actor: Actor, now: datetime) -> None:
    request.move(AccommodationMove.END)
    _decide(request, DecisionKind.ENDED, NOTHING, starts_on, None, reason, actor, now)


def _decide(
    request: AccommodationRequest,
    kind: DecisionKind,
    accommodation: Accommodation,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    number = select(func.coalesce(func.max(AccommodationDecision.number), 0) + 1).where(
        AccommodationDecision.candidate_id == request.candidate_id
    )
    decision_id = uuid4()
    request.decisions.append(
        AccommodationDecision(
            id=decision_id,
            candidate_id=request.candidate_id,
            number=db.session.scalar(number) or 1,
            kind=kind,
            measures=accommodation.written,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=seal(reason.encode(), of=WHY_DECIDED.of(decision_id)),
            decided_by=actor.id,
            decided_at=now,
        )
    )
    db.session.flush()
    detail = {"decision": kind.value, "from": starts_on.isoformat(), "until": ends_on and ends_on.isoformat()}
    if kind is DecisionKind.GRANTED:
        detail |= accommodation.written
    audit.record(actor, "decide_accommodation", f"accommodation:{request.id}", detail, now=now)


def _tell(request: AccommodationRequest, subject: Words, body: Words, *, now: datetime) -> None:
    """A message says what was decided, and never why."""
    notify(
        person_id=request.candidate_id,
        subject=subject,
        body=body,
        link=f"/accommodations/requests/{request.id}",
        now=now,
    )
