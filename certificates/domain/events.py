"""What others may hear from certificates."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """A certificate was entered in the register and its document sealed."""

    certificate_id: UUID
    candidate_id: UUID


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """The issuer withdrew a certificate for good."""

    certificate_id: UUID
    candidate_id: UUID
