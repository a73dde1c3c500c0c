"""Asks one requirement of a condition of a person's evidence: does it hold, by what, and what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility.domain.evidence import Education, Evidence, HeldCertificate, Item
from eligibility.domain.work import Stretch, stretches, years_complete
from kernel.verdict import Refusal
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
    Training,
    Within,
    Work,
    WorkingNow,
)
from schemes.domain.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of one requirement: the evidence that serves it, or what is missing."""

    requirement: Requirement
    items: tuple[Item, ...] = ()
    missing: Refusal | None = None

    @property
    def met(self) -> bool:
        """Whether the requirement holds."""
        return self.missing is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The evidence as read on a day, with the one degree and the one certificate on which a condition is tried."""

    scheme: Scheme
    evidence: Evidence
    on: date
    degree: Education | None = None
    certificate: HeldCertificate | None = None

    def begins(self, after: Anchor) -> date | None:
        """From which day on something counts; None where the degree or certificate asked for is not there."""
        match after:
            case Anchor.ANY_TIME:
                return date.min
            case Anchor.DEGREE:
                return self.degree.awarded if self.degree else None
            case Anchor.CERTIFICATE:
                return self.certificate.issued if self.certificate else None


def degrees_for(asked: Degree, evidence: Evidence, on: date) -> list[Education]:
    """The degrees that serve by a day."""
    return [
        held
        for held in evidence.education
        if held.awarded <= on and held.degree.serves_as(asked.degree) and held.field in asked.fields
    ]


def certificates_for(asked: Certificate, evidence: Evidence, scheme: Scheme, on: date) -> list[HeldCertificate]:
    """The certificates in force on a day that serve, not looking at how long they were held."""
    return [
        held
        for held in evidence.certificates
        if held.issued <= on
        and (held.revoked is None or on < held.revoked)
        and (asked.level is None or held.level <= asked.level)
        and scheme.recognises_certificates_of(held.scheme)
    ]


def held_long_enough(asked: Certificate, held: HeldCertificate, on: date) -> bool:
    """Whether the certificate's years have passed by a day."""
    complete = years_complete(held.issued, asked.held_years)
    return complete is not None and complete <= on


def find(asked: Requirement, scene: Scene) -> Finding:
    """Ask one requirement."""
    finder: Callable[[Any, Scene], Finding] = FINDERS[type(asked)]
    return finder(asked, scene)


def longest_work(asked: Work, scene: Scene) -> Stretch | None:
    """The stretch that serves a work requirement best, cut at the degree or certificate if it counts from there."""
    begins = scene.begins(asked.after)
    if begins is None:
        return None
    periods = (period for period in scene.evidence.employment if period.occupation in asked.occupations)
    whole = stretches(periods, scene.on, scene.scheme.gap_days)
    cut = [part for part in (stretch.after(begins) for stretch in whole) if part is not None]
    return max(cut, key=lambda part: (part.has(asked.years), part.length), default=None)


def _work(asked: Work, scene: Scene) -> Finding:
    best = longest_work(asked, scene)
    if best is not None and best.has(asked.years):
        return Finding(requirement=asked, items=best.periods)
    code = f"work_short_{asked.after}"
    missing = Refusal(code, years=_years(asked.years), occupation=_occupation(asked.occupations), have=_span(best))
    return Finding(requirement=asked, items=best.periods if best else (), missing=missing)


def _working_now(asked: WorkingNow, scene: Scene) -> Finding:
    now = tuple(
        period
        for period in scene.evidence.employment
        if period.occupation in asked.occupations
        and period.start <= scene.on
        and (period.end is None or period.end >= scene.on)
    )
    missing = Refusal("working_now_missing", occupation=_occupation(asked.occupations))
    return Finding(requirement=asked, items=now, missing=None if now else missing)


def _degree(asked: Degree, scene: Scene) -> Finding:
    if scene.degree is not None:
        return Finding(requirement=asked, items=(scene.degree,))
    if asked.degree is DegreeKind.ADVANCED_SKILL_SCHOOL:
        return Finding(requirement=asked, missing=Refusal("school_missing", field=_field(asked.fields)))
    degree = Refusal(f"degree_{asked.degree}")
    return Finding(requirement=asked, missing=Refusal("degree_missing", degree=degree, field=_field(asked.fields)))


def _certificate(asked: Certificate, scene: Scene) -> Finding:
    held = scene.certificate
    if held is not None and held_long_enough(asked, held, scene.on):
        return Finding(requirement=asked, items=(held,))
    if held is not None:
        missing = Refusal("certificate_held_short", years=_years(asked.held_years), since=held.issued)
        return Finding(requirement=asked, items=(held,), missing=missing)
    if asked.level is None:
        return Finding(requirement=asked, missing=Refusal("certificate_missing_any"))
    return Finding(requirement=asked, missing=Refusal("certificate_missing", level=_level(asked.level)))


def _training(asked: Training, scene: Scene) -> Finding:
    hours = scene.scheme.standard_hours.get(asked.level)
    begins = scene.begins(asked.after)
    done = tuple(
        record for record in scene.evidence.training if record.level == asked.level and record.completed <= scene.on
    )
    enough = tuple(record for record in done if hours is not None and record.hours >= hours)
    served = tuple(record for record in enough if begins is not None and record.completed > begins)
    if served:
        return Finding(requirement=asked, items=served[:1])
    level = _level(asked.level)
    if begins is not None and enough:
        missing = Refusal("training_too_early", level=level)
    elif begins is not None and done:
        missing = Refusal("training_short", level=level, hours=hours, have=max(record.hours for record in done))
    else:
        missing = Refusal(f"training_missing_{asked.after}", level=level, hours=hours)
    return Finding(requirement=asked, items=done, missing=missing)


def _enrolled(asked: Enrolled, scene: Scene) -> Finding:
    now = tuple(
        entry
        for entry in scene.evidence.enrolled
        if entry.programme.casefold() == asked.programme.casefold()
        and entry.field in asked.fields
        and entry.since <= scene.on
        and (entry.until is None or scene.on <= entry.until)
    )
    missing = Refusal("enrolled_missing", programme=asked.programme.upper(), field=_field(asked.fields))
    return Finding(requirement=asked, items=now, missing=None if now else missing)


def _title(asked: Title, scene: Scene) -> Finding:
    held = tuple(
        title for title in scene.evidence.titles if title.awarded <= scene.on and title.grade.serves_as(asked.grade)
    )
    missing = Refusal("title_missing", grade=Refusal(f"grade_{asked.grade}"))
    return Finding(requirement=asked, items=held, missing=None if held else missing)


def _student_certificate(asked: StudentCertificate, scene: Scene) -> Finding:
    held = tuple(paper for paper in scene.evidence.student_certificates if paper.awarded <= scene.on)
    return Finding(requirement=asked, items=held, missing=None if held else Refusal("student_certificate_missing"))


def _within(asked: Within, scene: Scene) -> Finding:
    inside = asked.since <= scene.on <= asked.until
    missing = Refusal("outside_window", since=asked.since, until=asked.until)
    return Finding(requirement=asked, missing=None if inside else missing)


FINDERS: dict[type[Requirement], Callable[[Any, Scene], Finding]] = {
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


def _field(fields: frozenset[Relation]) -> Refusal:
    return Refusal("field_any" if fields == ANY_FIELD else f"field_{FIELDS.get(fields, 'any')}")


def _level(number: int) -> Refusal:
    return Refusal(f"level_{number}")


def _years(count: int) -> Refusal:
    return Refusal("span_year" if count == 1 else "span_years", count=count)


def _months(count: int) -> Refusal:
    return Refusal("span_month" if count == 1 else "span_months", count=count)


def _span(stretch: Stretch | None) -> Refusal:
    """How long a stretch is, in words: "4 years and 3 months"."""
    years, months = stretch.years_and_months if stretch else (0, 0)
    if years and months:
        return Refusal("span_years_and_months", years=_years(years), months=_months(months))
    if years:
        return _years(years)
    if months:
        return _months(months)
    return Refusal("span_short" if stretch and stretch.length else "span_none")
