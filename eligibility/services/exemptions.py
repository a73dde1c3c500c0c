"""Freeing a candidate from a component on other proof: one registrar proposes, a second and different one decides."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

import schemes.queries
from accounts.services import audit
from eligibility import permissions
from eligibility.domain.application import STANDING
from eligibility.domain.exemption import ExemptionConfirmed, ExemptionMove, ExemptionState
from eligibility.models.applications import Application
from eligibility.models.exemptions import Exemption, ExemptionStep
from eligibility.queries import exemptions as freed
from kernel.actor import PLATFORM, Actor
from kernel.dates import day_in_words, local_date
from kernel.errors import BadInput, NotPermitted, Refused
from kernel.event import publish
from kernel.text import legible
from kernel.verdict import Refusal, Verdict
from kernel.words import Words
from messages.services import notify
from storage.database import db

LONGEST_TEXT = 2000


def propose(application: Application, component: str, *, basis: str, reason: str, actor: Actor, now: datetime) -> UUID:
    """Propose to free the candidate from a component; at least one component is left to be examined."""
    _registrar(actor)
    db.session.refresh(application, with_for_update=True)
    scheme = schemes.queries.version(application.scheme_version_id)
    components = scheme.level(application.level).components
    if component not in components:
        raise BadInput(Refusal("exemption_unknown_component"), where="component")
    basis, reason = legible(basis)[:LONGEST_TEXT], legible(reason)[:LONGEST_TEXT]
    if not basis or not reason:
        raise BadInput(Refusal("exemption_needs_basis_and_reason"), where="basis" if not basis else "reason")
    standing = _standing(application, local_date(now, scheme.zone))
    verdict = Verdict.of(
        (
            Refusal("own_application") if actor.id is not None and actor.id == application.candidate_id else None,
            None if application.state in STANDING else Refusal("exemption_needs_application"),
            Refusal("exemption_stands") if component in standing else None,
            Refusal("exemption_from_all") if standing | {component} >= set(components) else None,
        )
    )
    if not verdict:
        raise Refused(*verdict.refusals)
    row = Exemption(
        id=uuid4(),
        application_id=application.id,
        candidate_id=application.candidate_id,
        scheme_version_id=application.scheme_version_id,
        scheme_code=application.scheme_code,
        level=application.level,
        component=component,
        basis=basis,
        reason=reason,
        proposed_by=actor.id,
        proposed_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused(Refusal("exemption_stands")) from None
    detail = {"application": str(application.id), "component": component, "basis": basis, "reason": reason}
    audit.record(actor, "propose_exemption", str(row.id), detail, now=now)
    return row.id


def may_decide(exemption: Exemption, actor: Actor) -> Verdict:
    """Whether this registrar may be the second person."""
    proposed = actor.id is not None and actor.id == exemption.proposed_by
    own = actor.id is not None and actor.id == exemption.candidate_id
    return Verdict.of((Refusal("own_proposal") if proposed else None, Refusal("own_application") if own else None))


def decide(exemption: Exemption, *, confirm: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Confirm or decline what somebody else proposed; from the day of confirmation on it counts."""
    _registrar(actor)
    db.session.refresh(exemption, with_for_update=True)
    verdict = may_decide(exemption, actor)
    if not verdict:
        raise Refused(*verdict.refusals)
    reason = legible(reason)[:LONGEST_TEXT]
    if not reason:
        raise BadInput(Refusal("exemption_needs_reason"), where="reason")
    step = ExemptionStep(reason=reason, made_by=actor.id, made_at=now)
    exemption.move(ExemptionMove.CONFIRM if confirm else ExemptionMove.DECLINE, step)
    db.session.flush()
    detail = {"confirmed": confirm, "component": exemption.component, "reason": reason}
    audit.record(actor, "decide_exemption", str(exemption.id), detail, now=now)
    _tell(exemption, confirm=confirm, now=now)
    if confirm:
        publish(
            ExemptionConfirmed(
                candidate_id=exemption.candidate_id,
                scheme_version_id=exemption.scheme_version_id,
                scheme_code=exemption.scheme_code,
                level=exemption.level,
                component=exemption.component,
                at=now,
            )
        )


def close_proposals(application: Application, *, now: datetime) -> None:
    """What was proposed on an application that is refused or withdrawn is closed by itself, whoever proposed it."""
    for row in freed.open_proposals(application.id):
        row.move(ExemptionMove.CLOSE, ExemptionStep(made_by=None, made_at=now))
        db.session.flush()
        detail = {"application": str(application.id), "component": row.component}
        audit.record(PLATFORM, "close_exemption", str(row.id), detail, now=now)


def _standing(application: Application, today: date) -> set[str]:
    """The components that nothing more can be proposed for; elsewhere only what waits or still counts."""
    rows = freed.standing_for(application.candidate_id, application.scheme_code, application.level)
    return {
        row.component
        for row in rows
        if row.application_id == application.id
        or row.state is ExemptionState.PROPOSED
        or freed.facts_of(row).is_valid(today)
    }


def _registrar(actor: Actor) -> None:
    if not permissions.decide_applications.holds(actor, None):
        raise NotPermitted


def _tell(exemption: Exemption, *, confirm: bool, now: datetime) -> None:
    scheme = schemes.queries.version(exemption.scheme_version_id)
    level = scheme.level(exemption.level)
    component = level.components[exemption.component]
    if confirm:
        until = day_in_words(freed.facts_of(exemption).valid_until)
        subject = Words(zh=f"您已获准免考：{component.title.zh}", en=f"You are exempt from: {component.title.en}")
        body = Words(
            zh=f"{scheme.title.zh}（{level.title.zh}）的{component.title.zh}已准予免考，有效期至{until.zh}（含当日）。"
            f"依据：{exemption.basis}",
            en=f"You need not sit {component.title.en} of {scheme.title.en}, {level.title.en}. The exemption counts "
            f"until {until.en} (that day included). What it rests on: {exemption.basis}",
        )
    else:
        subject = Words(zh=f"未准予免考：{component.title.zh}", en=f"Not exempt from: {component.title.en}")
        body = Words(
            zh=f"曾有考务管理员提议您免考{scheme.title.zh}（{level.title.zh}）的{component.title.zh}，复核后未予准许。"
            "您仍需参加该项目的考试，其他事项不受影响。",
            en=f"A registrar proposed that you need not sit {component.title.en} of {scheme.title.en}, "
            f"{level.title.en}. "
            "A second one did not agree. You sit this component as usual; nothing else changes.",
        )
    notify(person_id=exemption.candidate_id, subject=subject, body=body, link="/results", now=now)
