"""What a draft from elsewhere may lack until somebody fills it in: a language, the rationale, the function."""

from collections.abc import Iterator, Mapping

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.pictures import texts_of
from question_bank.domain.question import Numeric, Question
from question_bank.domain.reading import Item
from question_bank.domain.sheet import COLUMNS


def gaps(item: Item) -> tuple[str, ...]:
    """The fields that are empty and must not be, before anybody can review it; a case study has none."""
    return tuple(_gaps(item)) if isinstance(item, Question) else ()


def against_gaps(item: Item) -> Refusal | None:
    """Why it cannot be reviewed yet, naming what is missing in the words of the sheet."""
    missing = gaps(item)
    return Refusal("question_has_gaps", fields=[COLUMNS[field] for field in missing]) if missing else None


def agrees(said: object, known: object) -> bool:
    """Whether what is known says the same, with perhaps some gaps of the other filled in."""
    match said, known:
        case Mapping(), Mapping():
            return said.keys() == known.keys() and all(agrees(said[name], known[name]) for name in said)
        case list(), list():
            return len(said) == len(known) and all(map(agrees, said, known))
        case _:
            return said in ("", known)


def _gaps(question: Question) -> Iterator[str]:
    if not question.function:
        yield "function"
    for field, words in (*texts_of(question), *_signs(question)):
        yield from (f"{field}.{language}" for language in ("zh", "en") if not getattr(words, language))


def _signs(question: Question) -> Iterator[tuple[str, Words]]:
    units = question.content.units if isinstance(question.content, Numeric) else ()
    return ((f"units.{number}", unit.sign) for number, unit in enumerate(units, start=1))
