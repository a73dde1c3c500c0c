"""The receipt as a document that the platform signs, and whether one that somebody brings agrees with the record."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import schemes.queries
from documents.issuer import issuer
from documents.picture import square_code
from documents.rendering import fill, typeset
from exam.domain.receipt import Part, read_claim, receipt_of
from exam.domain.work import Work
from exam.models.attempts import Attempt
from exam.queries import answer_files as filed
from exam.queries import attempts as sat
from kernel.errors import Refused
from kernel.verdict import Refusal

TEMPLATE, STYLESHEET, SHARED = "exam/receipt_paper.html", "exam/receipt_paper.css", "exam/document.css"
CHECK = "/receipts/check"
MEDIA = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check. `differs` is for those alone who may compare receipts of `attempt`."""

    agrees: bool
    is_ours: bool = True
    attempt: Attempt | None = None
    differs: tuple[Part, ...] = ()


def signed_receipt(work: Work) -> bytes:
    """The receipt as a PDF under the issuer's seal; raises Refused as long as something may still be added."""
    from documents.signing import sign  # noqa: PLC0415 -- takes seconds to load, and few need it

    if not work.is_final:
        raise Refused(Refusal("receipt_not_yet"))
    receipt, scheme = receipt_of(work), schemes.queries.version(work.scheme_version_id)
    level = scheme.level(work.level)
    asked = urlencode({"number": receipt.number, "code": receipt.short.replace(" ", "")})
    address = f"{issuer.address}{CHECK}?{asked}"
    html = fill(
        TEMPLATE,
        {
            "issuer": issuer.name,
            "scheme": scheme.title,
            "level": level.title,
            "component": level.components[work.component].title,
            "receipt": receipt,
            "is_theory": bool(work.layout.slots),
            "timed_out": work.state == "timed_out",
            "files": [(MEDIA[kept.media_type], kept.size, kept.sha256) for kept in work.files],
            "started": _moment(work.started_at, scheme.zone),
            "ended": _moment(work.ended_at, scheme.zone) if work.ended_at else "",
            "check_at": f"{issuer.address}/receipts",
        },
    )
    return sign(typeset(html, STYLESHEET, {"code.svg": square_code(address)}, shared=SHARED), issuer.seal)


def check_code(number: str, code: str, *, now: datetime) -> Checked:
    """Whether the record has a receipt of this number and hash; a number alone teaches nothing."""
    attempt = sat.find_numbered(number.strip().upper())
    if attempt is None:
        return Checked(agrees=False)
    work = filed.work_as_handed_in(attempt.id, now)
    return Checked(agrees=work.is_final and receipt_of(work).bears(code), attempt=attempt)


def check_file(pdf: bytes, *, now: datetime) -> Checked:
    """Whether a file is a receipt that the platform signed, and agrees with the record; the file is not kept."""
    from documents.verification import examine  # noqa: PLC0415 -- takes seconds to load, and few need it

    examination = examine(pdf, issuer.pinned)
    claim = read_claim(examination.keywords) if examination.authentic else None
    if claim is None:
        return Checked(agrees=False, is_ours=False)
    attempt = sat.find_numbered(claim.number)
    if attempt is None:
        return Checked(agrees=False)
    differs = receipt_of(filed.work_as_handed_in(attempt.id, now)).differs_from(claim)
    return Checked(agrees=not differs, attempt=attempt, differs=differs)


def _moment(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{local:%z})"
