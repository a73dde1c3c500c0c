"""What would change a refusal: the fewest papers a person could still obtain, and from when on they would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from itertools import combinations

from eligibility.domain.evidence import (
    CompletedTraining,
    Education,
    Enrolment,
    Evidence,
    HeldCertificate,
    HeldStudentCertificate,
    HeldTitle,
    Item,
)
from eligibility.domain.finding import field, level
from eligibility.domain.serving import certificates_for, degrees_for, holds, scene, serving
from eligibility.domain.waiting import first_day
from kernel.verdict import Refusal
from schemes.domain.requirement import (
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
    Work,
)
from schemes.domain.scheme import Condition, Scheme

MOST_CURES = 4
"""More ways than these help nobody to choose."""

EFFORTS: dict[type[Requirement], int] = {
    Training: 1,
    StudentCertificate: 2,
    Certificate: 2,
    Title: 4,
    Enrolled: 6,
    Degree: 6,
}
"""How hard a paper is to come by, roughly: a way is left out where another is nowhere longer, later or harder."""

LADDER = [DegreeKind.JUNIOR_COLLEGE, DegreeKind.BACHELOR, DegreeKind.MASTER, DegreeKind.DOCTORATE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A paper somebody could still obtain, and the requirement it would serve."""

    asked: Requirement
    item: Item

    @property
    def effort(self) -> int:
        """How hard it is to come by."""
        match self.asked:
            case Degree(degree=degree):
                # Nobody should be sent to study something else where this field would do as well.
                elsewhere = Relation.SAME not in self.asked.fields
                return EFFORTS[Degree] + 2 * LADDER.index(degree) + elsewhere if degree in LADDER else EFFORTS[Degree]
            case Title(grade=grade):
                return EFFORTS[Title] + list(TitleGrade).index(grade)
            case _:
                return EFFORTS[type(self.asked)]

    @property
    def said(self) -> Refusal:  # noqa: PLR0911 -- one phrase for each kind
        """What it is, in words."""
        match self.asked:
            case Training():
                hours = self.item.hours if isinstance(self.item, CompletedTraining) else None
                return Refusal("addition_training", level=level(self.asked.level), hours=hours)
            case Certificate(level=None):
                return Refusal("addition_certificate_any")
            case Certificate(level=int(number)):
                return Refusal("addition_certificate", level=level(number))
            case Degree(degree=DegreeKind.ADVANCED_SKILL_SCHOOL):
                return Refusal("addition_school", field=field(self.asked.fields))
            case Degree():
                named = Refusal(f"degree_{self.asked.degree}")
                return Refusal("addition_degree", degree=named, field=field(self.asked.fields))
            case Title():
                return Refusal("addition_title", grade=Refusal(f"grade_{self.asked.grade}"))
            case Enrolled():
                programme = self.asked.programme.upper()
                return Refusal("addition_enrolment", programme=programme, field=field(self.asked.fields))
            case _:
                return Refusal("addition_student_certificate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """Papers which, were they there today, would open a condition, at once or on a later day by time alone."""

    condition: Condition
    additions: tuple[Addition, ...]
    on: date
    at_once: bool

    @property
    def items(self) -> tuple[Item, ...]:
        """The evidence that would have to be added."""
        return tuple(addition.item for addition in self.additions)

    @property
    def said(self) -> Refusal:
        """The proposal, in words."""
        papers = reduce(
            lambda first, second: Refusal("additions_two", first=first, second=second),
            (addition.said for addition in self.additions),
        )
        if self.at_once:
            return Refusal("cure_at_once", additions=papers)
        working = any(isinstance(asked, Work) for asked in self.condition.requires)
        return Refusal("cure_later_working" if working else "cure_later", additions=papers, day=self.on)

    @property
    def rank(self) -> tuple[int, date, int]:
        """The fewest papers first, then the soonest, then those easiest to come by."""
        return len(self.additions), self.on, sum(addition.effort for addition in self.additions)

    def is_beaten_by(self, other: "Cure") -> bool:
        """Whether another way is nowhere worse and somewhere better."""
        return other.rank != self.rank and all(
            theirs <= mine for theirs, mine in zip(other.rank, self.rank, strict=True)  # type: ignore[operator]
        )  # fmt: skip


def shortest_cures(
    conditions: tuple[Condition, ...], scheme: Scheme, evidence: Evidence, on: date, *, otherwise: date | None
) -> tuple[Cure, ...]:
    """The shortest ways to admission, each sooner than by time alone (`otherwise`)."""
    found: dict[tuple[Item, ...], Cure] = {}
    for condition in conditions:
        for cure in _cures(condition, scheme, evidence, on):
            known = found.get(cure.items)
            if (otherwise is None or cure.on < otherwise) and (known is None or cure.on < known.on):
                found[cure.items] = cure
    ways = sorted(found.values(), key=lambda cure: cure.rank)
    return tuple(cure for cure in ways if not any(map(cure.is_beaten_by, ways)))[:MOST_CURES]


def _cures(condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> Iterator[Cure]:
    """For each set of papers that the condition asks for and that could still help, from when on it would hold."""
    wanting = [asked for asked in condition.requires if _could_help(asked, condition, scheme, evidence, on)]
    for count in range(1, len(wanting) + 1):
        for chosen in combinations(wanting, count):
            additions = _additions(chosen, condition, scheme, evidence, on)
            if additions is None:
                continue
            more = evidence.with_added(addition.item for addition in additions)
            at_once = holds(condition, scheme, more, on)
            day = on if at_once else first_day(condition, scheme, more, on)
            if day is not None:
                yield Cure(condition=condition, additions=additions, on=day, at_once=at_once)


def _could_help(asked: Requirement, condition: Condition, scheme: Scheme, evidence: Evidence, on: date) -> bool:
    """Whether a paper for this could be obtained and would not merely repeat one that is there for good."""
    match asked:
        case Degree():
            return not degrees_for(asked, evidence, on)
        case Certificate():
            held = certificates_for(asked, evidence, scheme, on)
            return not any(certificate.revoked is None for certificate in held)
        case Enrolled():
            lasting = Evidence(enrolled=tuple(entry for entry in evidence.enrolled if entry.until is None))
            return serving(asked, scene(condition, scheme, lasting, on)) is None
        case Training() | Title() | StudentCertificate():
            return serving(asked, scene(condition, scheme, evidence, on)) is None
        case _:
            return False


def _additions(
    chosen: tuple[Requirement, ...], condition: Condition, scheme: Scheme, evidence: Evidence, on: date
) -> tuple[Addition, ...] | None:
    """The papers as if obtained on the day of reading, training after a degree the day after that."""
    additions: list[Addition] = []
    for asked in sorted(chosen, key=lambda each: isinstance(each, Training)):
        degrees = [*evidence.education, *(a.item for a in additions if isinstance(a.item, Education))]
        item = _paper(asked, scheme, on, _degree_day(asked, condition, tuple(degrees)))
        if item is None:
            return None
        additions.append(Addition(asked=asked, item=item))
    return tuple(additions)


def _degree_day(asked: Requirement, condition: Condition, degrees: tuple[Education, ...]) -> date | None:
    """The day of the first degree that serves, where training counts only after it."""
    wish = next((other for other in condition.requires if isinstance(other, Degree)), None)
    if wish is None or not isinstance(asked, Training) or asked.after is not Anchor.DEGREE:
        return None
    serving_ever = degrees_for(wish, Evidence(education=degrees), date.max)
    return min((held.awarded for held in serving_ever), default=None)


def _paper(asked: Requirement, scheme: Scheme, on: date, degree_day: date | None) -> Item | None:  # noqa: PLR0911 -- one paper for each kind
    match asked:
        case Degree(degree=degree, fields=fields):
            return Education(degree=degree, field=_field(fields), awarded=on)
        case Certificate():
            number = asked.level if asked.level is not None else max(scheme.levels)
            return HeldCertificate(scheme=scheme.code, level=number, issued=on)
        case Training():
            hours = scheme.standard_hours.get(asked.level)
            day = on if degree_day is None else max(on, _day_after(degree_day))
            return CompletedTraining(level=asked.level, hours=Decimal(hours), completed=day) if hours else None
        case Enrolled(programme=programme, fields=fields):
            return Enrolment(programme=programme, field=_field(fields), since=on)
        case Title(grade=grade):
            return HeldTitle(grade=grade, awarded=on)
        case StudentCertificate():
            return HeldStudentCertificate(awarded=on)
        case _:
            return None


def _field(fields: frozenset[Relation]) -> Relation:
    return next(relation for relation in Relation if relation in fields)


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
