"""What time alone does: the first later day on which a condition holds on the same evidence."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain.evidence import Evidence, EvidenceKind, begins
from eligibility.domain.serving import holds
from eligibility.domain.work import years_complete
from schemes.domain.requirement import (
    Anchor,
    Certificate,
    Degree,
    Enrolled,
    Requirement,
    StudentCertificate,
    Title,
    Training,
    Within,
    Work,
    WorkingNow,
)
from schemes.domain.scheme import Condition, Scheme


def first_day(condition: Condition, scheme: Scheme, evidence: Evidence, after: date) -> date | None:
    """The first day later than `after` on which the condition holds; None where waiting does not help.

    It can only begin to hold on a day on which something in the evidence begins or on which years become complete,
    so these days are all that need to be read.
    """
    turning = (day for asked in condition.requires for day in _turning_days(asked, evidence))
    later = sorted({day for day in turning if day is not None and day > after})
    return next((day for day in later if holds(condition, scheme, evidence, day)), None)


LISTS: dict[type[Requirement], EvidenceKind] = {
    Work: EvidenceKind.EMPLOYMENT,
    WorkingNow: EvidenceKind.EMPLOYMENT,
    Degree: EvidenceKind.EDUCATION,
    Certificate: EvidenceKind.CERTIFICATES,
    Training: EvidenceKind.TRAINING,
    Enrolled: EvidenceKind.ENROLLED,
    Title: EvidenceKind.TITLES,
    StudentCertificate: EvidenceKind.STUDENT_CERTIFICATES,
}
"""In which list of the evidence a requirement looks."""


def _turning_days(asked: Requirement, evidence: Evidence) -> Iterator[date | None]:
    """The days on which one requirement can begin to hold."""
    if isinstance(asked, Within):
        yield asked.since
        return
    beginnings = [begins(item) for item in getattr(evidence, LISTS[type(asked)].value)]
    yield from beginnings
    match asked:
        case Work(years=years, after=after):
            for day in (*beginnings, *_anchors(after, evidence)):
                yield years_complete(day, years)
        case Certificate(held_years=years):
            for day in beginnings:
                yield years_complete(day, years)
        case _:
            pass


def _anchors(after: Anchor, evidence: Evidence) -> Iterator[date]:
    """The days from which work may be counted, where it counts from a degree or certificate on."""
    match after:
        case Anchor.ANY_TIME:
            pass
        case Anchor.DEGREE:
            yield from (degree.awarded for degree in evidence.education)
        case Anchor.CERTIFICATE:
            yield from (held.issued for held in evidence.certificates)
