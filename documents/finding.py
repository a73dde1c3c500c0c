"""What an examination of a PDF can come to."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """What the examination of a file came to; only the first is good."""

    AUTHENTIC = "authentic"
    NOT_A_PDF = "not_a_pdf"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    OTHER_SIGNER = "other_signer"
    CHANGED = "changed"
    ADDED_TO = "added_to"


@dataclass(frozen=True, slots=True)
class Examination:
    """The finding, the fingerprint to compare with the register, and what the file says of itself."""

    finding: Finding
    sha256: str
    title: str = ""
    keywords: str = ""

    @property
    def authentic(self) -> bool:
        """Whether the file is ours and unchanged."""
        return self.finding is Finding.AUTHENTIC
