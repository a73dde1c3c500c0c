"""What a candidate enters: the whole state of a slot, numbered by the page; the highest number of a slot counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exam.domain.form import LETTERS, MULTIPLE_CHOICE, TEXT_SLOT, Layout
from kernel.errors import BadInput
from kernel.verdict import Refusal

MOST_IN_ONE_SAVE = 200
LONGEST_TEXT = 50_000
HIGHEST_SEQ = 2**31 - 1

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


Shape = Mapping[str, Choices | None]
"""What each slot of a form takes; None is a text."""


def shape_of(layout: Layout) -> Shape:
    """The shape of answers to this form."""
    if layout.case_version_id is not None:
        return {TEXT_SLOT: None}
    return {slot.slot: Choices(options=len(slot.order), several=slot.kind == MULTIPLE_CHOICE) for slot in layout.slots}


def fold(answers: Iterable[Answer]) -> dict[str, Value]:
    """What stands in each slot; order of arrival, repeats and holes in the numbers change nothing."""
    latest: dict[str, Answer] = {}
    for answer in answers:
        if answer.slot not in latest or latest[answer.slot].seq < answer.seq:
            latest[answer.slot] = answer
    return {slot: answer.value for slot, answer in latest.items()}


def is_answered(value: Value) -> bool:
    """Whether something was chosen or written; a mere flag is no answer."""
    return bool(value.get("chosen") or str(value.get("text", "")).strip())


def characters(text: str) -> int:
    """How long a text is, counted as the exam page counts: without blanks and line breaks."""
    return len("".join(text.split()))


def answered(values: Mapping[str, Value]) -> int:
    """How many slots have an answer."""
    return sum(is_answered(value) for value in values.values())


def _bad(where: str) -> BadInput:
    return BadInput(Refusal("bad_input", where=where), where)


def read_answers(sent: object) -> tuple[Answer, ...]:
    """The entries of a save, strictly: a list of objects with seq, slot and value and nothing else."""
    if not isinstance(sent, list) or len(sent) > MOST_IN_ONE_SAVE:
        raise _bad("answers")
    answers = tuple(_read_answer(entry) for entry in sent)
    if len({answer.seq for answer in answers}) != len(answers):
        raise _bad("seq")
    return answers


def _read_answer(entry: object) -> Answer:
    if isinstance(entry, dict) and entry.keys() == {"seq", "slot", "value"}:
        match entry:
            case {"seq": int() as seq, "slot": str() as slot, "value": dict() as value} if (
                not isinstance(seq, bool) and 0 < seq <= HIGHEST_SEQ
            ):
                return Answer(seq, slot, value)
    raise _bad("answers")


def check_shape(answers: Iterable[Answer], shape: Shape) -> None:
    """Raise BadInput unless every entry fits its slot of this form."""
    for answer in answers:
        if answer.slot not in shape:
            raise _bad("slot")
        takes = shape[answer.slot]
        fits = _is_text(answer.value) if takes is None else _is_choice(answer.value, takes)
        if not fits:
            raise _bad("value")


def _is_text(value: Value) -> bool:
    match value:
        case {"text": str() as text} if len(value) == 1:
            return len(text) <= LONGEST_TEXT and _is_storable(text)
    return False


def _is_storable(text: str) -> bool:
    """Neither NUL nor halves of a character, which no database takes."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _is_choice(value: Value, takes: Choices) -> bool:
    match value:
        case {"chosen": list() as chosen, "flagged": bool()} if len(value) == 2:  # noqa: PLR2004 -- the two just named
            most = takes.options if takes.several else 1
            letters = LETTERS[: takes.options]
            return (
                len(chosen) <= most
                and all(isinstance(letter, str) and len(letter) == 1 and letter in letters for letter in chosen)
                and len(set(chosen)) == len(chosen)
            )
    return False
