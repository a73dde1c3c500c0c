"""Appeals against a refusal: once, in time and with a reason; read by somebody who did not refuse."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

import schemes.queries
from accounts.services import audit
from eligibility import permissions
from eligibility.domain.application import ApplicationMove, ApplicationState
from eligibility.domain.periods import is_open, last_day
from eligibility.models.applications import Application, ApplicationStep
from eligibility.queries import applications as filed
from eligibility.services import applications, claims
from kernel.actor import Actor
from kernel.errors import BadInput, IllegalMove, NotPermitted, Refused
from kernel.text import legible
from kernel.verdict import Refusal, Verdict
from schemes.domain.scheme import Admission
from storage.database import db


def may_appeal(application: Application, now: datetime) -> Verdict:
    """Whether the candidate can still appeal, with every reason against it."""
    if application.state is not ApplicationState.REFUSED:
        return Verdict((Refusal("nothing_to_appeal"),))
    scheme = schemes.queries.version(application.scheme_version_id)
    in_time = is_open(application.since, scheme.appeal_days, scheme.zone, now)
    over = last_day(application.since, scheme.appeal_days, scheme.zone)
    other = filed.standing_application(application.candidate_id, application.scheme_code, application.level)
    leaves_room = other is not None and other.is_for_modules and application.admission is Admission.FULL
    return Verdict.of(
        (
            None if in_time else Refusal("appeal_too_late", day=over),
            Refusal("applied_again") if other and not leaves_room else None,
        )
    )


def appeal(application: Application, *, reason: str, actor: Actor, now: datetime) -> None:
    """Ask for a second reader of a refusal."""
    if not permissions.appeal_refusal.holds(actor, application):
        raise NotPermitted
    db.session.refresh(application, with_for_update=True)
    verdict = may_appeal(application, now)
    if not verdict:
        raise Refused(*verdict.refusals)
    reason = legible(reason)[: applications.LONGEST_REASON]
    if not reason:
        raise BadInput(Refusal("appeal_needs_reason"), where="reason")
    try:
        with db.session.begin_nested():
            application.move(ApplicationMove.APPEAL, ApplicationStep(reason=reason, made_by=actor.id, made_at=now))
    except IntegrityError:
        raise Refused(Refusal("applied_again")) from None
    audit.record(actor, "appeal_refusal", str(application.id), {"reason": reason}, now=now)


def answer_appeal(
    application: Application, *, grant: bool, reason: str, actor: Actor, now: datetime, seen: int | None = None
) -> None:
    """Grant the appeal, which approves the application, or let the refusal stand for good."""
    claims.ready_for(application, actor=actor, now=now, seen=seen)
    if application.state is not ApplicationState.APPEALED:
        raise IllegalMove("there is no appeal to answer")
    step = applications.said(reason, (), filed.reading_of(application), actor=actor, now=now)
    move = ApplicationMove.GRANT if grant else ApplicationMove.UPHOLD
    applications.settle(application, move, step, schemes.queries.version(application.scheme_version_id), actor=actor)
