"""A certification scheme: one occupation with its levels, rules, components, blueprints and certificate term."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from uuid import UUID

from kernel.errors import NotFound
from kernel.words import Words
from schemes.domain.blueprint import Blueprint
from schemes.domain.component import Component
from schemes.domain.requirement import Requirement

UNLISTED = 1000
"""Schemes without a place of their own in lists follow those that have one."""
APPEAL_DAYS = 15
"""How many days a refused candidate has to appeal, where the scheme says nothing."""
RESIT_YEARS = 1
"""For how many years the right to a free resit stands, where a scheme grants one and says nothing more."""


class Admission(StrEnum):
    """What a condition admits to: the full qualification, or module assessment only."""

    FULL = "full"
    MODULES = "modules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One way into a level. All its requirements must hold together, on one degree and one certificate."""

    id: str
    text: Words
    requires: tuple[Requirement, ...]
    admission: Admission = Admission.FULL


class Window(StrEnum):
    """What late starters have: the full time, since the window is for starting only, or what others have left."""

    START_ONLY = "start_only"
    CAPS_END = "caps_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """When one may come to a sitting and go, in minutes from its start, where a sitting says nothing else."""

    enter_before: int = 30
    late_until: int = 25
    absent_after: int = 30
    hand_in_after: int = 30
    window: Window = Window.START_ONLY


class Papers(StrEnum):
    """Whether an application must come with papers: portrait, identity document and proofs."""

    REQUIRED = "required"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A part of the syllabus with its share of the marks in percent: its contents, or goals by cognitive level."""

    code: str
    title: Words
    weight: Decimal
    contents: Words | None = None
    goals: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRule:
    """The continuing-education credits a holder needs within the certificate's term to renew it."""

    required: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTerm:
    """How long a certificate is in force and what renews it."""

    years: int
    credits: CreditRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of a scheme; 3 is the entry level and 1 the highest. Without a certificate term none follows from it."""

    number: int
    title: Words
    conditions: tuple[Condition, ...]
    components: Mapping[str, Component]
    functions: tuple[Function, ...]
    certificate: CertificateTerm | None = None
    blueprint: Blueprint | None = None

    def condition(self, condition_id: str) -> Condition:
        """The condition with this id, as it is numbered in the published text."""
        for condition in self.conditions:
            if condition.id == condition_id:
                return condition
        raise NotFound(f"condition {condition_id}")

    def function(self, code: str) -> Function:
        """The function of the syllabus with this code."""
        for function in self.functions:
            if function.code == code:
                return function
        raise NotFound(f"function {code}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A value no published source gives; `place` says where in the scheme, such as "levels.2.functions".

    What is assumed of the scheme as a whole has an empty place.
    """

    place: str
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A certification scheme in one of its versions."""

    code: str
    title: Words
    version: str
    effective_from: date
    zone: str
    standard_hours: Mapping[int, int]
    gap_days: int
    recognises: tuple[str, ...]
    levels: Mapping[int, Level]
    about: Words | None = None
    papers: Papers = Papers.NONE
    free_resit: bool = False
    listed: int = UNLISTED
    assumptions: tuple[Assumption, ...] = ()
    appeal_days: int = APPEAL_DAYS
    doors: Doors = Doors()
    resit_years: int = RESIT_YEARS
    version_id: UUID | None = None

    def level(self, number: int) -> Level:
        """The level with this number; raises NotFound."""
        try:
            return self.levels[number]
        except KeyError:
            raise NotFound(f"level {number} of {self.code}") from None

    def recognises_certificates_of(self, scheme_code: str) -> bool:
        """Whether a certificate of that scheme is one for the same occupation."""
        return any(fnmatchcase(scheme_code, pattern) for pattern in self.recognises)

    def assumed(self, place: str) -> Words | None:
        """The note on an assumed value at this place; None where the value is published."""
        for assumption in self.assumptions:
            if assumption.place == place:
                return assumption.note
        return None
