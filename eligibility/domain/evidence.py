"""What a person can show for themselves: work, schooling, certificates, training, titles."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from schemes.domain.requirement import DegreeKind, Relation, TitleGrade


class EvidenceKind(StrEnum):
    """The kinds of evidence, by the names of their lists in an evidence file."""

    EMPLOYMENT = "employment"
    EDUCATION = "education"
    ENROLLED = "enrolled"
    CERTIFICATES = "certificates"
    TRAINING = "training"
    TITLES = "titles"
    STUDENT_CERTIFICATES = "student_certificates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """A period of work; `end` is the last day worked, None while it goes on."""

    start: date
    end: date | None
    occupation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """A degree or a school's leaving certificate."""

    degree: DegreeKind
    field: Relation
    awarded: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Being a student since a day, perhaps until a known last day."""

    programme: str
    field: Relation
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCertificate:
    """A certificate of some scheme; from the day of a revocation on it no longer counts."""

    scheme: str
    level: int
    issued: date
    revoked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedTraining:
    """Training for a level, completed with a certificate of so many hours."""

    level: int
    hours: Decimal
    completed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTitle:
    """A technical title."""

    grade: TitleGrade
    awarded: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStudentCertificate:
    """A higher-education student's vocational certificate."""

    awarded: date


Item = (
    Employment | Education | Enrolment | HeldCertificate | CompletedTraining | HeldTitle | HeldStudentCertificate
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything one person shows, in no particular order."""

    employment: tuple[Employment, ...] = ()
    education: tuple[Education, ...] = ()
    enrolled: tuple[Enrolment, ...] = ()
    certificates: tuple[HeldCertificate, ...] = ()
    training: tuple[CompletedTraining, ...] = ()
    titles: tuple[HeldTitle, ...] = ()
    student_certificates: tuple[HeldStudentCertificate, ...] = ()
