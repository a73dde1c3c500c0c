"""Numbers of identity documents: cleaned, checked as far as the number itself tells, and masked for reading."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.verdict import Refusal, Verdict


class IdentityKind(StrEnum):
    """The documents by which a person can be told apart for good."""

    RESIDENT_CARD = "resident_card"
    HONG_KONG_MACAU_PERMIT = "hong_kong_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    RESIDENCE_PERMIT = "residence_permit"
    CHINESE_PASSPORT = "chinese_passport"
    FOREIGN_PASSPORT = "foreign_passport"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """What other packages may know of somebody's identity document: never the number in clear."""

    kind: IdentityKind
    masked: str
    confirmed: bool


CITIZEN_LENGTH, OLD_CITIZEN_LENGTH = 18, 15
"""Of a citizen's number (GB 11643-1999), and of the one that cards carried until 2012."""
EARLIEST_BIRTH = date(1900, 1, 1)
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()  # noqa: SIM905 -- read as a row
)
"""The first two digits, by GB/T 2260."""
RESIDENCE_REGIONS = frozenset({"810000", "820000", "830000"})
"""Residents of Hong Kong, Macau and Taiwan who live on the mainland."""
_WEIGHTS = tuple(2**place % 11 for place in range(CITIZEN_LENGTH - 1, 0, -1))
_CHECK = "10X98765432"
_DASHES = re.compile(r"[\s\-‐-―−·.]+")

_SHAPES = {
    IdentityKind.HONG_KONG_MACAU_PERMIT: re.compile(r"([HM]\d{8})(?:\d{2})?", re.ASCII),
    IdentityKind.TAIWAN_PERMIT: re.compile(r"(\d{8})(?:\d{2})?", re.ASCII),
    IdentityKind.CHINESE_PASSPORT: re.compile(r"([DEGPS]\d{8}|E[A-HJ-NP-Z]\d{7})", re.ASCII),
    IdentityKind.FOREIGN_PASSPORT: re.compile(r"(?=(?:.*\d){4})([A-Z0-9]{6,12})", re.ASCII),
}
"""In the group, what stays the same for life; two more digits on older permits count how often one was issued."""
_SHOWN_OF_LONG, _SHOWN_OF_SHORT = 4, 2


def clean_number(kind: IdentityKind, text: str) -> str:
    """The number as it is compared and kept: plain capitals and digits, without blanks, hyphens or count of issue."""
    plain = _DASHES.sub("", unicodedata.normalize("NFKC", text)).upper()
    plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    shape = _SHAPES.get(kind)
    found = shape.fullmatch(plain) if shape else None
    return found[1] if found else plain


def check_number(kind: IdentityKind, number: str, *, on: date) -> Verdict:
    """Whether a cleaned number can be one of such a document; says what is wrong without repeating the number."""
    if not number:
        return Verdict((Refusal("identity_missing"),))
    shape = _SHAPES.get(kind)
    if shape is None:
        return _check_citizen(kind, number, on)
    return Verdict() if shape.fullmatch(number) else Verdict((Refusal(f"identity_{kind.value}"),))


def masked(number: str) -> str:
    """The number as pages show it: enough to recognise one's own, too little to use it."""
    shown = _SHOWN_OF_LONG if len(number) == CITIZEN_LENGTH else _SHOWN_OF_SHORT
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[-shown:]


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of a citizen's number, by ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def _check_citizen(kind: IdentityKind, number: str, on: date) -> Verdict:
    """Length and characters first; a number that has them is asked everything else at once."""
    if len(number) == OLD_CITIZEN_LENGTH and number.isdigit():
        return Verdict((Refusal("identity_old"),))
    if len(number) != CITIZEN_LENGTH:
        return Verdict((Refusal("identity_length", needed=CITIZEN_LENGTH, have=len(number)),))
    wrong = [place for place, sign in enumerate(number[:-1], start=1) if sign not in "0123456789"]
    if wrong or number[-1] not in "0123456789X":
        return Verdict((Refusal("identity_character", places=wrong or [CITIZEN_LENGTH]),))
    return Verdict.of(
        (
            _region(kind, number),
            None if _was_born(number[6:14], on) else Refusal("identity_birth"),
            None if check_character(number[:-1]) == number[-1] else Refusal("identity_check"),
        )
    )


def _region(kind: IdentityKind, number: str) -> Refusal | None:
    if number[:6] in RESIDENCE_REGIONS:
        return None if kind is IdentityKind.RESIDENCE_PERMIT else Refusal("identity_is_residence_permit")
    if kind is IdentityKind.RESIDENCE_PERMIT:
        return Refusal("identity_no_residence_permit")
    return None if number[:2] in PROVINCES else Refusal("identity_region")


def _was_born(digits: str, on: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return EARLIEST_BIRTH <= born <= on
