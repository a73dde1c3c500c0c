"""What a person can show for themselves: work, schooling, certificates, training, titles."""

from collections.abc import Iterable
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


LIST_OF: dict[type[Item], EvidenceKind] = {
    Employment: EvidenceKind.EMPLOYMENT,
    Education: EvidenceKind.EDUCATION,
    Enrolment: EvidenceKind.ENROLLED,
    HeldCertificate: EvidenceKind.CERTIFICATES,
    CompletedTraining: EvidenceKind.TRAINING,
    HeldTitle: EvidenceKind.TITLES,
    HeldStudentCertificate: EvidenceKind.STUDENT_CERTIFICATES,
}
"""In which list of an evidence file an item stands."""


def begins(item: Item) -> date:
    """The day an item begins to count from."""
    match item:
        case Employment(start=day) | Enrolment(since=day) | HeldCertificate(issued=day):
            return day
        case CompletedTraining(completed=day):
            return day
        case Education(awarded=day) | HeldTitle(awarded=day) | HeldStudentCertificate(awarded=day):
            return day


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

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Evidence":
        """The evidence that consists of these items."""
        lists: dict[str, list[Item]] = {kind.value: [] for kind in EvidenceKind}
        for item in items:
            lists[LIST_OF[type(item)].value].append(item)
        return cls(**{name: tuple(found) for name, found in lists.items()})  # type: ignore[arg-type]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything in one row, list by list."""
        return (
            *self.employment, *self.education, *self.enrolled, *self.certificates,
            *self.training, *self.titles, *self.student_certificates,
        )  # fmt: skip

    def with_added(self, items: Iterable[Item]) -> "Evidence":
        """The same evidence and these items too."""
        return Evidence.of((*self.items, *items))
