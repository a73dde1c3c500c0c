"""What other systems keep as tags of a question: how deep it asks, how hard it is, which function it belongs to."""

import re
from collections.abc import Iterable

from question_bank.domain.kind import COGNITIVE
from question_bank.domain.question import Numeric, Question
from question_bank.domain.record import Record

_DEPTHS = {
    said.casefold(): depth.value for depth, words in COGNITIVE.items() for said in (depth.value, words.zh, words.en)
}
_NAMED = re.compile(r"(difficulty|难度|function|职业功能|tolerance)\s*[:：=]\s*(\S.*)", re.IGNORECASE)
_FIELDS = {"难度": "difficulty", "职业功能": "function"}


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
    content = question.content
    percent = content.tolerance if isinstance(content, Numeric) and content.tolerance.percent else None
    tolerance = (f"tolerance:{percent}",) if percent else ()
    return (question.cognitive.value, f"difficulty:{question.difficulty}", *function, *tolerance)
