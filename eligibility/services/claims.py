"""Taking an application onto one's desk, so that two registrars do not read the same one, and putting it back."""

from datetime import datetime
from uuid import UUID

import accounts.queries
from accounts.services import audit
from eligibility import permissions
from eligibility.domain.application import UNDECIDED, ApplicationMove, ApplicationState
from eligibility.models.applications import Application
from eligibility.queries import desk
from kernel.actor import Actor
from kernel.errors import IllegalMove, NotPermitted, Refused
from kernel.verdict import Refusal, Verdict
from storage.database import db


def claim(application: Application, *, actor: Actor, now: datetime, take_over: bool = False) -> None:
    """Take it, or keep it for another while; from somebody else only by saying so (`take_over`)."""
    held_by = ready_for(application, actor=actor, now=now, even_if_held=take_over)
    _hold(application, actor, now)
    if held_by is not None and held_by != actor.id:
        audit.record(actor, "take_over_application", str(application.id), {"from": str(held_by)}, now=now)
    elif held_by is None:
        audit.record(actor, "claim_application", str(application.id), {}, now=now)


def claim_next(*, actor: Actor, now: datetime) -> UUID | None:
    """Take the one that has waited longest among those this registrar may decide; None where there is none."""
    _registrar(actor)
    for application_id in db.session.scalars(desk.free_for(actor.id, now)):
        application = db.session.get_one(Application, application_id)
        db.session.refresh(application, with_for_update=True)
        if application.holder(now) is None and not _against(application, actor):
            _hold(application, actor, now)
            audit.record(actor, "claim_application", str(application.id), {}, now=now)
            return application.id
    return None


def release(application: Application, *, actor: Actor, now: datetime) -> None:
    """Put it back for others; where one does not hold it, nothing happens."""
    _registrar(actor)
    db.session.refresh(application, with_for_update=True)
    if application.claimed_by is not None and application.claimed_by == actor.id:
        application.claimed_by = application.claimed_at = None
        db.session.flush()
        audit.record(actor, "release_application", str(application.id), {}, now=now)


def ready_for(
    application: Application, *, actor: Actor, now: datetime, even_if_held: bool = False, seen: int | None = None
) -> UUID | None:
    """Lock it and see that this registrar may act on it now; who holds it at this moment is the answer.

    `seen` is how many moves the registrar knew of: a decision must not fall on evidence nobody has looked at.
    """
    _registrar(actor)
    db.session.refresh(application, with_for_update=True)
    if against := _against(application, actor):
        raise Refused(*against)
    if application.state not in UNDECIDED or (seen is not None and seen != len(application.steps)):
        raise IllegalMove("the application has moved on")
    held_by = application.holder(now)
    if held_by is not None and held_by != actor.id and not even_if_held:
        raise Refused(Refusal("claimed_by", name=accounts.queries.person(held_by).name))
    return held_by


def may_decide(application: Application, actor: Actor) -> Verdict:
    """Whether this registrar is the right person for it, whoever holds it."""
    return Verdict(_against(application, actor))


def _registrar(actor: Actor) -> None:
    if not permissions.decide_applications.holds(actor, None):
        raise NotPermitted


def _against(application: Application, actor: Actor) -> tuple[Refusal, ...]:
    own = actor.id is not None and actor.id == application.candidate_id
    refused = {step.made_by for step in application.steps if step.move is ApplicationMove.REFUSE}
    decided = application.state is ApplicationState.APPEALED and actor.id is not None and actor.id in refused
    return Verdict.of(
        (
            Refusal("own_application") if own else None,
            Refusal("own_refusal") if decided else None,
        )
    ).refusals


def _hold(application: Application, actor: Actor, now: datetime) -> None:
    application.claimed_by, application.claimed_at = actor.id, now
    db.session.flush()
