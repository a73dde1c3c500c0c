"""What other systems keep as tags of a question: how deep it asks, how hard it is, which function it belongs to."""

import re
from collections.abc import Iterable
from decimal import Decimal

from question_bank.domain.kind import COGNITIVE
from question_bank.domain.question import Numeric, Question
from question_bank.domain.record import Record

_DEPTHS = {
    said.casefold(): depth.value for depth, words in COGNITIVE.items() for said in (depth.value, words.zh, words.en)
}
_NAMED = re.compile(r"(difficulty|难度|function|职业功能|tolerance)\s*[:：=]\s*(\S.*)", re.IGNORECASE)
_FIELDS = {"难度": "difficulty", "职业功能": "function"}
_GROUP = re.compile(r"group:([\w.-]+)/([1-9][0-9]{0,2})", re.ASCII)
_OPTIONS = re.compile(r"options:([A-Z]+)")
_TOLERANCE = re.compile(r"tolerance:([0-9]+(?:\.[0-9]+)?)%")


def from_tags(tags: Iterable[str]) -> Record:
    """The fields that tags such as "understand", "掌握", "difficulty:0.62" and "function:overview" name."""
    record: Record = {}
    for tag in map(str.strip, tags):
        if named := _NAMED.fullmatch(tag):
            name = named[1].casefold()
            record[_FIELDS.get(name, name)] = named[2].strip()
        elif depth := _DEPTHS.get(tag.casefold()):
            record["cognitive"] = depth
    return record


def tags_of(question: Question) -> tuple[str, ...]:
    """The tags from which the same is read again, and a tolerance in per cent, which others know only as a number."""
    function = (f"function:{question.function}",) if question.function else ()
    group = (f"group:{question.group.id}/{question.group.number}",) if question.group else ()
    content = question.content
    percent = content.tolerance if isinstance(content, Numeric) and content.tolerance.percent else None
    tolerance = (f"tolerance:{percent}",) if percent else ()
    return (question.cognitive.value, f"difficulty:{question.difficulty}", *function, *group, *tolerance)


def group_in(tags: Iterable[str]) -> tuple[str, int] | None:
    """The group that a tag names, and the question's place in it."""
    found = _first(_GROUP, tags)
    return (found[1], int(found[2])) if found else None


def options_in(tags: Iterable[str]) -> list[str]:
    """The letters that the options had before another system put them in the order of the key."""
    found = _first(_OPTIONS, tags)
    return list(found[1]) if found else []


def tolerance_in(tags: Iterable[str]) -> Decimal | None:
    """The tolerance in per cent, which another system only has as a number."""
    found = _first(_TOLERANCE, tags)
    return Decimal(found[1]) if found else None


def without_tolerance(tags: Iterable[str]) -> list[str]:
    """The tags without those that a format has a better place for."""
    return [tag for tag in tags if not tag.strip().casefold().startswith("tolerance")]


def _first(pattern: re.Pattern[str], tags: Iterable[str]) -> re.Match[str] | None:
    return next((found for tag in tags if (found := pattern.fullmatch(tag.strip()))), None)
