"""Asks one requirement of a condition of a person's evidence: does it hold, by what, and what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eligibility.domain.evidence import Item
from eligibility.domain.serving import Scene, longest_work, serving
from eligibility.domain.work import Stretch
from kernel.verdict import Refusal
from schemes.domain.requirement import (
    ANY_FIELD,
    Certificate,
    Degree,
    DegreeKind,
    Enrolled,
    Relation,
    Requirement,
    StudentCertificate,
    Title,
    Training,
    Within,
    Work,
    WorkingNow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of one requirement: the items that serve it, or what is missing and the items that come near."""

    requirement: Requirement
    items: tuple[Item, ...] = ()
    missing: Refusal | None = None

    @property
    def met(self) -> bool:
        """Whether the requirement holds."""
        return self.missing is None


Lack = tuple[Refusal, tuple[Item, ...]]
"""Why a requirement does not hold, and what comes near."""


def find(asked: Requirement, scene: Scene) -> Finding:
    """Ask one requirement."""
    served = serving(asked, scene)
    if served is not None:
        return Finding(requirement=asked, items=served)
    explain: Callable[[Any, Scene], Lack] = LACKS[type(asked)]
    missing, near = explain(asked, scene)
    return Finding(requirement=asked, items=near, missing=missing)


def _work(asked: Work, scene: Scene) -> Lack:
    best = longest_work(asked, scene)
    missing = Refusal(
        f"work_short_{asked.after}",
        years=years(asked.years), occupation=_occupation(asked.occupations), have=_span(best),
    )  # fmt: skip
    return missing, best.periods if best else ()


def _working_now(asked: WorkingNow, scene: Scene) -> Lack:
    return Refusal("working_now_missing", occupation=_occupation(asked.occupations)), ()


def _degree(asked: Degree, scene: Scene) -> Lack:
    if asked.degree is DegreeKind.ADVANCED_SKILL_SCHOOL:
        return Refusal("school_missing", field=field(asked.fields)), ()
    return Refusal("degree_missing", degree=Refusal(f"degree_{asked.degree}"), field=field(asked.fields)), ()


def _certificate(asked: Certificate, scene: Scene) -> Lack:
    if (held := scene.certificate) is not None:
        return Refusal("certificate_held_short", years=years(asked.held_years), since=held.issued), (held,)
    if asked.level is None:
        return Refusal("certificate_missing_any"), ()
    return Refusal("certificate_missing", level=level(asked.level)), ()


def _training(asked: Training, scene: Scene) -> Lack:
    hours = scene.scheme.standard_hours.get(asked.level)
    begins = scene.begins(asked.after)
    done = tuple(
        record for record in scene.evidence.training if record.level == asked.level and record.completed <= scene.on
    )
    enough = tuple(record for record in done if hours is not None and record.hours >= hours)
    named = level(asked.level)
    if begins is not None and enough:
        return Refusal("training_too_early", level=named), done
    if begins is not None and done:
        have = max(record.hours for record in done)
        return Refusal("training_short", level=named, hours=hours, have=have), done
    return Refusal(f"training_missing_{asked.after}", level=named, hours=hours), done


def _enrolled(asked: Enrolled, scene: Scene) -> Lack:
    return Refusal("enrolled_missing", programme=asked.programme.upper(), field=field(asked.fields)), ()


def _title(asked: Title, scene: Scene) -> Lack:
    return Refusal("title_missing", grade=Refusal(f"grade_{asked.grade}")), ()


def _student_certificate(asked: StudentCertificate, scene: Scene) -> Lack:
    return Refusal("student_certificate_missing"), ()


def _within(asked: Within, scene: Scene) -> Lack:
    return Refusal("outside_window", since=asked.since, until=asked.until), ()


LACKS: dict[type[Requirement], Callable[[Any, Scene], Lack]] = {
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

FIELDS = {
    frozenset({Relation.SAME}): "same",
    frozenset({Relation.SAME, Relation.RELATED}): "related",
    frozenset({Relation.OTHER}): "other",
}


def _occupation(occupations: frozenset[Relation]) -> Refusal:
    return Refusal("occupation_same" if occupations == {Relation.SAME} else "occupation_related")


def field(fields: frozenset[Relation]) -> Refusal:
    """In which field, in words."""
    return Refusal("field_any" if fields == ANY_FIELD else f"field_{FIELDS.get(fields, 'any')}")


def level(number: int) -> Refusal:
    """A level, in words."""
    return Refusal(f"level_{number}")


def years(count: int) -> Refusal:
    """So many years, in words."""
    return Refusal("span_year" if count == 1 else "span_years", count=count)


def _months(count: int) -> Refusal:
    return Refusal("span_month" if count == 1 else "span_months", count=count)


def _span(stretch: Stretch | None) -> Refusal:
    """How long a stretch is, in words: "4 years and 3 months"."""
    count, months = stretch.years_and_months if stretch else (0, 0)
    if count and months:
        return Refusal("span_years_and_months", years=years(count), months=_months(months))
    if count:
        return years(count)
    if months:
        return _months(months)
    return Refusal("span_short" if stretch and stretch.length else "span_none")
