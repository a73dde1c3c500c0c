"""Answering a centre's invitation: a centre sees nobody who has not agreed to it."""

from datetime import datetime

import accounts.queries
from accounts.domain.events import InvitationAccepted
from accounts.services import audit, invitations
from centres import permissions
from centres.models import Member
from centres.queries import cohorts
from eligibility.services import trainees
from kernel.actor import PLATFORM, Actor
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db


def invite(member: Member, *, actor: Actor, now: datetime) -> None:
    """Ask a member to join: by a letter where they have no password yet, else by a notice."""
    host = accounts.queries.organisation_name(member.cohort.organisation_id)
    if accounts.queries.has_password(member.person_id):
        notify(
            person_id=member.person_id,
            subject=Words(f"{host}邀请您加入培训班", f"{host} asks you to join a cohort"),
            body=Words(
                f"{host}已将您列入培训班“{member.cohort.title}”。请登录并在首页选择是否加入；"
                "加入后该机构可以看到您的考试进度和已公布的成绩。",
                f"{host} has put you on the roster of “{member.cohort.title}”. Sign in and say on your home page "
                "whether you join; then the centre sees how far you have come and your released results.",
            ),
            link="/",
            now=now,
        )
    else:
        invitations.invite(member.person_id, host=host, actor=actor, now=now)


def invite_again(member: Member, *, actor: Actor, now: datetime) -> None:
    """Remind a member who has not answered."""
    if member.joined_at is not None or member.declined_at is not None:
        raise Refused(Refusal("invitation_answered"))
    invite(member, actor=actor, now=now)
    audit.record(actor, "centres.invite_again", f"member:{member.id}", {}, now=now)


def join(member: Member, *, actor: Actor, now: datetime) -> None:
    """Agree to be trained in the cohort and seen by its centre."""
    _check_own(member, actor)
    if member.joined_at is None:
        member.joined_at, member.declined_at = now, None
        trainees.note_trainee(
            member.person_id,
            member.organisation_id,
            scheme_code=member.cohort.scheme_code,
            level=member.cohort.level,
            now=now,
        )
        audit.record(actor, "centres.join", f"member:{member.id}", {"cohort": str(member.cohort_id)}, now=now)


def decline(member: Member, *, actor: Actor, now: datetime) -> None:
    """Say no, or leave; the centre sees nothing any more."""
    _check_own(member, actor)
    if member.declined_at is None:
        member.joined_at, member.declined_at = None, now
        _forget_where_nothing_is_left(member)
        audit.record(actor, "centres.decline", f"member:{member.id}", {"cohort": str(member.cohort_id)}, now=now)


def _forget_where_nothing_is_left(member: Member) -> None:
    """The desk forgets the centre, unless it trains the person for the same level in another cohort too."""
    db.session.flush()
    left = member.cohort
    here = (left.organisation_id, left.scheme_code, left.level)
    others = cohorts.joined_cohorts(member.person_id)
    if here not in {(each.organisation_id, each.scheme_code, each.level) for each in others}:
        trainees.forget_trainee(member.person_id, left.organisation_id, scheme_code=left.scheme_code, level=left.level)


def join_with_first_password(accepted: InvitationAccepted) -> None:
    """Whoever chose the password of an account that a roster made has answered that roster's invitation."""
    actor = accounts.queries.actor_of(accepted.person_id)
    for member in cohorts.brought_memberships(accepted.person_id):
        join(member, actor=actor, now=accepted.at)


def _check_own(member: Member, actor: Actor) -> None:
    if actor is not PLATFORM and not permissions.answer_invitation.holds(actor, member):
        raise NotFound
