"""How pieces of evidence and requirements are described to people."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from eligibility.domain.application import ApplicationMove, ApplicationState
from eligibility.domain.evidence import (
    CompletedTraining,
    Education,
    Employment,
    Enrolment,
    EvidenceKind,
    HeldCertificate,
    HeldStudentCertificate,
    HeldTitle,
    Item,
)
from eligibility.domain.exemption import ExemptionState
from eligibility.domain.portfolio import Source
from schemes.domain.requirement import (
    Certificate,
    Degree,
    DegreeKind,
    Enrolled,
    Relation,
    Requirement,
    StudentCertificate,
    Title,
    TitleGrade,
    Training,
    Within,
    Work,
    WorkingNow,
)
from schemes.domain.scheme import Scheme
from web.times import day
from web.wording import say

KIND_TITLES: dict[EvidenceKind, LazyString] = {
    EvidenceKind.EDUCATION: _l("Schooling"),
    EvidenceKind.EMPLOYMENT: _l("Work"),
    EvidenceKind.CERTIFICATES: _l("Certificates"),
    EvidenceKind.TRAINING: _l("Training"),
    EvidenceKind.ENROLLED: _l("Current studies"),
    EvidenceKind.TITLES: _l("Technical titles"),
    EvidenceKind.STUDENT_CERTIFICATES: _l("Student's vocational certificate"),
}

KIND_LEADS: dict[EvidenceKind, LazyString] = {
    EvidenceKind.EDUCATION: _l("Degrees and leaving certificates of vocational schools."),
    EvidenceKind.EMPLOYMENT: _l("Every job in this occupation or a related one, past and present."),
    EvidenceKind.CERTIFICATES: _l("Certificates of a lower level of this occupation."),
    EvidenceKind.TRAINING: _l("Formal training for a level, with a completion certificate."),
    EvidenceKind.ENROLLED: _l("A programme you study in at present, such as an MBA."),
    EvidenceKind.TITLES: _l("Technical titles of junior, intermediate or senior grade."),
    EvidenceKind.STUDENT_CERTIFICATES: _l("The vocational certificate for students in higher education."),
}

ADD_LABELS: dict[EvidenceKind, LazyString] = {
    EvidenceKind.EDUCATION: _l("Add schooling"),
    EvidenceKind.EMPLOYMENT: _l("Add work"),
    EvidenceKind.CERTIFICATES: _l("Add a certificate"),
    EvidenceKind.TRAINING: _l("Add training"),
    EvidenceKind.ENROLLED: _l("Add current studies"),
    EvidenceKind.TITLES: _l("Add a technical title"),
    EvidenceKind.STUDENT_CERTIFICATES: _l("Add a student's certificate"),
}

DEGREES: dict[DegreeKind, LazyString] = {
    DegreeKind.ADVANCED_SKILL_SCHOOL: _l("School that trains to advanced skill"),
    DegreeKind.JUNIOR_COLLEGE: _l("Junior college"),
    DegreeKind.BACHELOR: _l("Bachelor's degree"),
    DegreeKind.MASTER: _l("Master's degree"),
    DegreeKind.DOCTORATE: _l("Doctorate"),
}

GRADES: dict[TitleGrade, LazyString] = {
    TitleGrade.JUNIOR: _l("Junior title"),
    TitleGrade.INTERMEDIATE: _l("Intermediate title"),
    TitleGrade.SENIOR: _l("Senior title"),
}

FIELDS: dict[Relation, LazyString] = {
    Relation.SAME: _l("This field (customer service)"),
    Relation.RELATED: _l("A related field"),
    Relation.OTHER: _l("Another field"),
}

OCCUPATIONS: dict[Relation, LazyString] = {
    Relation.SAME: _l("This occupation"),
    Relation.RELATED: _l("A related occupation"),
    Relation.OTHER: _l("Another occupation"),
}

LEVELS: dict[int, LazyString] = {3: _l("Level 3"), 2: _l("Level 2"), 1: _l("Level 1")}

SOURCES: dict[Source, LazyString] = {
    Source.CANDIDATE: _l("handed in by the candidate"),
    Source.CENTRE: _l("recorded by the training centre"),
    Source.PLATFORM: _l("recorded by the platform"),
}

STATES: dict[ApplicationState, tuple[LazyString, str]] = {
    ApplicationState.SUBMITTED: (_l("Waiting for decision"), "info"),
    ApplicationState.ASKED: (_l("More was asked for"), "warn"),
    ApplicationState.APPEALED: (_l("Appeal waits for decision"), "info"),
    ApplicationState.APPROVED: (_l("Approved"), "good"),
    ApplicationState.REFUSED: (_l("Refused"), "bad"),
    ApplicationState.UPHELD: (_l("Refusal stands after appeal"), "bad"),
    ApplicationState.WITHDRAWN: (_l("Withdrawn"), "plain"),
}

STEPS: dict[ApplicationMove, tuple[LazyString, str]] = {
    ApplicationMove.APPROVE: (_l("Approved"), "good"),
    ApplicationMove.REFUSE: (_l("Refused"), "bad"),
    ApplicationMove.ASK: (_l("More was asked for"), "warn"),
    ApplicationMove.ANSWER: (_l("Answered and sent in again"), "info"),
    ApplicationMove.APPEAL: (_l("Appealed against the refusal"), "info"),
    ApplicationMove.GRANT: (_l("Appeal granted: approved"), "good"),
    ApplicationMove.UPHOLD: (_l("Appeal decided: the refusal stands"), "bad"),
    ApplicationMove.WITHDRAW: (_l("Withdrawn by the candidate"), "plain"),
}
"""What happened to an application, for its history."""

EXEMPTIONS: dict[ExemptionState, tuple[LazyString, str]] = {
    ExemptionState.PROPOSED: (_l("Waits for a second registrar"), "info"),
    ExemptionState.CONFIRMED: (_l("Confirmed"), "good"),
    ExemptionState.CONTESTED: (_l("Revocation proposed"), "warn"),
    ExemptionState.REVOKED: (_l("Revoked"), "bad"),
    ExemptionState.DECLINED: (_l("Declined"), "bad"),
    ExemptionState.CLOSED: (_l("Closed with the application"), "plain"),
}

ASKED: dict[type[Requirement], LazyString] = {
    Work: _l("Work"),
    WorkingNow: _l("Present work"),
    Degree: _l("Schooling"),
    Certificate: _l("Certificate"),
    Training: _l("Training"),
    Enrolled: _l("Current studies"),
    Title: _l("Technical title"),
    StudentCertificate: _l("Student's vocational certificate"),
    Within: _l("Period in which the condition is open"),
}
"""What a requirement is about, in a word or two."""


def describe(item: Item, scheme_title: Callable[[str], str] = str) -> tuple[str, str]:
    """A piece of evidence in a headline and a line of dates; `scheme_title` names a scheme by its code."""
    return _headline(item, scheme_title), _dates(item)


def _headline(item: Item, scheme_title: Callable[[str], str]) -> str:
    match item:
        case Employment():
            title = OCCUPATIONS[item.occupation]
        case Education():
            title = f"{DEGREES[item.degree]} · {FIELDS[item.field]}"
        case HeldCertificate():
            title = f"{scheme_title(item.scheme)} · {LEVELS[item.level]}"
        case CompletedTraining():
            title = _("%(level)s, %(hours)s hours", level=LEVELS[item.level], hours=f"{item.hours:f}")
        case Enrolment():
            title = f"{item.programme.upper()} · {FIELDS[item.field]}"
        case HeldTitle():
            title = GRADES[item.grade]
        case HeldStudentCertificate():
            title = KIND_TITLES[EvidenceKind.STUDENT_CERTIFICATES]
    return str(title)


def _dates(item: Item) -> str:
    match item:
        case Employment(start=start, end=end) | Enrolment(since=start, until=end):
            said = _("since %(start)s", start=day(start)) if end is None else _range(start, end)
        case HeldCertificate():
            said = _("issued on %(day)s", day=day(item.issued))
            if item.revoked is not None:
                said = _("%(issued)s, revoked on %(day)s", issued=said, day=day(item.revoked))
        case CompletedTraining():
            said = _("completed on %(day)s", day=day(item.completed))
        case Education() | HeldTitle() | HeldStudentCertificate():
            said = _("awarded on %(day)s", day=day(item.awarded))
    return str(said)


def _range(start: date, end: date) -> str:
    return str(_("%(start)s to %(end)s", start=day(start), end=day(end)))


def asked(requirement: Requirement) -> LazyString:
    """What a requirement is about."""
    return ASKED[type(requirement)]


def version_title(scheme: Scheme) -> str:
    """A version of a scheme in one line."""
    return f"{say(scheme.title)} · {scheme.version} ({scheme.effective_from})"
