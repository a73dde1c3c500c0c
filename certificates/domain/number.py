"""A certificate's number: easy to read out, impossible to guess, and a slip of the pen is noticed."""

import unicodedata
from collections.abc import Callable

from kernel.errors import BadInput
from kernel.verdict import Refusal

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, 1, I, L or O, which people confuse. Thirty-one signs, a prime, so that the check sign finds every swap."""
DRAWN = 15
GROUP = 4


def draw_number(pick: Callable[[int], int]) -> str:
    """A new number; `pick(n)` gives a random whole number below n that nobody can foresee."""
    drawn = "".join(SIGNS[pick(len(SIGNS))] for _ in range(DRAWN))
    return _grouped(drawn + _check_sign(drawn))


def read_number(text: str) -> str:
    """The number as it is printed, from whatever a person typed; refuses what cannot be one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    if len(signs) != DRAWN + 1 or any(sign not in SIGNS for sign in signs):
        raise BadInput(Refusal("number_malformed"))
    if _check_sign(signs[:DRAWN]) != signs[DRAWN]:
        raise BadInput(Refusal("number_mistyped"))
    return _grouped(signs)


def _check_sign(drawn: str) -> str:
    weighted = sum(place * SIGNS.index(sign) for place, sign in enumerate(drawn, start=1))
    return SIGNS[weighted % len(SIGNS)]


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
