"""Reads every condition of a level on a day: which hold, what the others lack, and when they will first hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product

from eligibility.domain.evidence import Education, Evidence, HeldCertificate
from eligibility.domain.finding import Finding, Scene, certificates_for, degrees_for, find, longest_work
from eligibility.domain.work import years_complete
from kernel.verdict import Refusal
from schemes.domain.requirement import Certificate, Degree, Within, Work
from schemes.domain.scheme import Admission, Condition, Scheme


class Outcome(StrEnum):
    """What a person may be admitted to."""

    FULL = "full"
    MODULES = "modules"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionReading:
    """One condition as read: its requirements with what serves or lacks, and the first later day on which it holds."""

    condition: Condition
    findings: tuple[Finding, ...]
    earliest: date | None = None

    @property
    def met(self) -> bool:
        """Whether the condition holds."""
        return all(finding.met for finding in self.findings)

    @property
    def missing(self) -> tuple[Refusal, ...]:
        """What is missing, one reason for each requirement that does not hold."""
        return tuple(finding.missing for finding in self.findings if finding.missing is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionReading:
    """All conditions of a level as read on a day."""

    level: int
    on: date
    conditions: tuple[ConditionReading, ...]

    @property
    def met(self) -> tuple[str, ...]:
        """The ids of the conditions that hold."""
        return tuple(reading.condition.id for reading in self.conditions if reading.met)

    @property
    def outcome(self) -> Outcome:
        """Full admission by any full condition, else modules by any such one, else none."""
        admissions = {reading.condition.admission for reading in self.conditions if reading.met}
        if Admission.FULL in admissions:
            return Outcome.FULL
        return Outcome.MODULES if admissions else Outcome.NONE

    @property
    def earliest(self) -> date | None:
        """The first later day of full admission, where there is none yet and one is in sight."""
        if self.outcome is Outcome.FULL:
            return None
        days = (
            reading.earliest for reading in self.conditions if reading.condition.admission is Admission.FULL
        )  # fmt: skip
        return min((day for day in days if day is not None), default=None)


def read_level(scheme: Scheme, level: int, evidence: Evidence, on: date) -> AdmissionReading:
    """Read all conditions of a level; raises NotFound for a level the scheme does not have."""
    conditions = scheme.level(level).conditions
    return AdmissionReading(
        level=level,
        on=on,
        conditions=tuple(read_condition(condition, scheme, evidence, on) for condition in conditions),
    )


def read_condition(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> ConditionReading:
    """Read one condition on a day, on the degree and the certificate that serve it best."""
    readings = [
        (scene, tuple(find(asked, scene) for asked in condition.requires))
        for scene in _scenes(condition, scheme, evidence, on)
    ]
    best = max(readings, key=lambda reading: _merit(*reading))[1]
    reading = ConditionReading(condition=condition, findings=best)
    if reading.met:
        return reading
    return ConditionReading(condition=condition, findings=best, earliest=_earliest(condition, scheme, evidence, on))


def holds(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> bool:
    """Whether a condition holds on a day."""
    return any(
        all(find(asked, scene).met for asked in condition.requires)
        for scene in _scenes(condition, scheme, evidence, on)
    )


def _scenes(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> Iterator[Scene]:
    """Every pairing of a degree and a certificate that serve; without one, a scene that lacks it."""
    degrees: list[Education | None] = [None]
    certificates: list[HeldCertificate | None] = [None]
    for asked in condition.requires:
        match asked:
            case Degree():
                degrees = [*degrees_for(asked, evidence, on)] or degrees
            case Certificate():
                certificates = [*certificates_for(asked, evidence, scheme, on)] or certificates
            case _:
                pass
    for degree, certificate in product(degrees, certificates):
        yield Scene(scheme=scheme, evidence=evidence, on=on, degree=degree, certificate=certificate)


def _merit(scene: Scene, findings: tuple[Finding, ...]) -> tuple[int, timedelta]:
    """How near a scene comes: by requirements that hold, then by the length of the work that counts."""
    lengths = [
        best.length
        for finding in findings
        if isinstance(finding.requirement, Work) and (best := longest_work(finding.requirement, scene))
    ]
    return sum(finding.met for finding in findings), max(lengths, default=timedelta())


def _earliest(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> date | None:
    """The first later day on which the condition holds.

    It can only begin to hold on a day on which something in the evidence begins or on which years become complete,
    so these days are all that need to be read.
    """
    later = sorted({day for day in _turning_days(condition, evidence) if day > on})
    return next((day for day in later if holds(condition, scheme, evidence, day)), None)


def _turning_days(condition: Condition, evidence: Evidence) -> Iterator[date]:
    beginnings = [
        *(period.start for period in evidence.employment),
        *(degree.awarded for degree in evidence.education),
        *(certificate.issued for certificate in evidence.certificates),
    ]
    yield from beginnings
    yield from (entry.since for entry in evidence.enrolled)
    yield from (record.completed for record in evidence.training)
    yield from (title.awarded for title in evidence.titles)
    yield from (paper.awarded for paper in evidence.student_certificates)
    for asked in condition.requires:
        match asked:
            case Work(years=years) | Certificate(held_years=years):
                complete = (years_complete(day, years) for day in beginnings)
                yield from (day for day in complete if day is not None)
            case Within(since=since):
                yield since
            case _:
                pass
