"""What a condition of admission may ask of a person: work, a degree, a certificate, training, a title and more."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Relation(StrEnum):
    """How a field of study or a job relates to the occupation of the scheme."""

    SAME = "same"
    RELATED = "related"
    OTHER = "other"


class DegreeKind(StrEnum):
    """The schooling a condition may ask for, the ladder of degrees in its order from the second on."""

    ADVANCED_SKILL_SCHOOL = "advanced_skill_school"
    JUNIOR_COLLEGE = "junior_college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"

    def serves_as(self, asked: "DegreeKind") -> bool:
        """Whether this schooling meets what is asked: that degree or a higher one; a skill school only itself."""
        if DegreeKind.ADVANCED_SKILL_SCHOOL in (self, asked):
            return self is asked
        ladder = list(DegreeKind)
        return ladder.index(self) >= ladder.index(asked)


class TitleGrade(StrEnum):
    """Grades of technical titles, from the lowest."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"

    def serves_as(self, asked: "TitleGrade") -> bool:
        """Whether this grade is the one asked for or a higher one."""
        ladder = list(TitleGrade)
        return ladder.index(self) >= ladder.index(asked)


class Anchor(StrEnum):
    """From when on something counts: from any time, or only after the degree or certificate of the same condition."""

    ANY_TIME = "any_time"
    DEGREE = "degree"
    CERTIFICATE = "certificate"


ANY_FIELD = frozenset(Relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Continuous years of work in this occupation, or in this or a related one, perhaps only those after something."""

    years: int
    occupations: frozenset[Relation] = frozenset({Relation.SAME})
    after: Anchor = Anchor.ANY_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingNow:
    """In work in one of these occupations on the very day."""

    occupations: frozenset[Relation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """This degree or a higher one, in one of these fields."""

    degree: DegreeKind
    fields: frozenset[Relation] = ANY_FIELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """This occupation's certificate at this level or a higher one (no level: any), held for some elapsed years."""

    level: int | None = None
    held_years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Training for this level of the scheme's standard hours, perhaps completed only after the degree."""

    level: int
    after: Anchor = Anchor.ANY_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Being a student of this programme in one of these fields on the very day."""

    programme: str
    fields: frozenset[Relation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A technical title of this grade or a higher one."""

    grade: TitleGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentCertificate:
    """A higher-education student's vocational certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The day lies in this window, first and last day included, as in an occupation's trial period."""

    since: date
    until: date


Requirement = Work | WorkingNow | Degree | Certificate | Training | Enrolled | Title | StudentCertificate | Within

REQUIREMENTS: dict[str, type[Requirement]] = {
    "work": Work,
    "working_now": WorkingNow,
    "degree": Degree,
    "certificate": Certificate,
    "training": Training,
    "enrolled": Enrolled,
    "title": Title,
    "student_certificate": StudentCertificate,
    "within": Within,
}
"""The closed list of requirement kinds by the word that scheme files use for them."""
