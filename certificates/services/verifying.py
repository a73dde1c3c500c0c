"""What a stranger is told about a file: whether we sealed it, and what the register says about it."""

import re
from contextlib import suppress
from dataclasses import dataclass

from certificates import queries
from certificates.models import Certificate
from documents.finding import Examination, Finding
from documents.issuer import issuer
from kernel.errors import BadInput, NotFound

PRINTED_NUMBER = re.compile(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b")


@dataclass(frozen=True, slots=True)
class Verification:
    """An examined file. `certificate` is the one it is or, where it is not authentic, the one it claims to be."""

    examination: Examination
    certificate: Certificate | None

    @property
    def authentic(self) -> bool:
        """Sealed by us, unchanged, and the very file that is in the register."""
        return self.examination.authentic

    @property
    def reason(self) -> str:
        """The finding in one word."""
        return self.examination.finding.value


def verify(pdf: bytes) -> Verification:
    """Examine a file and look it up; a file that we sealed but did not register is not authentic either."""
    from documents.verification import examine  # noqa: PLC0415 -- takes seconds to load, and few need it

    examination = examine(pdf, issuer.pinned)
    registered = queries.find_by_fingerprint(examination.sha256)
    if examination.authentic and registered is not None:
        return Verification(examination, registered)
    if examination.authentic:
        examination = Examination(Finding.CHANGED, examination.sha256, examination.title)
    return Verification(examination, _claimed(examination.title))


def _claimed(title: str) -> Certificate | None:
    found = PRINTED_NUMBER.search(title)
    with suppress(BadInput, NotFound):
        return queries.by_number(found.group()) if found else None
    return None
