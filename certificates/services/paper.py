"""What stands on a certificate: in which form, in which fonts, and where its code leads."""

from datetime import date

from babel.dates import format_date

from certificates.domain.certificate import CertificateFacts
from documents.fonts import require_glyphs
from documents.issuer import issuer


def require_printable(facts: CertificateFacts) -> None:
    """Refuse a certificate that would carry empty boxes instead of characters."""
    titles = (facts.scheme_title, facts.level_title, facts.issuer, *(part.title for part in facts.components))
    require_glyphs((facts.holder, facts.holder_latin, *(text for words in titles for text in (words.zh, words.en))))


def verification_address(token: str) -> str:
    """Where the printed code leads."""
    return f"{issuer.address}/verify/t/{token}"


def both(day: date) -> str:
    """A day as both languages write it."""
    return f"{format_date(day, 'y年M月d日', locale='zh')} · {format_date(day, 'd MMMM y', locale='en')}"
