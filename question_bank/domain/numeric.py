"""Numbers as answers: how they are written, in which units, and how far off they may be."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from kernel.words import Words

LONGEST_NUMBER = 40
DIGITS, FEWEST_DIGITS = 40, 12
"""A number with so many digits behind the point as the latter was not written by hand."""
_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?|[+-]?\.[0-9]+")
_MINUS = str.maketrans("\u2010\u2012\u2013\u2212", "----")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit to choose; a number in it times `factor` is the number in the question's first unit."""

    sign: Words
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a number may lie from the right one: so much, or so many percent of it."""

    size: Decimal = Decimal(0)
    percent: bool = False

    def allows(self, right: Decimal, given: Fraction) -> bool:
        """Whether the number is near enough; just as far as said is near enough."""
        far = Fraction(self.size) * (abs(Fraction(right)) / 100 if self.percent else 1)
        return abs(given - Fraction(right)) <= far

    def __str__(self) -> str:
        """As authors write it: "0.5", or "2%"."""
        return f"{self.size:f}{'%' if self.percent else ''}"


def written_out(factor: Fraction) -> str:
    """A fraction as a decimal number, so long that the fraction is found again."""
    with localcontext() as context:
        context.prec = DIGITS
        return f"{Decimal(factor.numerator) / factor.denominator:f}"


def tidied(number: Decimal) -> Fraction:
    """The fraction that a long decimal number stands for: 0.3333333333333333 is a third, 0.25 is as it is."""
    exact, plain = Fraction(number), number.normalize()
    digits, exponent = len(plain.as_tuple().digits), plain.as_tuple().exponent
    if not isinstance(exponent, int) or min(digits, -exponent) < FEWEST_DIGITS:
        return exact
    half = Fraction(10) ** exponent / 2
    simpler = (exact.limit_denominator(10**power) for power in range(1, digits))
    return next((each for each in simpler if abs(each - exact) <= half), exact)


def number_in(text: str) -> Fraction | None:
    """The number that somebody wrote: digits of any width, perhaps with commas at the thousands; None if it is none."""
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())
    if len(plain) > LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        return None
    return Fraction(plain.replace(",", "").removesuffix("."))
