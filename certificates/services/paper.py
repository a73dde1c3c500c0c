"""The certificate on paper: what is printed, checked for missing glyphs, laid out and sealed."""

from datetime import date
from functools import cache

from babel.dates import format_date

from certificates.domain.certificate import CertificateFacts
from documents.fonts import require_glyphs
from documents.issuer import issuer
from documents.picture import square_code
from documents.rendering import TEMPLATES, fill, typeset
from documents.signing import sign

TEMPLATE, STYLESHEET = "certificates/certificate.html", "certificates/certificate.css"
DECORATIONS = ("emblem.svg", "watermark.svg")


def require_printable(facts: CertificateFacts) -> None:
    """Refuse a certificate that would carry empty boxes instead of characters."""
    titles = (facts.scheme_title, facts.level_title, facts.issuer, *(part.title for part in facts.components))
    require_glyphs((facts.holder, facts.holder_latin, *(text for words in titles for text in (words.zh, words.en))))


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
                {"title": part.title, "score": f"{part.score:.2f}", "passed_on": part.passed_on.isoformat()}
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


def verification_address(token: str) -> str:
    """Where the printed code leads."""
    return f"{issuer.address}/verify/t/{token}"


def both(day: date) -> str:
    """A day as both languages write it."""
    return f"{format_date(day, 'y年M月d日', locale='zh')} · {format_date(day, 'd MMMM y', locale='en')}"


@cache
def _decorations() -> dict[str, bytes]:
    return {name: (TEMPLATES / "certificates" / name).read_bytes() for name in DECORATIONS}
