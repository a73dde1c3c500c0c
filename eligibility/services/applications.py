"""Applying for a level, deciding on applications, asking for more and answering."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

import schemes.queries
from accounts.services import audit
from accounts.services.identity import confirm_identity
from eligibility import permissions
from eligibility.domain.admission import AdmissionReading, ConditionReading
from eligibility.domain.application import (
    ApplicationDecided,
    ApplicationMove,
    ApplicationState,
    TickedReason,
)
from eligibility.domain.filling import Filling, paper_lacking
from eligibility.domain.periods import ANSWER_WITHIN_DAYS, is_open, last_day
from eligibility.models.applications import Application, ApplicationStep
from eligibility.queries import applications as filed
from eligibility.queries import evidence as shown
from eligibility.queries.filling import filling_of
from eligibility.services import claims, drafts, exemptions, telling
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, NotPermitted, Refused
from kernel.event import publish
from kernel.text import legible
from kernel.verdict import Refusal
from schemes.domain.scheme import Scheme
from storage.database import db

LONGEST_REASON = 2000
LONGEST_NUMBER = 20


def scheme_now(code: str, now: datetime) -> Scheme:
    """The scheme in force on the day it is in the scheme's own time zone; raises NotFound."""
    return schemes.queries.in_force(code, now)


def apply(candidate: Actor, scheme_code: str, level: int, *, condition_id: str | None = None, now: datetime) -> UUID:
    """Apply for a level on one condition that holds; without a choice, on the one chosen before or asking for least.

    What it is made on is kept with it as it is now: the evidence, the condition, the papers, the identity document.
    Refused where the scheme asks for papers and one is missing, with everything that is missing.
    """
    if candidate.id is None or not permissions.apply_for_level.holds(candidate, None):
        raise NotPermitted
    scheme = scheme_now(scheme_code, now)
    on = local_date(now, scheme.zone)
    filling = filling_of(candidate.id, scheme, level, on)
    chosen = _chosen(filling, condition_id)
    if filling.standing is not None:
        raise Refused(Refusal(f"already_{filling.standing.state}"))
    if lacking := lacking_reasons(filling, chosen):
        raise Refused(*lacking)
    row = Application(
        id=uuid4(),
        candidate_id=candidate.id,
        scheme_version_id=scheme.version_id,
        scheme_code=scheme.code,
        level=level,
        condition_id=chosen.condition.id,
        admission=chosen.condition.admission,
        snapshot=[item.written for item in shown.evidence_items_of(candidate.id)],
        outcome=filling.reading.outcome,
        papers=_papers_shown(filling, chosen),
        identity=_identity_shown(filling),
        read_on=on,
        applied_at=now,
        since=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused(Refusal("already_submitted")) from None
    drafts.forget_application(candidate.id, scheme.code, level)
    detail = {
        "scheme": scheme.code,
        "version": scheme.version,
        "level": level,
        "conditions": list(filling.reading.met),
        "condition": chosen.condition.id,
        "admission": chosen.condition.admission.value,
    }
    audit.record(candidate, "apply_for_level", str(row.id), detail, now=now)
    return row.id


def lacking_reasons(filling: Filling, chosen: ConditionReading) -> tuple[Refusal, ...]:
    """What is missing for an application on a condition, besides the condition itself."""
    lacking = [each for each in filling.papers_for(chosen) if filling.paper_for(each) is None]
    return (
        *([Refusal("identity_lacking")] if filling.lacks_identity else []),
        *(paper_lacking(each) for each in lacking),
    )


def _papers_shown(filling: Filling, chosen: ConditionReading) -> list[dict[str, Any]]:
    """The papers of an application as it keeps them: one that is replaced later changes nothing here."""
    found = (filling.paper_for(each) for each in filling.papers_for(chosen))
    return [
        {"id": str(paper.id), "kind": paper.kind.value, "evidence_id": str(paper.evidence_id or "") or None}
        | ({"is_of_earlier_words": True} if paper.is_of_earlier_words else {})
        for paper in found
        if paper is not None
    ]


def _papers_added(application: Application) -> list[dict[str, Any]]:
    """The papers for its condition that came, or whose evidence was changed, since it was sent; the others stay."""
    scheme = schemes.queries.version(application.scheme_version_id)
    filling = filling_of(application.candidate_id, scheme, application.level, application.read_on)
    conditions = filling.reading.conditions
    stands_on = [each for each in conditions if each.met and each.condition.id == application.condition_id]
    chosen = next(iter(stands_on), filling.recommended)
    present = {(paper["id"], paper["evidence_id"]) for paper in application.papers}
    shown_now = _papers_shown(filling, chosen) if chosen else []
    return [paper for paper in shown_now if (paper["id"], paper["evidence_id"]) not in present]


def _identity_shown(filling: Filling) -> dict[str, str] | None:
    shown_identity = filling.identity
    return {"kind": shown_identity.kind.value, "masked": shown_identity.masked} if shown_identity else None


def choose_condition(candidate: Actor, scheme_code: str, level: int, condition_id: str, *, now: datetime) -> None:
    """Choose on which of the conditions that hold to apply; kept until the application is sent."""
    if candidate.id is None or not permissions.apply_for_level.holds(candidate, None):
        raise NotPermitted
    scheme = scheme_now(scheme_code, now)
    filling = filling_of(candidate.id, scheme, level, local_date(now, scheme.zone))
    chosen = _chosen(filling, condition_id)
    drafts.choose_condition(candidate.id, scheme.code, level, chosen.condition.id, now=now)


def _chosen(filling: Filling, condition_id: str | None) -> ConditionReading:
    if not filling.choices:
        raise Refused(Refusal("no_condition_met", level=filling.level.title))
    if condition_id is None:
        return filling.chosen or filling.recommended or filling.choices[0]
    for reading in filling.choices:
        if reading.condition.id == condition_id:
            return reading
    raise Refused(Refusal("condition_not_met", number=condition_id[:LONGEST_NUMBER]))


def withdraw(application: Application, *, actor: Actor, now: datetime) -> None:
    """Take an application back before it is decided, or while an appeal waits."""
    if not permissions.withdraw_application.holds(actor, application):
        raise NotPermitted
    db.session.refresh(application, with_for_update=True)
    application.move(ApplicationMove.WITHDRAW, ApplicationStep(made_by=actor.id, made_at=now))
    db.session.flush()
    exemptions.close_proposals(application, now=now)
    audit.record(actor, "withdraw_application", str(application.id), {}, now=now)


def decide(
    application: Application,
    *,
    approve: bool,
    reason: str,
    actor: Actor,
    now: datetime,
    ticked: Sequence[TickedReason] = (),
    seen: int | None = None,
) -> None:
    """Approve or refuse an application, once and with a reason; the candidate hears of it.

    Refused where somebody else has it on the desk. A question without an answer bars a refusal until its time is over.
    """
    claims.ready_for(application, actor=actor, now=now, seen=seen)
    move = ApplicationMove.APPROVE if approve else ApplicationMove.REFUSE
    step = said(reason, () if approve else ticked, filed.reading_of(application), actor=actor, now=now)
    scheme = schemes.queries.version(application.scheme_version_id)
    in_time = is_open(application.since, ANSWER_WITHIN_DAYS, scheme.zone, now)
    if application.state is ApplicationState.ASKED and not approve and in_time:
        until = last_day(application.since, ANSWER_WITHIN_DAYS, scheme.zone)
        raise Refused(Refusal("answer_not_due", until=until))
    settle(application, move, step, scheme, actor=actor)


def ask_for_more(
    application: Application,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    ticked: Sequence[TickedReason] = (),
    seen: int | None = None,
) -> None:
    """Ask the candidate for more evidence or better papers; it is theirs to answer from now on."""
    claims.ready_for(application, actor=actor, now=now, seen=seen)
    step = said(reason, ticked, filed.reading_of(application), actor=actor, now=now)
    application.move(ApplicationMove.ASK, step)
    db.session.flush()
    detail = {"reason": step.reason, "ticked": [tick.written for tick in step.facts.ticked]}
    audit.record(actor, "ask_for_more", str(application.id), detail, now=now)
    telling.tell(application, schemes.queries.version(application.scheme_version_id), step, now=now)


def answer(application: Application, *, words: str, actor: Actor, now: datetime) -> None:
    """Send the application in again with all evidence of this moment, read on the day of applying as before."""
    if not permissions.answer_question.holds(actor, application):
        raise NotPermitted
    db.session.refresh(application, with_for_update=True)
    items = shown.evidence_items_of(application.candidate_id)
    step = ApplicationStep(reason=legible(words)[:LONGEST_REASON], snapshot=[item.written for item in items])
    step.made_by, step.made_at = actor.id, now
    application.move(ApplicationMove.ANSWER, step)
    reading = filed.reading_of(application)
    application.outcome = reading.outcome
    application.papers = [*application.papers, *_papers_added(application)]
    db.session.flush()
    audit.record(actor, "answer_question", str(application.id), {"conditions": list(reading.met)}, now=now)


def said(
    reason: str, ticked: Sequence[TickedReason], reading: AdmissionReading, *, actor: Actor, now: datetime
) -> ApplicationStep:
    """What a registrar says with a move: words, or reasons out of the trace, or both; raises BadInput without any."""
    reason = legible(reason)[:LONGEST_REASON]
    if not reason and not ticked:
        raise BadInput(Refusal("decision_needs_reason"), where="reason")
    places = {each.condition.id: len(each.findings) for each in reading.conditions}
    if any(not 0 <= tick.place < places.get(tick.condition, 0) for tick in ticked):
        raise BadInput(Refusal("reason_unknown"), where="ticked")
    return ApplicationStep(
        reason=reason, written_ticks=[tick.written for tick in ticked], made_by=actor.id, made_at=now
    )


def settle(
    application: Application, move: ApplicationMove, step: ApplicationStep, scheme: Scheme, *, actor: Actor
) -> None:
    """Make the deciding move, note it, and tell the candidate and whoever listens."""
    application.move(move, step)
    db.session.flush()
    approved = move in {ApplicationMove.APPROVE, ApplicationMove.GRANT}
    if approved:
        confirm_identity(application.candidate_id, now=step.made_at)
    else:
        exemptions.close_proposals(application, now=step.made_at)
    detail = {
        "move": move.value,
        "approved": approved,
        "reason": step.reason,
        "ticked": [tick.written for tick in step.facts.ticked],
        "scheme": application.scheme_code,
        "level": application.level,
        "admission": application.admission.value,
    }
    audit.record(actor, "decide_application", str(application.id), detail, now=step.made_at)
    telling.tell(application, scheme, step, now=step.made_at)
    publish(
        ApplicationDecided(
            application_id=application.id,
            candidate_id=application.candidate_id,
            scheme_version_id=application.scheme_version_id,
            level=application.level,
            approved=approved,
        )
    )
