"""Applying for a level and deciding on applications."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

import schemes.queries
from accounts.services import audit
from eligibility import permissions
from eligibility.domain.admission import ConditionReading
from eligibility.domain.application import ApplicationDecided, ApplicationMove
from eligibility.domain.filling import Filling
from eligibility.models.applications import Application, Decision
from eligibility.queries import evidence as shown
from eligibility.queries.filling import filling_of
from eligibility.services import drafts
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, NotPermitted, Refused
from kernel.event import publish
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from schemes.domain.scheme import Scheme
from storage.database import db

LONGEST_REASON = 2000
LONGEST_NUMBER = 20


def scheme_now(code: str, now: datetime) -> Scheme:
    """The scheme in force on the day it is in the scheme's own time zone; raises NotFound."""
    scheme = schemes.queries.current(code, now.date())
    return schemes.queries.current(code, local_date(now, scheme.zone))


def apply(candidate: Actor, scheme_code: str, level: int, *, condition_id: str | None = None, now: datetime) -> UUID:
    """Apply for a level on one condition that holds; without a choice, on the one chosen before or asking for least.

    What it is made on is kept with it as it is now: the evidence, and the condition.
    """
    if candidate.id is None or not permissions.apply_for_level.holds(candidate, None):
        raise NotPermitted
    scheme = scheme_now(scheme_code, now)
    on = local_date(now, scheme.zone)
    filling = filling_of(candidate.id, scheme, level, on)
    chosen = _chosen(filling, condition_id)
    if filling.standing is not None:
        raise Refused(Refusal(f"already_{filling.standing.state}"))
    row = Application(
        id=uuid4(),
        candidate_id=candidate.id,
        scheme_version_id=scheme.version_id,
        scheme_code=scheme.code,
        level=level,
        condition_id=chosen.condition.id,
        snapshot=[item.written for item in shown.evidence_items_of(candidate.id)],
        read_on=on,
        applied_at=now,
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
    }
    audit.record(candidate, "apply_for_level", str(row.id), detail, now=now)
    return row.id


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
        return filling.chosen or filling.choices[0]
    for reading in filling.choices:
        if reading.condition.id == condition_id:
            return reading
    raise Refused(Refusal("condition_not_met", number=condition_id[:LONGEST_NUMBER]))


def withdraw(application: Application, *, actor: Actor, now: datetime) -> None:
    """Take an application back before it is decided."""
    if not permissions.withdraw_application.holds(actor, application):
        raise NotPermitted
    application.move(ApplicationMove.WITHDRAW)
    audit.record(actor, "withdraw_application", str(application.id), {}, now=now)


def decide(application: Application, *, approve: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Approve or refuse an application, once and with a reason; the candidate hears of it."""
    if not permissions.decide_applications.holds(actor, None):
        raise NotPermitted
    if actor.id is not None and actor.id == application.candidate_id:
        raise Refused(Refusal("own_application"))
    reason = reason.strip()
    if not reason:
        raise BadInput(Refusal("decision_needs_reason"), where="reason")
    application.move(ApplicationMove.APPROVE if approve else ApplicationMove.REFUSE)
    application.decision = Decision(
        approved=approve, reason=reason[:LONGEST_REASON], decided_by=actor.id, decided_at=now
    )
    db.session.flush()
    detail = {
        "approved": approve,
        "reason": reason[:LONGEST_REASON],
        "scheme": application.scheme_code,
        "level": application.level,
    }
    audit.record(actor, "decide_application", str(application.id), detail, now=now)
    _tell(application, approve=approve, now=now)
    publish(ApplicationDecided(application_id=application.id, candidate_id=application.candidate_id, approved=approve))


def _tell(application: Application, *, approve: bool, now: datetime) -> None:
    scheme = schemes.queries.version(application.scheme_version_id)
    title, level = scheme.title, scheme.level(application.level).title
    reason = application.decision.reason if application.decision else ""
    if approve:
        subject = Words(zh="您的申请已获批准", en="Your application is approved")
        body = Words(
            zh=f"您可以报名参加{title.zh}（{level.zh}）的考试。审核意见：{reason}",
            en=f"You may enter the examinations for {title.en}, {level.en}. The registrar's reason: {reason}",
        )
    else:
        subject = Words(zh="您的申请未获批准", en="Your application is refused")
        body = Words(
            zh=f"您的{title.zh}（{level.zh}）申请未获批准。理由：{reason} 您可以补充材料后重新申请。",
            en=f"Your application for {title.en}, {level.en}, is refused. The reason: {reason} "
            "You can add to your evidence and apply again.",
        )
    notify(
        person_id=application.candidate_id,
        subject=subject,
        body=body,
        link=f"/applications/{application.id}",
        now=now,
    )
