"""Letting people in whom somebody else registered: a letter with a link that works once and not for ever."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask_mailman import EmailMessage

from accounts.domain.events import InvitationAccepted
from accounts.domain.person import SHORTEST_PASSWORD, password_is_long_enough
from accounts.models import Invitation
from accounts.queries import open_invitation, organisations_of, person_row
from accounts.services import audit
from accounts.services.registering import register, set_password
from jobs.services import enqueue
from kernel.actor import Actor, Role
from kernel.errors import NotFound, Refused
from kernel.event import publish
from kernel.verdict import Refusal
from storage.database import db

LASTS = timedelta(days=14)
TOKEN_BYTES = 32
JOB = "mail_invitation"


def invite(person_id: UUID, *, host: str, actor: Actor, now: datetime) -> UUID:
    """Ask somebody without a password to choose one; `host` is who invites them. The letter is sent by a job."""
    person = person_row(person_id)
    if person.password_hash:
        raise Refused(Refusal("already_has_password"))
    invitation = Invitation(person_id=person_id, host=host, invited_at=now, expires_at=now + LASTS)
    db.session.add(invitation)
    db.session.flush()
    audit.record(actor, "accounts.invite", f"person:{person_id}", {"host": host}, now=now)
    enqueue(JOB, now=now, invitation_id=str(invitation.id))
    return invitation.id


def invite_newcomer(
    *, email: str, name: str, name_latin: str, roles: Iterable[Role], actor: Actor, now: datetime
) -> UUID:
    """Take somebody in to work here, and ask them to choose a password; in the name of whom the inviter works for."""
    person_id = register(
        email=email, name=name, name_latin=name_latin, password=None, roles=roles, actor=actor, now=now
    )
    houses = organisations_of(actor.id) if actor.id else {}
    invite(person_id, host=next(iter(houses.values()), actor.name), actor=actor, now=now)
    return person_id


def mail_invitation(invitation_id: UUID, base_url: str) -> None:
    """Send the letter. The token is drawn here and only its hash is kept, so nobody can read it from the database."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound
    if invitation.used_at or invitation.person.password_hash:
        return
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = _hash(token)
    db.session.flush()
    address, host = f"{base_url.rstrip('/')}/invitations/{token}", " ".join(invitation.host.split())
    text = (
        f"{invitation.person.name}，您好：\n\n{host}邀请您使用客户服务认证平台。请在14天内打开下面的链接，设置您的密码：\n\n{address}\n\n"
        f"Dear {invitation.person.name},\n\n{host} invites you to the certification platform. "
        f"Open the link above within 14 days and choose your password.\n"
    )
    subject = f"{host}邀请您 / Invitation from {host}"
    EmailMessage(subject, text, to=[invitation.person.email]).send()


def read(token: str, *, now: datetime) -> Invitation:
    """The invitation that a link leads to; raises NotFound where it was used, has run out or never was."""
    return open_invitation(_hash(token), now)


def accept(token: str, password: str, *, now: datetime) -> str:
    """Choose the first password and tell the e-mail address to sign in with; the link is used up."""
    invitation = read(token, now=now)
    if not password_is_long_enough(password):
        raise Refused(Refusal("password_short", least=SHORTEST_PASSWORD))
    if invitation.person.password_hash:
        raise NotFound
    set_password(invitation.person_id, password, now=now)
    invitation.used_at = now
    db.session.flush()
    publish(InvitationAccepted(person_id=invitation.person_id, at=now))
    return invitation.person.email


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
