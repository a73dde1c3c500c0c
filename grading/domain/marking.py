"""What a theory paper earns: a pure function of the answers, the form and the key, the same every time."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from exam.domain.answer import Value
from exam.domain.form import Layout
from kernel.errors import NotFound
from question_bank.domain.kind import Kind
from question_bank.domain.question import Key

NOTHING = Decimal(0)


class MultipleChoiceRule(StrEnum):
    """How a multiple choice earns its marks; the scheme's blueprint names one of these."""

    ALL_OR_NOTHING = "all_or_nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotMark:
    """What one question of the form earned."""

    slot: str
    function: str
    earned: Decimal
    out_of: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionMark:
    """What the questions of one function of the syllabus earned together."""

    function: str
    earned: Decimal
    out_of: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMark:
    """What a whole paper earned, question by question in the order of the form."""

    slots: tuple[SlotMark, ...]

    @property
    def earned(self) -> Decimal:
        """All marks together."""
        return sum((slot.earned for slot in self.slots), NOTHING)

    @property
    def out_of(self) -> Decimal:
        """What a faultless paper earns."""
        return sum((slot.out_of for slot in self.slots), NOTHING)

    @property
    def by_function(self) -> tuple[FunctionMark, ...]:
        """The marks of each function, in the order in which the functions appear on the form."""
        return tuple(self._of(function) for function in dict.fromkeys(slot.function for slot in self.slots))

    def _of(self, function: str) -> FunctionMark:
        mine = [slot for slot in self.slots if slot.function == function]
        return FunctionMark(
            function=function,
            earned=sum((slot.earned for slot in mine), NOTHING),
            out_of=sum((slot.out_of for slot in mine), NOTHING),
        )


def mark_paper(
    layout: Layout, answers: Mapping[str, Value], keys: Mapping[UUID, Key], rule: MultipleChoiceRule
) -> PaperMark:
    """Every question of the form marked by the key of its pinned version; one without an answer earns nothing."""
    marks = []
    for slot in layout.slots:
        chosen = slot.options_behind(answers.get(slot.slot, {}).get("chosen", ()))
        earned = slot.marks if is_right(keys[slot.version_id], chosen, rule) else NOTHING
        marks.append(SlotMark(slot=slot.slot, function=slot.function, earned=earned, out_of=slot.marks))
    return PaperMark(slots=tuple(marks))


def is_right(key: Key, chosen: frozenset[int], rule: MultipleChoiceRule) -> bool:
    """Whether the options chosen earn the question's marks."""
    match key.kind:
        case Kind.SINGLE_CHOICE | Kind.TRUE_FALSE:
            return chosen == key.correct
        case Kind.MULTIPLE_CHOICE:
            match rule:
                case MultipleChoiceRule.ALL_OR_NOTHING:
                    return chosen == key.correct
        case Kind.CASE_STUDY:
            raise NotFound("a key to a case study")
