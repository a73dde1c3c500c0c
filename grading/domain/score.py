"""A score is exact; it is cut to two places and never rounded up, so that 59.999 does not become 60."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kernel.dates import years_after
from schemes.domain.component import Component

HUNDREDTHS = 100


def cut(exact: Fraction) -> Decimal:
    """The mark with two places; whatever lies beyond is cut off."""
    return Decimal(exact.numerator * HUNDREDTHS // exact.denominator) / HUNDREDTHS


def rescaled(earned: Fraction | Decimal, of: Decimal, out_of: Decimal) -> Decimal:
    """Marks earned on a paper of `of` marks, as a score of a component marked out of `out_of`."""
    return cut(Fraction(earned) * Fraction(out_of) / Fraction(of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The score of one component from one attempt, judged by the rules in force for that attempt."""

    component: str
    score: Decimal
    on: date
    pass_mark: Decimal
    valid_years: int

    @classmethod
    def of(cls, component: Component, score: Decimal, on: date) -> "Result":
        """A score of this component, reached on a day."""
        return cls(
            component=component.code,
            score=cut(Fraction(score)),
            on=on,
            pass_mark=component.pass_mark,
            valid_years=component.valid_years,
        )

    @property
    def passed(self) -> bool:
        """Whether it reaches the pass mark."""
        return self.score >= self.pass_mark

    @property
    def valid_until(self) -> date | None:
        """The last day on which it counts; None for a score below the pass mark."""
        return years_after(self.on, self.valid_years) if self.passed else None

    def is_valid(self, on: date) -> bool:
        """Whether it counts on a day: from the day it was reached through the last day, both included."""
        return self.valid_until is not None and self.on <= on <= self.valid_until
