"""Questions as other systems have them, on their way to entries: languages told apart, tags read, numbers given."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from string import ascii_uppercase
from uuid import UUID

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.acceptance import HAN, MOST_OPTIONS
from question_bank.domain.bilingual import apart, is_chinese, is_marked
from question_bank.domain.content import FALSE_WORDS, TRUE_WORDS
from question_bank.domain.intake import Entry
from question_bank.domain.kind import Kind
from question_bank.domain.question import letter
from question_bank.domain.reading import NUMBER
from question_bank.domain.record import LARGEST_EXPONENT, LONGEST_TEXT, Record, both
from question_bank.domain.tags import from_tags
from question_bank.services.formats.markup import plain_markdown

MADE = "X-"
LONGEST_DECIMAL = 60
LONGEST_SOURCE = 5 * LONGEST_TEXT
"""Of a text with all its markup; anything longer is not even looked at."""
DIGITS = 12


class Html(str):
    """A text in HTML; any other text of a file is in our Markdown already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One question of a file; each text is in one language, or in both as Moodle's filters have it.

    `answer` and `tolerance` are as our records have them, `rationale` is the general feedback, `units` have a sign and
    a factor, `group` has an id, a number and a text. `number` is the file's own, `category` a path with slashes.
    `fault` tells why it cannot be taken; then nothing but its place is looked at.
    """

    line: int
    part: str = ""
    kind: Kind = Kind.SINGLE_CHOICE
    stem: str = ""
    options: Sequence[str] = ()
    prompts: Sequence[str] = ()
    units: Sequence[tuple[str, str]] = ()
    answer: object = ""
    tolerance: str = ""
    rationale: str = ""
    group: tuple[str, int, str] | None = None
    number: str = ""
    tags: Sequence[str] = ()
    category: str = ""
    fault: Refusal | None = None
    pictures: Mapping[UUID, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotTaken(Exception):
    """Something in a question that we do not have."""

    refusal: Refusal


def entries(found: Iterable[Found]) -> list[Entry]:
    """The entries; a number that is none, or stands in the file twice, gives way to one made from what is asked.

    So the same question has the same number in every file. Where one file has it twice, the first is taken.
    """
    listed = list(found)
    own = Counter(each.number for each in listed)
    made: set[str] = set()
    done = []
    for each in listed:
        record = _record(each)
        number = each.number if own[each.number] == 1 and NUMBER.fullmatch(each.number) else ""
        fault = each.fault
        if fault is None and not number:
            number = _made(record)
            if number in made:
                fault = Refusal("question_repeated_in_file", id=number)
            made.add(number)
        done.append(
            Entry(
                line=each.line,
                part=each.part,
                record={} if fault else {"id": number, **record},
                fault=fault,
                foreign=True,
                category=each.category.rpartition("/")[2],
                pictures={} if fault else each.pictures,
            )
        )
    return done


def _record(each: Found) -> Record:
    stem = _words(each.stem)
    if not HAN.search(stem.zh):
        stem = Words("", stem.en)
    chinese = is_chinese(stem)
    record: Record = {"kind": each.kind.value, "stem": both(stem), "answer": each.answer}
    for name, texts in (("options", each.options), ("prompts", each.prompts)):
        if texts:
            record[name] = [both(_words(text, chinese=chinese)) for text in texts]
    if each.units:
        record["units"] = [both(apart(sign, chinese=True)) | {"factor": factor} for sign, factor in each.units]
    if each.tolerance:
        record["tolerance"] = each.tolerance
    if each.group:
        number, place, text = each.group
        record["group"] = {"id": number, "number": place, "text": both(_words(text, chinese=chinese))}
    return record | {"rationale": both(_words(each.rationale, chinese=chinese)), **from_tags(each.tags)}


def _words(text: str, *, chinese: bool = False) -> Words:
    if not isinstance(text, Html):
        return apart(text, chinese=chinese)
    if not is_marked(text):
        return apart(plain_markdown(text), chinese=chinese)
    words = apart(text)
    return Words(plain_markdown(words.zh), plain_markdown(words.en))


def truth(options: Sequence[str], right: Sequence[int]) -> bool | None:
    """What holds, where the two options only say true and false; None where they say anything else."""
    said = [{words.zh.casefold(), words.en.casefold()} - {""} for words in map(apart, options)]
    holds = [bool(words) and words <= TRUE_WORDS for words in said]
    fails = [bool(words) and words <= FALSE_WORDS for words in said]
    opposite = sorted(holds) == sorted(fails) == [False, True] and holds != fails
    return holds[right[0]] if opposite and len(right) == 1 else None


FAULTS = (NotTaken, ArithmeticError, IndexError, ValueError)
"""What may come of reading a question; it costs that one question and not the file."""


def why(fault: Exception) -> Refusal:
    """Why a question is not taken."""
    return fault.refusal if isinstance(fault, NotTaken) else Refusal("question_unreadable")


def letters(places: Iterable[int]) -> list[str]:
    """The letters of options; raises NotTaken where there are none so far on."""
    found = list(places)
    if max(found, default=0) >= len(ascii_uppercase):
        raise NotTaken(Refusal("question_too_many_options", most=MOST_OPTIONS))
    return [letter(place) for place in found]


def bounded(text: str) -> str:
    """A text with its markup; raises NotTaken where nobody could have written so much."""
    if len(text) > LONGEST_SOURCE:
        raise NotTaken(Refusal("question_too_long", most=LONGEST_TEXT))
    return text


def number_in(text: str) -> Decimal:
    """A number of a file; raises NotTaken."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT or len(text) > LONGEST_DECIMAL:
        raise NotTaken(Refusal("question_not_a_number", field=text.strip()[:40]))
    return number


def _made(record: Record) -> str:
    """A number from what is asked and what is right, whatever else the file says of it."""
    asked = {name: record.get(name) for name in ("kind", "stem", "options", "prompts", "answer")}
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str)
    return made(text)


def made(text: str) -> str:
    """A number that the same text has everywhere."""
    return f"{MADE}{sha256(text.encode()).hexdigest()[:DIGITS].upper()}"
