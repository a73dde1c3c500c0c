"""What a candidate enters: the whole state of a slot, numbered by the page; the highest number of a slot counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exam.domain.form import LETTERS, MATCHING, MULTIPLE_CHOICE, NUMERIC, ORDERING, SHORT_TEXT, TEXT_SLOT, Layout, Slot
from kernel.errors import BadInput
from kernel.verdict import Refusal

MOST_IN_ONE_SAVE = 200
LONGEST_TEXT = 50_000
LONGEST_LINE = 100
HIGHEST_SEQ = 2**31 - 1
OFFERED = tuple(frozenset(LETTERS[:number]) for number in range(len(LETTERS) + 1))
"""The letters of so many options."""

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry as the page sent it."""

    seq: int
    slot: str
    value: Value


@dataclass(frozen=True, slots=True)
class Choices:
    """What a question's slot takes: so many options, one of them or several."""

    options: int
    several: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """A matching takes an option, or none yet, for each prompt."""

    options: int
    prompts: int


@dataclass(frozen=True, slots=True)
class Order:
    """An ordering takes all options in an order, or none."""

    options: int


@dataclass(frozen=True, slots=True)
class Line:
    """A number or a short text; of several units one is chosen."""

    units: int = 0


Takes = Choices | Matches | Order | Line | None
"""What a slot takes; None is a long text."""
Shape = Mapping[str, Takes]
"""What each slot of a form takes."""


def shape_of(layout: Layout) -> Shape:
    """The shape of answers to this form."""
    if layout.case_version_id is not None:
        return {TEXT_SLOT: None}
    return {slot.slot: _taken_by(slot) for slot in layout.slots}


def _taken_by(slot: Slot) -> Takes:
    if slot.kind == MATCHING:
        return Matches(options=len(slot.order), prompts=len(slot.prompts))
    if slot.kind == ORDERING:
        return Order(options=len(slot.order))
    if slot.kind in {NUMERIC, SHORT_TEXT}:
        return Line(units=len(slot.order))
    return Choices(options=len(slot.order), several=slot.kind == MULTIPLE_CHOICE)


def fold(answers: Iterable[Answer]) -> dict[str, Value]:
    """What stands in each slot; order of arrival, repeats and holes in the numbers change nothing."""
    latest: dict[str, Answer] = {}
    for answer in answers:
        if answer.slot not in latest or latest[answer.slot].seq < answer.seq:
            latest[answer.slot] = answer
    return {slot: answer.value for slot, answer in latest.items()}


def is_answered(value: Value) -> bool:
    """Whether something was chosen or written; a mere flag is no answer, nor is a matching with gaps."""
    chosen = value.get("chosen")
    return all(chosen) if chosen else bool(str(value.get("text", "")).strip())


def characters(text: str) -> int:
    """How long a text is, counted as the exam page counts: without blanks and line breaks."""
    return len("".join(text.split()))


def answered(values: Mapping[str, Value]) -> int:
    """How many slots have an answer."""
    return sum(is_answered(value) for value in values.values())


def _bad(where: str) -> BadInput:
    return BadInput(Refusal("bad_input", where=where), where)


def check_shape(answers: Iterable[Answer], shape: Shape) -> None:
    """Raise BadInput unless every entry fits its slot of this form."""
    for answer in answers:
        if answer.slot not in shape:
            raise _bad("slot")
        if not _fits(answer.value, shape[answer.slot]):
            raise _bad("value")


def _fits(value: Value, takes: Takes) -> bool:
    match takes:
        case Choices(options, several):
            chosen = _letters(value, OFFERED[options])
            return chosen is not None and len(set(chosen)) == len(chosen) <= (options if several else 1)
        case Matches(options, prompts):
            chosen = _letters(value, OFFERED[options] | {""})
            return chosen is not None and len(chosen) in {0, prompts}
        case Order(options):
            chosen = _letters(value, OFFERED[options])
            return chosen is not None and len(set(chosen)) == len(chosen) in {0, options}
        case Line(units):
            return _is_line(value, units)
        case None:
            return _is_text(value)


def _is_text(value: Value) -> bool:
    match value:
        case {"text": str() as text} if len(value) == 1:
            return len(text) <= LONGEST_TEXT and _is_storable(text)
    return False


def _is_storable(text: str) -> bool:
    """Neither NUL nor halves of a character, which no database takes."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _is_line(value: Value, units: int) -> bool:
    match value:
        case {"text": str() as text, "unit": str() as unit, "flagged": bool()} if len(value) == 3:  # noqa: PLR2004 -- the three just named
            return len(text) <= LONGEST_LINE and _is_storable(text) and (not unit or unit in OFFERED[units])
    return False


def _letters(value: Value, allowed: frozenset[str]) -> list[str] | None:
    """The letters chosen, if nothing else was."""
    match value:
        case {"chosen": list() as chosen, "flagged": bool()} if len(value) == 2:  # noqa: PLR2004 -- the two just named
            for letter in chosen:
                if not isinstance(letter, str) or letter not in allowed:
                    return None
            return chosen
    return None
