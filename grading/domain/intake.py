"""Reads marks and scores that come from outside, and says which one cannot be read."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from grading.domain.score import Result, cut
from kernel.errors import BadInput
from kernel.verdict import Refusal
from schemes.domain.component import Component
from schemes.domain.scheme import Level

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,20})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST, LATEST = date(1900, 1, 1), date(2900, 12, 31)
FIELDS = ("component", "score", "on")


def number(text: object, where: str) -> Decimal:
    """A plain number such as 61 or 61.5; no sign, exponent or other alphabet."""
    written = str(text)
    if isinstance(text, bool) or not isinstance(text, str | int | Decimal) or not _NUMBER.fullmatch(written):
        raise BadInput(Refusal("not_a_mark", value=written), where=where)
    return Decimal(written)


def day(text: object, where: str) -> date:
    """A calendar day written YYYY-MM-DD."""
    try:
        if isinstance(text, str) and _DAY.fullmatch(text) and EARLIEST <= (found := date.fromisoformat(text)) <= LATEST:
            return found
    except ValueError:
        pass
    raise BadInput(Refusal("not_a_day", value=str(text)), where=where)


def level_number(text: str) -> int:
    """The number of a level."""
    if not re.fullmatch(r"[0-9]", text):
        raise BadInput(Refusal("unknown_level", level=text))
    return int(text)


def component(level: Level, code: object, where: str = "") -> Component:
    """The level's component of that code."""
    found = level.components.get(code) if isinstance(code, str) else None
    if found is None:
        raise BadInput(Refusal("unknown_component", component=str(code), known=tuple(level.components)), where=where)
    return found


def results(level: Level, scores: object) -> tuple[Result, ...]:
    """The scores of a file: a list of objects with component, score and on."""
    if not isinstance(scores, list):
        raise BadInput(Refusal("not_a_list_of_scores"))
    return tuple(_result(level, entry, f"[{index}]") for index, entry in enumerate(scores))


def _result(level: Level, entry: object, where: str) -> Result:
    if not isinstance(entry, dict) or (missing := _missing(entry)):
        raise BadInput(
            Refusal("score_incomplete", fields=FIELDS if not isinstance(entry, dict) else missing), where=where
        )
    taken = component(level, entry["component"], f"{where}.component")
    score = number(entry["score"], f"{where}.score")
    if score > taken.out_of:
        raise BadInput(Refusal("mark_out_of_range", mark=score, out_of=taken.out_of), where=f"{where}.score")
    return Result.of(taken, cut(Fraction(score)), day(entry["on"], f"{where}.on"))


def _missing(entry: Iterable[str]) -> tuple[str, ...]:
    return tuple(field for field in FIELDS if field not in entry)
