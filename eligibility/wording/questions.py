"""The questions of the form for evidence, one for each of its pages, and the words for how far a task is."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from eligibility.domain.evidence import (
    CompletedTraining,
    Education,
    Employment,
    Enrolment,
    EvidenceKind,
    HeldCertificate,
    HeldStudentCertificate,
    HeldTitle,
)
from eligibility.domain.filling import TaskState
from eligibility.domain.portfolio import KeptItem
from eligibility.wording.descriptions import DEGREES, FIELDS, GRADES, LEVELS, OCCUPATIONS, describe
from web.times import day

QUESTIONS: dict[EvidenceKind, dict[str, LazyString]] = {
    EvidenceKind.EDUCATION: {
        "degree": _l("What schooling have you completed?"),
        "field": _l("How close is its subject to this occupation?"),
        "paper": _l("What does the degree certificate say?"),
    },
    EvidenceKind.EMPLOYMENT: {
        "employer": _l("Where did you work, or where do you work now?"),
        "occupation": _l("How close is the work to this occupation?"),
        "dates": _l("From when to when?"),
    },
    EvidenceKind.CERTIFICATES: {
        "certificate": _l("Which certificate do you hold?"),
        "paper": _l("What does the certificate say?"),
    },
    EvidenceKind.TRAINING: {
        "course": _l("Which training have you completed?"),
        "completion": _l("What does the completion certificate say?"),
    },
    EvidenceKind.ENROLLED: {
        "programme": _l("What do you study?"),
        "dates": _l("Where do you study, and since when?"),
    },
    EvidenceKind.TITLES: {
        "grade": _l("Which grade has your title?"),
        "paper": _l("What does the title certificate say?"),
    },
    EvidenceKind.STUDENT_CERTIFICATES: {
        "paper": _l("What does the student's certificate say?"),
    },
}

TASK_STATES: dict[TaskState, tuple[LazyString, str]] = {
    TaskState.DONE: (_l("Done"), "good"),
    TaskState.BEGUN: (_l("Begun"), "warn"),
    TaskState.OPEN: (_l("To do"), "info"),
    TaskState.OPTIONAL: (_l("Not needed"), "plain"),
    TaskState.FOR_MORE: (_l("For the full qualification"), "plain"),
    TaskState.LOCKED: (_l("Not yet possible"), "plain"),
}
"""How far a task is, and the tone in which it is said."""


def answers_of(kept: KeptItem, scheme_title: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """What was answered on each page of the form, as it is read on the check of the answers."""
    dates, place = describe(kept.item)[1], kept.place
    match kept.item:
        case Employment(occupation=occupation):
            said = {"employer": place, "occupation": OCCUPATIONS[occupation], "dates": dates}
        case Education(degree=degree, field=field):
            said = {"degree": DEGREES[degree], "field": FIELDS[field], "paper": _together(place, dates)}
        case HeldCertificate(scheme=scheme, level=level):
            said = {"certificate": f"{scheme_title(scheme)} · {LEVELS[level]}", "paper": _together(place, dates)}
        case CompletedTraining(level=level, hours=hours, completed=completed):
            hours_and_day = _("%(hours)s hours, completed on %(day)s", hours=f"{hours:f}", day=day(completed))
            said = {"course": _together(place, LEVELS[level]), "completion": hours_and_day}
        case Enrolment(programme=programme, field=field):
            said = {"programme": f"{programme.upper()} · {FIELDS[field]}", "dates": _together(place, dates)}
        case HeldTitle(grade=grade):
            said = {"grade": GRADES[grade], "paper": _together(place, dates)}
        case HeldStudentCertificate():
            said = {"paper": _together(place, dates)}
    return [(step, str(answer)) for step, answer in said.items()]


def _together(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)
