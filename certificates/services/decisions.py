"""A registrar suspends, reinstates or revokes a certificate, with a reason that stays in the audit log."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from accounts.services import audit
from certificates.domain.events import CertificateRevoked
from certificates.domain.standing import CERTIFICATE, Move, status
from certificates.models import Certificate, CertificateEvent
from certificates.services.evidence import record_as_evidence
from kernel.actor import Actor
from kernel.errors import IllegalMove, Refused
from kernel.event import publish
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db

TOLD = {
    Move.SUSPEND: Words("您的证书已被暂停", "Your certificate has been suspended"),
    Move.REINSTATE: Words("您的证书已恢复有效", "Your certificate is in force again"),
    Move.REVOKE: Words("您的证书已被撤销", "Your certificate has been revoked"),
}


def decide(certificate: Certificate, move: Move, *, reason: str, actor: Actor, now: datetime) -> None:
    """Append the decision; of two at once the later one is told that things have changed."""
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    if certificate.candidate_id == actor.id:
        raise Refused(Refusal("own_certificate"))
    CERTIFICATE.after(status(certificate.events, now), move)
    event = CertificateEvent(
        certificate_id=certificate.id,
        ordinal=len(certificate.events) + 1,
        move=move,
        reason=reason.strip(),
        at=now,
        decided_by_id=actor.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(event)
    except IntegrityError:
        raise IllegalMove from None
    db.session.refresh(certificate, ["events"])
    audit.record(actor, f"certificate.{move}", f"certificate {certificate.number}", {"reason": reason.strip()}, now=now)
    notify(
        person_id=certificate.candidate_id,
        subject=TOLD[move],
        body=Words(
            f"证书编号 {certificate.number}。原因：{reason}", f"Certificate {certificate.number}. Reason: {reason}"
        ),
        link=f"/certificates/{certificate.id}",
        now=now,
    )
    if move is Move.REVOKE:
        record_as_evidence(certificate.facts, now=now)
        publish(CertificateRevoked(certificate.id, certificate.candidate_id))
