"""Papers: what proves a piece of evidence or who somebody is, and which of them a chosen condition asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from eligibility.domain.admission import ConditionReading
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import KeptItem, Source


class PaperKind(StrEnum):
    """The kinds of papers."""

    PORTRAIT = "portrait"
    IDENTITY = "identity"
    DEGREE = "degree"
    EMPLOYMENT = "employment"
    CERTIFICATE = "certificate"
    TRAINING = "training"
    ENROLMENT = "enrolment"
    TITLE = "title"
    STUDENT_CERTIFICATE = "student_certificate"


PAPER_OF = {
    EvidenceKind.EDUCATION: PaperKind.DEGREE,
    EvidenceKind.EMPLOYMENT: PaperKind.EMPLOYMENT,
    EvidenceKind.CERTIFICATES: PaperKind.CERTIFICATE,
    EvidenceKind.TRAINING: PaperKind.TRAINING,
    EvidenceKind.ENROLLED: PaperKind.ENROLMENT,
    EvidenceKind.TITLES: PaperKind.TITLE,
    EvidenceKind.STUDENT_CERTIFICATES: PaperKind.STUDENT_CERTIFICATE,
}
"""Which paper proves which kind of evidence."""
OF_THE_PERSON = (PaperKind.PORTRAIT, PaperKind.IDENTITY)
"""What belongs to the person and to no piece of evidence."""

MOST_PAPERS = 120
"""How many papers of one person are kept, replaced ones included; nobody needs more, a flood has more."""
TURNS = 4
"""Quarters of a circle, clockwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What may be known of a paper without looking at it.

    `is_of_earlier_words`: its evidence was changed after it was handed in; it may prove what stood there before.
    """

    id: UUID
    candidate_id: UUID
    kind: PaperKind
    evidence_id: UUID | None
    name: str
    media_type: str
    size: int
    pages: int
    turn: int
    kept_at: datetime
    is_of_earlier_words: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper that is asked for: of the person, or of one piece of evidence."""

    kind: PaperKind
    evidence_id: UUID | None = None


def needed(reading: ConditionReading, items: Iterable[KeptItem]) -> tuple[Needed, ...]:
    """The papers for a condition: portrait and identity document, then one for each fact it rests on.

    What the platform or a training centre recorded is known already and needs no paper.
    """
    facts = dict.fromkeys(fact for finding in reading.findings for fact in finding.items)
    known = list(items)
    proofs = []
    for fact in facts:
        same = [each for each in known if each.item == fact]
        if same and all(each.source is Source.CANDIDATE for each in same):
            proofs.append(Needed(PAPER_OF[same[0].kind], same[0].id))
    return (*(Needed(kind) for kind in OF_THE_PERSON), *proofs)
