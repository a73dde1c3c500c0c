"""Reads every condition of a level on a day: which hold, what the others lack, and when they will first hold."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from eligibility.domain.cures import Cure, shortest_cures
from eligibility.domain.evidence import Evidence, Item
from eligibility.domain.finding import Finding, find
from eligibility.domain.serving import holds, scene, used
from eligibility.domain.waiting import first_day
from kernel.verdict import Refusal
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
    def facts(self) -> tuple[Item, ...]:
        """The evidence used. For a condition that holds, these suffice alone, and none of them can be left out."""
        serving = (item for finding in self.findings if finding.met for item in finding.items)
        return tuple(dict.fromkeys(serving))

    @property
    def missing(self) -> tuple[Refusal, ...]:
        """What is missing, one reason for each requirement that does not hold."""
        return tuple(finding.missing for finding in self.findings if finding.missing is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionReading:
    """All conditions of a level as read on a day, and what would change a refusal soonest."""

    level: int
    on: date
    conditions: tuple[ConditionReading, ...]
    cures: tuple[Cure, ...] = ()

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
    reading = AdmissionReading(
        level=level,
        on=on,
        conditions=tuple(read_condition(condition, scheme, evidence, on) for condition in conditions),
    )
    if reading.outcome is Outcome.FULL:
        return reading
    full = tuple(condition for condition in conditions if condition.admission is Admission.FULL)
    return replace(reading, cures=shortest_cures(full, scheme, evidence, on, otherwise=reading.earliest))


def read_condition(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> ConditionReading:
    """Read one condition on a day, on as little of the evidence as it takes, or with what it lacks."""
    if holds(condition, scheme, evidence, on):
        enough = Evidence.of(used(condition, scheme, evidence, on))
        return ConditionReading(condition=condition, findings=_findings(condition, scheme, enough, on))
    return ConditionReading(
        condition=condition,
        findings=_findings(condition, scheme, evidence, on),
        earliest=first_day(condition, scheme, evidence, on),
    )


def _findings(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> tuple[Finding, ...]:
    tried = scene(condition, scheme, evidence, on)
    return tuple(find(asked, tried) for asked in condition.requires)
