"""What a theory paper earns: a pure function of the answers, the form and the key, the same every time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from exam.domain.answer import Value
from exam.domain.form import Layout, Slot
from question_bank.domain.key import ChoiceKey, Key, MatchingKey, NumericKey, OrderingKey, TextKey
from question_bank.domain.numeric import number_in
from question_bank.domain.short_text import says_one_of

NOTHING, ALL = Fraction(0), Fraction(1)


class SlotMark(NamedTuple):
    """What one question of the form earned."""

    slot: str
    function: str
    earned: Fraction
    out_of: Decimal


class FunctionMark(NamedTuple):
    """What the questions of one function of the syllabus earned together."""

    function: str
    earned: Fraction
    out_of: Decimal


@dataclass(frozen=True, kw_only=True)
class PaperMark:
    """What a whole paper earned, question by question in the order of the form."""

    slots: tuple[SlotMark, ...]

    @property
    def earned(self) -> Fraction:
        """All marks together."""
        return _sum([part.earned for part in self.by_function])

    @property
    def out_of(self) -> Decimal:
        """What a faultless paper earns."""
        return sum([part.out_of for part in self.by_function], Decimal(0))

    @cached_property
    def by_function(self) -> tuple[FunctionMark, ...]:
        """The marks of each function, in the order in which the functions appear on the form."""
        parts: dict[str, list[SlotMark]] = {}
        for slot in self.slots:
            parts.setdefault(slot.function, []).append(slot)
        return tuple(
            FunctionMark(
                function=function,
                earned=_sum([slot.earned for slot in mine]),
                out_of=sum([slot.out_of for slot in mine], Decimal(0)),
            )
            for function, mine in parts.items()
        )


def mark_paper(
    layout: Layout, answers: Mapping[str, Value], keys: Mapping[UUID, Key], partial: Collection[str] = ()
) -> PaperMark:
    """Every question of the form marked by the key of its pinned version; the `partial` kinds earn marks in part."""
    marks = []
    for slot in layout.slots:
        right = share(slot, answers.get(slot.slot, {}), keys[slot.version_id])
        if right is not ALL and right is not NOTHING and slot.kind not in partial:
            right = Fraction(right // 1)
        earned = _exact(slot.marks) if right is ALL else _exact(slot.marks) * right if right else NOTHING
        marks.append(SlotMark(slot.slot, slot.function, earned, slot.marks))
    return PaperMark(slots=tuple(marks))


@lru_cache(maxsize=256)
def _exact(marks: Decimal) -> Fraction:
    return Fraction(marks)


def _sum(parts: Iterable[Fraction]) -> Fraction:
    """Exactly as `sum` has it; most parts have the same denominator, and whole numbers cost the least."""
    tops: dict[int, int] = {}
    for top, bottom in map(Fraction.as_integer_ratio, parts):
        tops[bottom] = tops.get(bottom, 0) + top
    return sum([Fraction(top, bottom) for bottom, top in tops.items()], NOTHING)


def share(slot: Slot, value: Value, key: Key) -> Fraction:
    """How much of an answer is right, from 0 to 1; nothing is 0."""
    match key:
        case ChoiceKey(correct=correct):
            if correct and not value.get("chosen"):
                return NOTHING
            return _of_choice(slot.options_behind(value.get("chosen", ())), correct, len(slot.order))
        case MatchingKey(correct=correct):
            return _of_matching(slot, value.get("chosen", ()), correct)
        case OrderingKey(correct=correct):
            return _of_order(slot.in_question(value.get("chosen", ())), correct)
        case NumericKey():
            return Fraction(_is_number(slot, value, key))
        case TextKey(accepted=accepted):
            return Fraction(says_one_of(str(value.get("text", "")), accepted))


def _of_choice(chosen: frozenset[int], correct: frozenset[int], offered: int) -> Fraction:
    """The part of the right options that was found, less the part of the wrong ones taken for right: all is nothing."""
    if chosen == correct:
        return ALL
    found = len(chosen & correct)
    if not found:
        return NOTHING
    mistaken = Fraction(len(chosen) - found, max(offered - len(correct), 1))
    return max(Fraction(found, len(correct)) - mistaken, NOTHING)


def _of_matching(slot: Slot, chosen: Sequence[str], correct: Sequence[int]) -> Fraction:
    """The part of the prompts that have their option."""
    found = [
        letter != "" and slot.in_question(letter) == (correct[prompt],)
        for prompt, letter in zip(slot.prompts, chosen, strict=False)
    ]
    return Fraction(sum(found), len(correct))


def _of_order(chosen: Sequence[int], correct: Sequence[int]) -> Fraction:
    """How many pairs stand the right way round, beyond the half that stand so by chance."""
    if len(chosen) != len(correct):
        return Fraction(0)
    place = {option: index for index, option in enumerate(chosen)}
    pairs = [place[earlier] < place[later] for earlier, later in combinations(correct, 2)]
    return max(Fraction(2 * sum(pairs), len(pairs)) - 1, Fraction(0))


def _is_number(slot: Slot, value: Value, key: NumericKey) -> bool:
    """Whether the number is near enough, in the unit that was chosen; where there is one unit it is understood."""
    number, unit = number_in(str(value.get("text", ""))), str(value.get("unit", ""))
    if number is None or (len(key.factors) > 1 and not unit):
        return False
    factor = key.factors[slot.in_question(unit)[0] if unit else 0] if key.factors else Fraction(1)
    return key.tolerance.allows(key.correct, number * factor)
