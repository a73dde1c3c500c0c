"""Taking a confirmed exemption back: one registrar proposes it with a reason, a second and different one decides."""

from datetime import datetime

import schemes.queries
from accounts.services import audit
from eligibility import permissions
from eligibility.domain.exemption import ExemptionMove, ExemptionRevoked
from eligibility.models.exemptions import Exemption, ExemptionStep
from eligibility.queries import exemptions as freed
from kernel.actor import Actor
from kernel.dates import day_in_words, local_date
from kernel.errors import BadInput, NotPermitted, Refused
from kernel.event import publish
from kernel.text import legible
from kernel.verdict import Refusal, Verdict
from kernel.words import Words
from messages.services import notify
from storage.database import db

LONGEST_TEXT = 2000


def may_contest(exemption: Exemption, actor: Actor) -> Verdict:
    """Whether this registrar may propose to revoke it."""
    return Verdict.of((_own(exemption, actor),))


def may_answer(exemption: Exemption, actor: Actor) -> Verdict:
    """Whether this registrar may be the second person."""
    contest = exemption.contest
    contested = contest is not None and actor.id is not None and actor.id == contest.made_by
    return Verdict.of((Refusal("own_contest") if contested else None, _own(exemption, actor)))


def contest(exemption: Exemption, *, reason: str, actor: Actor, now: datetime) -> None:
    """Propose to revoke it; until somebody else agrees it counts as before."""
    step = _step(exemption, reason, actor, now)
    _ask(may_contest(exemption, actor))
    exemption.move(ExemptionMove.CONTEST, step)
    db.session.flush()
    audit.record(actor, "contest_exemption", str(exemption.id), {"reason": step.reason}, now=now)


def answer(exemption: Exemption, *, revoke: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Revoke it, so that it counts no longer from this day on, or let it stand. What was issued stays."""
    step = _step(exemption, reason, actor, now)
    _ask(may_answer(exemption, actor))
    counted_from = freed.facts_of(exemption).on
    exemption.move(ExemptionMove.REVOKE if revoke else ExemptionMove.KEEP, step)
    db.session.flush()
    if revoke:
        _tell(exemption, now)
        publish(
            ExemptionRevoked(
                candidate_id=exemption.candidate_id,
                scheme_code=exemption.scheme_code,
                level=exemption.level,
                component=exemption.component,
                counted_from=counted_from,
                at=now,
            )
        )
    detail = {"revoked": revoke, "component": exemption.component, "reason": step.reason}
    audit.record(actor, "answer_contested_exemption", str(exemption.id), detail, now=now)


def _step(exemption: Exemption, reason: str, actor: Actor, now: datetime) -> ExemptionStep:
    """What is said, after the exemption was locked; raises NotPermitted or BadInput."""
    if not permissions.decide_applications.holds(actor, None):
        raise NotPermitted
    db.session.refresh(exemption, with_for_update=True)
    reason = legible(reason)[:LONGEST_TEXT]
    if not reason:
        raise BadInput(Refusal("exemption_needs_reason"), where="reason")
    return ExemptionStep(reason=reason, made_by=actor.id, made_at=now)


def _ask(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(*verdict.refusals)


def _own(exemption: Exemption, actor: Actor) -> Refusal | None:
    return Refusal("own_application") if actor.id is not None and actor.id == exemption.candidate_id else None


def _tell(exemption: Exemption, now: datetime) -> None:
    scheme = schemes.queries.version(exemption.scheme_version_id)
    level = scheme.level(exemption.level)
    component = level.components[exemption.component].title
    since = day_in_words(local_date(now, scheme.zone))
    why = exemption.answer.reason if exemption.answer else ""
    notify(
        person_id=exemption.candidate_id,
        subject=Words(zh=f"免考已撤销：{component.zh}", en=f"No longer exempt from: {component.en}"),
        body=Words(
            zh=f"您在{scheme.title.zh}（{level.title.zh}）的{component.zh}免考已经两位考务管理员审核撤销，"
            f"自{since.zh}起不再有效。理由：{why}\n您需要参加该科目的考试。此前已颁发的证书不因此失效；"
            "如需另作处理，我们会单独通知您。",
            en=f"Two registrars have revoked your exemption from {component.en} of {scheme.title.en}, "
            f"{level.title.en}. From {since.en} on it counts no longer. The reason: {why}\n"
            "You have to sit this component. A certificate that was issued before stays as it is; if anything is to "
            "be decided about it, you are told separately.",
        ),
        link="/results",
        now=now,
    )
