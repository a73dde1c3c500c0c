"""The certificate as a file: laid out and sealed. Only what makes certificates loads this; it is slow to load."""

from decimal import Decimal
from functools import cache

from certificates.domain.certificate import CertificateFacts
from certificates.services.paper import both, verification_address
from documents.issuer import issuer
from documents.picture import square_code
from documents.rendering import TEMPLATES, fill, typeset
from documents.signing import sign

TEMPLATE, STYLESHEET = "certificates/certificate.html", "certificates/certificate.css"
DECORATIONS = ("emblem.svg", "watermark.svg")


def sealed_pdf(facts: CertificateFacts, token: str) -> bytes:
    """The certificate as a PDF, sealed with the issuer's key."""
    address = verification_address(token)
    html = fill(
        TEMPLATE,
        {
            "number": facts.number,
            "holder": facts.holder,
            "holder_latin": facts.holder_latin,
            "scheme": facts.scheme_title,
            "level": facts.level_title,
            "components": [
                {
                    "title": part.title,
                    "score": _shown(part.score),
                    "passed_on": part.passed_on.isoformat(),
                }
                for part in facts.components
            ],
            "issuer": facts.issuer,
            "issued_at": facts.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "issued_on": both(facts.term.issued_on),
            "expires_on": both(facts.term.expires_on),
            "address": address,
            "verify_at": f"{issuer.address}/verify",
        },
    )
    pdf = typeset(html, STYLESHEET, {"code.svg": square_code(address), **_decorations()})
    return sign(pdf, issuer.seal)


@cache
def _decorations() -> dict[str, bytes]:
    return {name: (TEMPLATES / "certificates" / name).read_bytes() for name in DECORATIONS}


def _shown(score: Decimal | None) -> str | None:
    """A score as it is printed; None for a component that somebody is exempt from."""
    return None if score is None else f"{score:.2f}"
