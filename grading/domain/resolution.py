"""What the marks of a first, second and third marker come to: a score, or the wish for another mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from grading.domain.score import cut
from kernel.errors import BadInput
from kernel.verdict import Refusal
from schemes.domain.component import Component

MOST_MARKS = 3


class Status(StrEnum):
    """Whether the marks settle the score."""

    FINAL = "final"
    ANOTHER_MARKER = "another_marker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The outcome with its reason; `score` is None until it is final."""

    status: Status
    reason: Refusal
    score: Decimal | None = None

    @property
    def is_final(self) -> bool:
        """Whether nobody else needs to mark."""
        return self.status is Status.FINAL


def resolve(component: Component, marks: Sequence[Decimal]) -> Resolution:
    """Apply the component's rule to the marks, given in the order of the markers.

    Two that agree settle it, whatever a third says; otherwise the two closest of three are averaged, and where the
    middle one lies halfway it is the score itself.
    """
    most = MOST_MARKS if component.marking.tolerance is not None else component.marking.markers
    if not 0 < len(marks) <= most:
        raise BadInput(Refusal("wrong_number_of_marks", most=most))
    for mark in marks:
        if not 0 <= mark <= component.out_of:
            raise BadInput(Refusal("mark_out_of_range", mark=mark, out_of=component.out_of))
    if len(marks) < component.marking.markers:
        return _another("second_mark_needed")
    if len(marks) == 1:
        return _final(marks, "one_mark_suffices")
    first, second, *third = marks
    tolerance = component.marking.tolerance or Decimal(0)
    difference = abs(first - second)
    if difference <= tolerance:
        return _final((first, second), "marks_agree", difference=difference, tolerance=tolerance)
    if not third:
        return _another("marks_differ", difference=difference, tolerance=tolerance)
    return _final(closest(marks), "closest_marks_count")


def closest(marks: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The two marks that lie closest together; of three in equal steps, the middle one."""
    steps = list(pairwise(sorted(marks)))
    least = min(high - low for low, high in steps)
    nearest = [step for step in steps if step[1] - step[0] == least]
    return nearest[0] if len(nearest) == 1 else (sorted(marks)[len(marks) // 2],)


def _final(counting: Sequence[Decimal], reason: str, **params: object) -> Resolution:
    mean = sum((Fraction(mark) for mark in counting), Fraction(0)) / len(counting)
    return Resolution(status=Status.FINAL, score=cut(mean), reason=Refusal(reason, **params))


def _another(reason: str, **params: object) -> Resolution:
    return Resolution(status=Status.ANOTHER_MARKER, reason=Refusal(reason, **params))
