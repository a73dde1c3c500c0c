"""A certificate that cannot be printed is held up, told of, and made as soon as the name is corrected."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.domain.events import NameCorrected
from accounts.services import audit
from certificates import queries
from certificates.models import HeldUp
from jobs.services import enqueue
from kernel import clock
from kernel.actor import PLATFORM, Actor
from kernel.words import Words
from messages.services import notify
from schemes.domain.scheme import Scheme
from storage.database import db

JOB = "issue_certificate"


def hold_up(candidate_id: UUID, scheme: Scheme, level: int, characters: str, *, now: datetime) -> None:
    """Remember that a certificate waits, tell the candidate and note it for the registrars; once for each level."""
    known = queries.find_held_up(candidate_id, scheme.code, level)
    if known is not None:
        known.characters = characters
        return
    row = HeldUp(
        candidate_id=candidate_id,
        scheme_version_id=scheme.version_id,
        scheme_code=scheme.code,
        level=level,
        characters=characters[:200],
        since=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return
    notify(
        person_id=candidate_id,
        subject=Words("您的证书暂时无法制作", "Your certificate cannot be made yet"),
        body=Words(
            f"您已符合发证条件，但姓名中有无法印制的字符：{characters}。考务管理员会与证件核对并更正，证书随后自动颁发。",
            f"You have qualified, but your name holds characters that cannot be printed: {characters}. "
            "A registrar will compare it with your document and correct it; the certificate follows by itself.",
        ),
        link="/account",
        now=now,
    )
    detail = {"scheme": scheme.code, "level": level, "characters": characters}
    audit.record(PLATFORM, "certificate.hold_up", f"person:{candidate_id}", detail, now=now)


def let_go(candidate_id: UUID, scheme_code: str, level: int) -> None:
    """The certificate was made, or is no longer due; nothing is held up any more."""
    known = queries.find_held_up(candidate_id, scheme_code, level)
    if known is not None:
        db.session.delete(known)


def try_again(held: HeldUp, *, actor: Actor, now: datetime) -> None:
    """Have the certificate made once more, for example after a font was added."""
    _enqueue(held, now)
    audit.record(actor, "certificate.try_again", f"person:{held.candidate_id}", {"level": held.level}, now=now)


def try_with_new_name(corrected: NameCorrected) -> None:
    """A name was corrected: what was held up because of it is made now."""
    for held in db.session.scalars(select(HeldUp).where(HeldUp.candidate_id == corrected.person_id)):
        _enqueue(held, clock.now())


def _enqueue(held: HeldUp, now: datetime) -> None:
    enqueue(
        JOB,
        now=now,
        candidate_id=str(held.candidate_id),
        scheme_version_id=str(held.scheme_version_id),
        level=held.level,
    )
