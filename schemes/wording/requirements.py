"""What the platform checks of a condition, requirement by requirement, beside the text that people wrote."""

from collections.abc import Callable, Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from schemes.domain.requirement import (
    ANY_FIELD,
    Anchor,
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
from schemes.wording.names import enumerated
from web.times import day

OCCUPATIONS: dict[Relation, LazyString] = {
    Relation.SAME: _l("this occupation"),
    Relation.RELATED: _l("a related occupation"),
    Relation.OTHER: _l("another occupation"),
}
FIELDS: dict[Relation, LazyString] = {
    Relation.SAME: _l("this field"),
    Relation.RELATED: _l("a related field"),
    Relation.OTHER: _l("another field"),
}
DEGREES: dict[DegreeKind, LazyString] = {
    DegreeKind.ADVANCED_SKILL_SCHOOL: _l("school that trains to advanced skill"),
    DegreeKind.JUNIOR_COLLEGE: _l("junior college or higher"),
    DegreeKind.BACHELOR: _l("bachelor's degree or higher"),
    DegreeKind.MASTER: _l("master's degree or higher"),
    DegreeKind.DOCTORATE: _l("doctorate"),
}
GRADES: dict[TitleGrade, LazyString] = {
    TitleGrade.JUNIOR: _l("junior technical title or higher"),
    TitleGrade.INTERMEDIATE: _l("intermediate technical title or higher"),
    TitleGrade.SENIOR: _l("senior technical title"),
}
AFTER: dict[Anchor, LazyString] = {
    Anchor.DEGREE: _l("counted from the degree on"),
    Anchor.CERTIFICATE: _l("counted from the certificate on"),
}


def checked(requires: Collection[Requirement]) -> str:
    """All that is checked of one condition."""
    return "; ".join(described(requirement) for requirement in requires) or str(_("nothing"))


def described(requirement: Requirement) -> str:
    """One requirement in a few words."""
    describer: Callable[[Any], list[object]] = DESCRIBERS[type(requirement)]
    return " · ".join(str(part) for part in describer(requirement) if part)


def _work(asked: Work) -> list[object]:
    years = ngettext("%(num)d continuous year of work", "%(num)d continuous years of work", asked.years)
    return [years, _relations(OCCUPATIONS, asked.occupations), AFTER.get(asked.after)]


def _working_now(asked: WorkingNow) -> list[object]:
    return [_("in work on the day of applying"), _relations(OCCUPATIONS, asked.occupations)]


def _degree(asked: Degree) -> list[object]:
    fields = _("any field") if asked.fields == ANY_FIELD else _relations(FIELDS, asked.fields)
    return [DEGREES[asked.degree], fields]


def _certificate(asked: Certificate) -> list[object]:
    level = _("certificate of level %(level)s or higher", level=asked.level) if asked.level else _("any certificate")
    held = ngettext("held for %(num)d year", "held for %(num)d years", asked.held_years) if asked.held_years else None
    return [level, held]


def _training(asked: Training) -> list[object]:
    later = _("completed after the degree") if asked.after is Anchor.DEGREE else None
    return [_("training for level %(level)s of the standard hours", level=asked.level), later]


def _enrolled(asked: Enrolled) -> list[object]:
    fields = _("any field") if asked.fields == ANY_FIELD else _relations(FIELDS, asked.fields)
    return [_("enrolled in the programme %(programme)s", programme=asked.programme.upper()), fields]


def _title(asked: Title) -> list[object]:
    return [GRADES[asked.grade]]


def _student_certificate(_asked: StudentCertificate) -> list[object]:
    return [_("higher-education student's vocational certificate")]


def _within(asked: Within) -> list[object]:
    return [_("from %(since)s to %(until)s only", since=day(asked.since), until=day(asked.until))]


DESCRIBERS: dict[type[Requirement], Callable[[Any], list[object]]] = {
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


def _relations(names: dict[Relation, LazyString], wanted: Collection[Relation]) -> str:
    return enumerated(str(names[relation]) for relation in Relation if relation in wanted)
