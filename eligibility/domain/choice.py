"""Which condition to apply on: those that hold, the one nearest to holding, and what a level asks about at all."""

from collections.abc import Iterable
from datetime import date

from eligibility.domain.admission import AdmissionReading, ConditionReading
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import READING_ORDER, KeptItem
from schemes.domain.requirement import (
    Certificate,
    Degree,
    Enrolled,
    Requirement,
    StudentCertificate,
    Title,
    Training,
    Work,
    WorkingNow,
)
from schemes.domain.scheme import Admission, Level

SHOWN_BY: dict[type[Requirement], EvidenceKind] = {
    Work: EvidenceKind.EMPLOYMENT,
    WorkingNow: EvidenceKind.EMPLOYMENT,
    Degree: EvidenceKind.EDUCATION,
    Certificate: EvidenceKind.CERTIFICATES,
    Training: EvidenceKind.TRAINING,
    Enrolled: EvidenceKind.ENROLLED,
    Title: EvidenceKind.TITLES,
    StudentCertificate: EvidenceKind.STUDENT_CERTIFICATES,
}


def kinds_asked(level: Level) -> tuple[EvidenceKind, ...]:
    """The kinds of evidence that some condition of a level asks about, in the order in which people tell them."""
    asked = {SHOWN_BY[type(each)] for way in level.conditions for each in way.requires if type(each) in SHOWN_BY}
    return tuple(kind for kind in READING_ORDER if kind in asked)


def choosable(reading: AdmissionReading) -> tuple[ConditionReading, ...]:
    """The conditions that hold and admit to the full qualification; where none does, those for module assessment."""
    met = tuple(each for each in reading.conditions if each.met)
    return tuple(each for each in met if each.condition.admission is Admission.FULL) or met


def nearest(reading: AdmissionReading) -> ConditionReading | None:
    """Of the conditions of full admission that do not hold, the one that lacks least and holds soonest."""
    unmet = [each for each in reading.conditions if not each.met and each.condition.admission is Admission.FULL]
    return min(unmet, key=lambda each: (each.earliest or date.max, len(each.missing)), default=None)


def used_items(reading: ConditionReading, items: Iterable[KeptItem]) -> tuple[KeptItem, ...]:
    """The pieces of evidence by which a condition holds, each once."""
    shown = list(items)
    used: list[KeptItem] = []
    for item in dict.fromkeys(item for finding in reading.findings for item in finding.items):
        found = next((kept for kept in shown if kept.item == item), None)
        if found is not None:
            used.append(found)
    return tuple(used)
