"""A certificate is evidence for the next level: eligibility is told when one is issued and when one is revoked."""

from datetime import datetime

from certificates.domain.certificate import CertificateFacts
from eligibility.domain.portfolio import Source
from eligibility.services.evidence import record_evidence


def record_as_evidence(facts: CertificateFacts, *, now: datetime) -> None:
    """Tell eligibility of a certificate as it now is: issued, or revoked on a day."""
    record_evidence(
        facts.holder_id,
        "certificates",
        {
            "scheme": facts.scheme_code,
            "level": facts.level,
            "issued": facts.term.issued_on.isoformat(),
            "revoked": facts.revoked_on.isoformat() if facts.revoked_on else None,
        },
        source=Source.PLATFORM,
        place=facts.issuer.zh,
        reference=f"certificate {facts.number}",
        now=now,
    )
