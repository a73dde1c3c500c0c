"""Keeping a certificate: a holder files what they did, a registrar approves or declines it, the balance follows."""

from datetime import datetime

from accounts.services import audit
from certificates import queries
from certificates.domain.credit import ActivityMove, ActivityState, Claim, may_file
from certificates.domain.standing import Standing
from certificates.models import Activity, Certificate, CreditEntry
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import Refused
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db


def file_activity(certificate: Certificate, claim: Claim, *, now: datetime) -> Activity:
    """Ask for credits; refused where the activity cannot count for this certificate."""
    if certificate.facts.standing(now) is not Standing.VALID:
        raise Refused(Refusal("certificate_not_in_force"))
    filed = [
        activity.claim
        for activity in queries.activities_of(certificate.id)
        if activity.state is not ActivityState.DECLINED
    ]
    verdict = may_file(claim, term=certificate.term, today=local_date(now, certificate.zone), filed=filed)
    if not verdict:
        raise Refused(*verdict.refusals)
    activity = Activity(
        certificate_id=certificate.id,
        done_on=claim.on,
        hours=claim.hours,
        credits=claim.credits,
        description=claim.description.strip(),
        filed_at=now,
    )
    db.session.add(activity)
    db.session.flush()
    return activity


def approve(activity: Activity, *, actor: Actor, now: datetime) -> None:
    """Enter the credits; once, however often it is asked."""
    _decide(activity, ActivityMove.APPROVE, "", actor, now)
    db.session.add(
        CreditEntry(
            certificate_id=activity.certificate_id,
            activity_id=activity.id,
            done_on=activity.done_on,
            credits=activity.credits,
            entered_at=now,
        )
    )
    db.session.flush()
    account = queries.credit_balance(activity.certificate)
    needed = f"{account.needed.normalize():f}"
    _tell(
        activity,
        Words("继续教育活动已通过审核", "Your continuing-education activity was approved"),
        Words(
            f"“{activity.description}”计 {activity.credits} 学分，现有 {account.have} / {needed} 学分。",
            f"“{activity.description}” earned {activity.credits} credits; you now have {account.have} of {needed}.",
        ),
        now,
    )


def decline(activity: Activity, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say no, and why."""
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    _decide(activity, ActivityMove.DECLINE, reason.strip(), actor, now)
    _tell(
        activity,
        Words("继续教育活动未通过审核", "Your continuing-education activity was declined"),
        Words(f"“{activity.description}”：{reason.strip()}", f"“{activity.description}”: {reason.strip()}"),
        now,
    )


def _decide(activity: Activity, move: ActivityMove, reason: str, actor: Actor, now: datetime) -> None:
    if activity.certificate.candidate_id == actor.id:
        raise Refused(Refusal("own_certificate"))
    activity.move(move)
    activity.decided_at, activity.decided_by_id, activity.reason = now, actor.id, reason
    db.session.flush()
    audit.record(
        actor,
        f"activity.{move}",
        f"activity {activity.id}",
        {"certificate": activity.certificate.number, "credits": activity.credits, "reason": reason},
        now=now,
    )


def _tell(activity: Activity, subject: Words, body: Words, now: datetime) -> None:
    notify(
        person_id=activity.certificate.candidate_id,
        subject=subject,
        body=body,
        link=f"/certificates/{activity.certificate_id}",
        now=now,
    )
