"""What stands on the page on which a question is written: the cells of its kind, and the record that they make."""

from collections.abc import Iterator, Mapping, Sequence

from question_bank.domain.acceptance import MOST_OPTIONS, MOST_UNITS
from question_bank.domain.content import BETWEEN_TEXTS, OWN
from question_bank.domain.kind import Kind
from question_bank.domain.question import Question
from question_bank.domain.reading import Problems, read_question
from question_bank.domain.record import Record
from question_bank.domain.sheet import COLUMNS, to_record, to_row

FEWEST_SHOWN = 4
MOST = {"prompts": MOST_OPTIONS, "options": MOST_OPTIONS, "units": MOST_UNITS}
LETTERED = frozenset({Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE})
"""Kinds whose answer is ticked beside the options."""
PARTS = ("prompts", "options", "units")
"""Lists that a kind may have, in the order in which they are written."""


def cells_of(question: Question) -> dict[str, str]:
    """What a page is filled with; kind, level and key by their own names, as pages send them."""
    own = {"kind": question.kind.value, "cognitive": question.cognitive.value}
    cells = {name: text for name, text in to_row(question).items() if name in COLUMNS}
    if question.kind is Kind.TRUE_FALSE:
        own["answer"] = "true" if cells["answer"] == "正确" else "false"
    return cells | own


def cells_from(sent: Mapping[str, Sequence[str]], kind: Kind) -> dict[str, str]:
    """The cells that a page sent; several ticked letters are one answer."""
    between = BETWEEN_TEXTS if kind is Kind.SHORT_TEXT else ", "
    return {name: between.join(sent[name]).strip() for name in COLUMNS if name in sent} | {"kind": kind.value}


def record_of(cells: Mapping[str, str]) -> Record:
    """The record that the cells make, good or not."""
    return to_record(cells)


def read_cells(cells: Mapping[str, str], *, gaps: bool = False) -> Question | Problems:
    """The question, or everything that is wrong with it; `gaps` lets a draft keep lacking what it lacked."""
    return read_question(to_record(cells), gaps=gaps)


def parts_of(kind: Kind) -> tuple[str, ...]:
    """The lists that this kind has."""
    return tuple(name for name in PARTS if name in OWN[kind])


def rows_of(name: str, cells: Mapping[str, str]) -> Iterator[int]:
    """The numbers of the rows to show: those that are filled, some empty ones after them, at most all there may be."""
    filled = [
        number
        for number in range(1, MOST[name] + 1)
        if any(cells.get(f"{name}.{number}.{part}") for part in ("zh", "en"))
    ]
    return iter(range(1, min(MOST[name], max(FEWEST_SHOWN, max(filled, default=0) + 1)) + 1))
