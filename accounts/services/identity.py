"""Identity numbers: kept sealed, one to a person and one person to a number, read in clear only on the record."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import permissions
from accounts.domain.identity import IdentityKind, check_number, clean_number
from accounts.models import IdentityNumber
from accounts.queries import find_identity, person_row
from accounts.services import audit
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, IllegalMove, NotFound, NotPermitted, Refused
from kernel.verdict import Refusal
from storage.database import db
from storage.sealing import fingerprint, seal, unseal

LONGEST_REASON = 500
SEALED_AS = IdentityNumber.sealed.type
ZONE = "Asia/Shanghai"
"""Where the day is read on which somebody cannot have been born later."""


def record_identity(person_id: UUID, kind: str, number: str, *, actor: Actor, now: datetime) -> None:
    """Keep somebody's number for the first time, or their own correction while no registrar has confirmed it.

    Raises Refused: the number is impossible, it belongs to another account, or it was confirmed already.
    """
    if actor.id != person_id or not permissions.keep_identity.holds(actor, None):
        raise NotPermitted
    known = find_identity(person_id)
    if known is not None and known.confirmed_at is not None:
        raise Refused(Refusal("identity_confirmed"))
    _keep(person_id, kind, number, actor=actor, reason="", now=now)


def correct_identity(person_id: UUID, kind: str, number: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """A registrar's correction, with the reason; the new number counts as confirmed."""
    if not permissions.read_identity.holds(actor, None):
        raise NotPermitted
    if actor.id == person_id:
        raise Refused(Refusal("identity_own"))
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise BadInput(Refusal("identity_needs_reason"), where="reason")
    _keep(person_id, kind, number, actor=actor, reason=reason, now=now)
    confirm_identity(person_id, now=now)


def confirm_identity(person_id: UUID, *, now: datetime) -> None:
    """Somebody's number was looked at and found right, by whoever approved what they applied for; it is fixed now."""
    known = find_identity(person_id)
    if known is not None and known.confirmed_at is None:
        known.confirmed_at = now


def read_number(person_id: UUID, *, actor: Actor, purpose: str, now: datetime) -> str:
    """The number in clear, for registrars; that it was read, and what for, is on record before it is told."""
    if not permissions.read_identity.holds(actor, None):
        raise NotPermitted
    known = find_identity(person_id)
    if known is None:
        raise NotFound
    audit.record_looking(actor, "accounts.read_identity", f"person:{person_id}", {"purpose": purpose}, now=now)
    return unseal(known.sealed, of=SEALED_AS.of(known.id)).decode()


def _keep(person_id: UUID, kind: str, number: str, *, actor: Actor, reason: str, now: datetime) -> None:
    if kind not in set(IdentityKind):
        raise BadInput(Refusal("identity_kind"), where="kind")
    chosen = IdentityKind(kind)
    number = clean_number(chosen, number)
    verdict = check_number(chosen, number, on=local_date(now, ZONE))
    if not verdict:
        raise Refused(*verdict.refusals)
    mark, subject = fingerprint(number, of=f"identity:{chosen}"), f"person:{person_id}"
    person_row(person_id)
    known = find_identity(person_id)
    if known is not None and known.fingerprint == mark:
        return
    if _is_taken(mark):
        audit.record(actor, "accounts.identity_taken", subject, {"kind": chosen.value}, now=now)
        raise Refused(Refusal("identity_taken"))
    own_id = uuid4()
    row = IdentityNumber(
        id=own_id,
        person_id=person_id,
        kind=chosen,
        sealed=seal(number.encode(), of=SEALED_AS.of(own_id)),
        fingerprint=mark,
        recorded_at=now,
        recorded_by=actor.id,
        reason=reason,
    )
    try:
        with db.session.begin_nested():
            if known is not None:
                known.retired_at = now
                db.session.flush()
            db.session.add(row)
    except IntegrityError:
        raise Refused(Refusal("identity_taken")) if _is_taken(mark) else IllegalMove from None
    detail = {"kind": chosen.value, "changed": known is not None, **({"reason": reason} if reason else {})}
    audit.record(actor, "accounts.record_identity", subject, detail, now=now)


def _is_taken(mark: str) -> bool:
    query = select(IdentityNumber.id).where(IdentityNumber.fingerprint == mark, IdentityNumber.retired_at.is_(None))
    return db.session.scalar(query) is not None
