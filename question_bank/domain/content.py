"""What each kind of question is made of in a record: its fields, how they are read, and how they are written."""

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from kernel.words import Words
from question_bank.domain.kind import KINDS, THEORY, Kind
from question_bank.domain.numeric import Tolerance, Unit
from question_bank.domain.question import (
    Content,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
    correct,
    letter,
)
from question_bank.domain.record import Reading, Record, both, exactly
from question_bank.domain.short_text import plain

FIELDS = ("kind", "stem", "prompts", "options", "units", "tolerance", "answer")
"""Everything that a content may have, in the order in which it is written."""
OWN: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.SINGLE_CHOICE: frozenset({"options"}),
        Kind.MULTIPLE_CHOICE: frozenset({"options"}),
        Kind.TRUE_FALSE: frozenset(),
        Kind.MATCHING: frozenset({"prompts", "options"}),
        Kind.ORDERING: frozenset({"options"}),
        Kind.NUMERIC: frozenset({"units", "tolerance"}),
        Kind.SHORT_TEXT: frozenset(),
    }
)
"""What a kind has besides its stem and its answer."""
TRUE_WORDS = frozenset({"true", "t", "yes", "正确", "对", "是", "√"})
FALSE_WORDS = frozenset({"false", "f", "no", "错误", "错", "否", "×"})
BETWEEN_TEXTS = "|"
_FRACTION = re.compile(r"[0-9]{1,12}/[1-9][0-9]{0,11}")


def read_content(reading: Reading) -> Content:
    """What is asked, and what is right."""
    kind = reading.choice("kind", Kind)
    if kind not in THEORY:
        reading.refuse("kind", "question_unknown_choice", text=kind, choices=", ".join(THEORY))
        kind = Kind.SINGLE_CHOICE
    for name in ("prompts", "options", "units", "tolerance"):
        if name not in OWN[kind] and reading.values.get(name):
            reading.refuse(name, "question_field_not_wanted", kind=KINDS[kind], field=name)
    return _content(kind, reading)


def _content(kind: Kind, reading: Reading) -> Content:
    stem = reading.words("stem")
    match kind:
        case Kind.TRUE_FALSE:
            return TrueFalse(stem=stem, correct=_truth(reading))
        case Kind.NUMERIC:
            units = tuple(_unit(part) for part in reading.parts("units")) if reading.values.get("units") else ()
            return Numeric(stem=stem, correct=reading.number("answer"), tolerance=_tolerance(reading), units=units)
        case Kind.SHORT_TEXT:
            return ShortText(stem=stem, accepted=_texts(reading))
        case _:
            return _with_options(kind, stem, reading)


def _with_options(kind: Kind, stem: Words, reading: Reading) -> SingleChoice | MultipleChoice | Matching | Ordering:
    options = reading.several_words("options")
    positions = _letters(reading, again=kind is Kind.MATCHING)
    match kind:
        case Kind.MULTIPLE_CHOICE:
            return MultipleChoice(stem=stem, options=options, correct=frozenset(positions))
        case Kind.MATCHING:
            return Matching(stem=stem, prompts=reading.several_words("prompts"), options=options, correct=positions)
        case Kind.ORDERING:
            return Ordering(stem=stem, options=options, correct=positions)
        case _:
            if len(positions) > 1:
                reading.refuse("answer", "question_several_keys")
            return SingleChoice(stem=stem, options=options, correct=min(positions, default=0))


def write_content(content: Content) -> Record:
    """The fields from which the same content is read again."""
    record: Record = {"stem": both(content.stem)}
    match content:
        case SingleChoice() | MultipleChoice() | Ordering():
            record["options"] = [both(option) for option in content.options]
        case Matching():
            record["prompts"] = [both(prompt) for prompt in content.prompts]
            record["options"] = [both(option) for option in content.options]
        case Numeric():
            if content.units:
                record["units"] = [both(unit.sign) | {"factor": _as_written(unit.factor)} for unit in content.units]
            record["tolerance"] = str(content.tolerance)
        case TrueFalse() | ShortText():
            pass
    return record | {"answer": answer(content)}


def _as_written(factor: Fraction) -> int | str:
    return int(factor) if factor.denominator == 1 else str(factor)


def answer(content: Content) -> object:
    """The key as authors write it: a letter or several, true and false, a number, or texts."""
    match content:
        case TrueFalse(correct=holds):
            return holds
        case SingleChoice(correct=position):
            return letter(position)
        case MultipleChoice():
            return [letter(position) for position in sorted(correct(content))]
        case Matching(correct=positions) | Ordering(correct=positions):
            return [letter(position) for position in positions]
        case Numeric(correct=number):
            return exactly(number)
        case ShortText(accepted=accepted):
            return list(accepted)


def _letters(reading: Reading, *, again: bool = False) -> tuple[int, ...]:
    """Letters, written as a list, "ACD", "A,C,D" or "A、C、D"; each once, unless they may come `again`."""
    given = reading.values.get("answer")
    said = "".join(map(str, given)) if isinstance(given, list | tuple) else str("" if given is None else given)
    letters = re.sub(r"[\s,，、;；/]", "", said).upper()
    if not letters:
        reading.refuse("answer", "question_no_key")
        return ()
    repeats = len(set(letters)) < len(letters) and not again
    if not re.fullmatch(r"[A-Z]+", letters) or repeats or isinstance(given, bool):
        reading.refuse("answer", "question_key_not_letters", text=said[:40])
        return (0,)
    return tuple(ord(sign) - ord("A") for sign in letters)


def _truth(reading: Reading) -> bool:
    given = reading.values.get("answer")
    said = str("" if given is None else given).strip().casefold()
    if not said:
        reading.refuse("answer", "question_no_key")
    elif said not in TRUE_WORDS | FALSE_WORDS:
        reading.refuse("answer", "question_key_not_truth", text=said[:40])
    return said in TRUE_WORDS


def _texts(reading: Reading) -> tuple[str, ...]:
    """Texts, written as a list, or in one text with | or line breaks between."""
    given = reading.values.get("answer")
    several = given if isinstance(given, list | tuple) else [given]
    parts = [part.strip() for one in several if one is not None for part in re.split(r"[|\n]", str(one))]
    if not any(map(plain, parts)):
        reading.refuse("answer", "question_no_key")
    checked = Reading({"answer": BETWEEN_TEXTS.join(parts)}, reading.path, reading.problems)
    return tuple(filter(None, checked.text("answer").split(BETWEEN_TEXTS))) if any(parts) else ()


def _tolerance(reading: Reading) -> Tolerance:
    """Nothing, a number, or a percentage of the right answer."""
    given = reading.values.get("tolerance")
    said = str(given).strip().replace("％", "%") if given is not None else ""
    if not said:
        return Tolerance()
    inside = Reading({"tolerance": said.removesuffix("%").strip()}, reading.path, reading.problems)
    return Tolerance(size=inside.number("tolerance"), percent=said.endswith("%"))


def _unit(reading: Reading) -> Unit:
    reading.knows_only("zh", "en", "factor")
    signs = {language: reading.values.get(language) for language in ("zh", "en")}
    sign = reading.inside({"": signs}).words("")
    return Unit(sign=sign, factor=_factor(reading)) if "factor" in reading.values else Unit(sign=sign)


def _factor(reading: Reading) -> Fraction:
    """A number, or a fraction such as 1/60."""
    said = str(reading.values.get("factor")).strip()
    return Fraction(said) if _FRACTION.fullmatch(said) else Fraction(reading.number("factor"))
