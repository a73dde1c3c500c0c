"""What of a person's evidence serves a requirement on a day, and whether a condition holds by it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility.domain.evidence import Education, Employment, Evidence, HeldCertificate, Item
from eligibility.domain.work import Stretch, fewest, stretches, years_complete
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

Served = tuple[Item, ...] | None
"""The items that serve, perhaps none where the calendar alone decides; None where the requirement does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The evidence as read on a day, with the one degree and the one certificate on which a condition is tried."""

    scheme: Scheme
    evidence: Evidence
    on: date
    degree: Education | None = None
    certificate: HeldCertificate | None = None

    def begins(self, after: Anchor) -> date | None:
        """From which day on something counts; None where the degree or certificate asked for is not there."""
        match after:
            case Anchor.ANY_TIME:
                return date.min
            case Anchor.DEGREE:
                return self.degree.awarded if self.degree else None
            case Anchor.CERTIFICATE:
                return self.certificate.issued if self.certificate else None


def scene(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> Scene:
    """The reading of a condition on a day.

    Of several degrees or certificates that serve, the earliest is taken: whatever counts after a later one
    counts after it too, and it has been held longest.
    """
    degree, certificate = None, None
    for asked in condition.requires:
        match asked:
            case Degree():
                degree = min(degrees_for(asked, evidence, on), key=lambda held: held.awarded, default=None)
            case Certificate():
                serving = certificates_for(asked, evidence, scheme, on)
                certificate = min(serving, key=lambda held: held.issued, default=None)
            case _:
                pass
    return Scene(scheme=scheme, evidence=evidence, on=on, degree=degree, certificate=certificate)


def holds(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> bool:
    """Whether a condition holds on a day."""
    tried = scene(condition, scheme, evidence, on)
    return all(serving(asked, tried) is not None for asked in condition.requires)


def used(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> tuple[Item, ...]:
    """Evidence by which a condition holds on a day on which it does, and of which nothing can be left out."""
    tried = scene(condition, scheme, evidence, on)
    facts: dict[Item, None] = {}
    for asked in condition.requires:
        facts |= dict.fromkeys(_least(asked, tried))
    for item in tuple(facts):
        rest = Evidence.of(each for each in facts if each is not item)
        if holds(condition, scheme, rest, on):
            del facts[item]
    return tuple(facts)


def _least(asked: Requirement, tried: Scene) -> tuple[Item, ...]:
    """What serves a requirement; of work only as many periods as it takes."""
    served = serving(asked, tried) or ()
    if not isinstance(asked, Work):
        return served
    begins = tried.begins(asked.after) or date.min
    return fewest(
        (period for period in served if isinstance(period, Employment)),
        begins=begins, years=asked.years, on=tried.on, gap_days=tried.scheme.gap_days,
    )  # fmt: skip


def serving(asked: Requirement, tried: Scene) -> Served:
    """What serves a requirement."""
    server: Callable[[Any, Scene], Served] = SERVERS[type(asked)]
    return server(asked, tried)


def degrees_for(asked: Degree, evidence: Evidence, on: date) -> list[Education]:
    """The degrees that serve by a day."""
    return [
        held
        for held in evidence.education
        if held.awarded <= on and held.degree.serves_as(asked.degree) and held.field in asked.fields
    ]


def certificates_for(asked: Certificate, evidence: Evidence, scheme: Scheme, on: date) -> list[HeldCertificate]:
    """The certificates in force on a day that serve, not looking at how long they were held."""
    return [
        held
        for held in evidence.certificates
        if held.issued <= on
        and (held.revoked is None or on < held.revoked)
        and (asked.level is None or held.level <= asked.level)
        and scheme.recognises_certificates_of(held.scheme)
    ]


def longest_work(asked: Work, tried: Scene) -> Stretch | None:
    """The stretch that serves a work requirement best, cut at the degree or certificate if it counts from there."""
    begins = tried.begins(asked.after)
    if begins is None:
        return None
    periods = (period for period in tried.evidence.employment if period.occupation in asked.occupations)
    whole = stretches(periods, tried.on, tried.scheme.gap_days)
    cut = [part for part in (stretch.after(begins) for stretch in whole) if part is not None]
    return max(cut, key=lambda part: (part.has(asked.years), part.length), default=None)


def _work(asked: Work, tried: Scene) -> Served:
    best = longest_work(asked, tried)
    return best.periods if best is not None and best.has(asked.years) else None


def _working_now(asked: WorkingNow, tried: Scene) -> Served:
    for period in tried.evidence.employment:
        goes_on = period.end is None or period.end >= tried.on
        if period.occupation in asked.occupations and period.start <= tried.on and goes_on:
            return (period,)
    return None


def _degree(asked: Degree, tried: Scene) -> Served:
    return (tried.degree,) if tried.degree is not None else None


def _certificate(asked: Certificate, tried: Scene) -> Served:
    held = tried.certificate
    if held is None:
        return None
    complete = years_complete(held.issued, asked.held_years)
    return (held,) if complete is not None and complete <= tried.on else None


def _training(asked: Training, tried: Scene) -> Served:
    hours = tried.scheme.standard_hours.get(asked.level)
    begins = tried.begins(asked.after)
    if hours is None or begins is None:
        return None
    for record in tried.evidence.training:
        if record.level == asked.level and record.hours >= hours and begins < record.completed <= tried.on:
            return (record,)
    return None


def _enrolled(asked: Enrolled, tried: Scene) -> Served:
    for entry in tried.evidence.enrolled:
        fits = entry.programme.casefold() == asked.programme.casefold() and entry.field in asked.fields
        if fits and entry.since <= tried.on and (entry.until is None or tried.on <= entry.until):
            return (entry,)
    return None


def _title(asked: Title, tried: Scene) -> Served:
    for title in tried.evidence.titles:
        if title.awarded <= tried.on and title.grade.serves_as(asked.grade):
            return (title,)
    return None


def _student_certificate(asked: StudentCertificate, tried: Scene) -> Served:
    for paper in tried.evidence.student_certificates:
        if paper.awarded <= tried.on:
            return (paper,)
    return None


def _within(asked: Within, tried: Scene) -> Served:
    return () if asked.since <= tried.on <= asked.until else None


SERVERS: dict[type[Requirement], Callable[[Any, Scene], Served]] = {
    Work: _work,
    WorkingNow: _working_now,
    Degree: _degree,
    Certificate: _certificate,
    Training: _training,
    Enrolled: _enrolled,
    Title: _title,
    StudentCertificate: _student_certificate,
    Within: _within,
}
