"""A released score as its candidate and other packages see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from grading.domain.score import cut
from grading.domain.standing import Standing
from kernel.words import Words
from schemes.domain.component import Component
from schemes.domain.scheme import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedScore:
    """One component's official score; `detail` breaks it down by function or by criterion."""

    attempt_id: UUID
    candidate_id: UUID
    sitting_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    component: str
    score: Decimal
    on: date
    released_at: datetime
    changed_at: datetime | None = None
    """When it became another one than was released at first."""
    detail: Mapping[str, Any]

    @property
    def owner_id(self) -> UUID:
        """Whose score it is."""
        return self.candidate_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of a score: a function of the syllabus, or a criterion of the rubric."""

    title: Words
    earned: Decimal
    out_of: Decimal

    @property
    def percent(self) -> int:
        """How much of the part was earned, in whole percent, cut."""
        return int(self.earned * 100 / self.out_of) if self.out_of else 0


def parts(level: Level, detail: Mapping[str, Any]) -> tuple[Part, ...]:
    """What a score is made of: functions in the order of the syllabus, or criteria in that of the rubric.

    Where several people marked, the mean of their marks under each criterion.
    """
    syllabus = [function.code for function in level.functions]
    functions = (
        Part(
            title=level.function(part["function"]).title, earned=Decimal(part["earned"]), out_of=Decimal(part["out_of"])
        )
        for part in sorted(detail.get("functions", ()), key=lambda part: syllabus.index(part["function"]))
    )
    criteria = (
        Part(title=Words(**part["title"]), earned=_mean(part["marks"]), out_of=Decimal(part["out_of"]))
        for part in detail.get("criteria", ())
    )
    return (*functions, *criteria)


def _mean(marks: Sequence[str]) -> Decimal:
    return cut(sum((Fraction(mark) for mark in marks), Fraction(0)) / len(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelResults:
    """A candidate's results in one level: where they stand, and every score that led there, the latest first."""

    scheme_code: str
    scheme_title: Words
    rules: Level
    standing: Standing
    scores: tuple[ReleasedScore, ...]

    def component(self, code: str) -> Component:
        """The component's title, pass mark and size."""
        return self.rules.components[code]

    def latest(self, component: str) -> ReleasedScore | None:
        """The latest score of a component."""
        return next((score for score in self.scores if score.component == component), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An attempt that is in, while its result is not out."""

    number: str
    component_title: Words
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All a candidate may know of their results."""

    levels: tuple[LevelResults, ...]
    awaited: tuple[Awaited, ...]
