"""Questions as Moodle exports them in XML: each kind that we have, and why the others are not taken."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from urllib.parse import unquote
from uuid import UUID

from kernel.verdict import Refusal
from question_bank.domain.bilingual import each_language
from question_bank.domain.intake import Entry
from question_bank.domain.kind import Kind
from question_bank.domain.numeric import tidied
from question_bank.domain.pictures import picture_id
from question_bank.domain.record import exactly
from question_bank.domain.tags import group_in, options_in, tolerance_in, without_tolerance
from question_bank.services.formats import foreign
from question_bank.services.formats.foreign import FAULTS, Found, NotTaken, bounded, letters, number_in, truth, why
from question_bank.services.formats.markup import escaped, plain_markdown
from question_bank.services.formats.xml_door import Element

Shared = tuple[str, Mapping[UUID, bytes]]
"""A text with its pictures."""
ROOT = "quiz"
ALL, NONE = Decimal(100), Decimal(0)
NEARLY = Decimal("0.01")
"""Moodle rounds the third of a mark."""
UNTOUCHED = frozenset({"markdown", "4"})
_FILE = re.compile(r"@@PLUGINFILE@@/([^\s\"'<>)]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer with what it counts, in per cent, and how far off a number may be."""

    text: str
    percent: Decimal
    tolerance: str = ""


def entries(root: Element) -> list[Entry]:
    """The questions of a file."""
    return foreign.entries(_questions(root))


def _questions(root: Element) -> Iterator[Found]:
    """In the order of the file: a category goes for what follows, a description for those that name it."""
    category, listed = "", root.findall("question")
    wanted = {group[0] for each in listed if (group := group_in(_tags(each)))}
    descriptions = {number: _shared(each) for each in listed if (number := _plain(each, "idnumber")) in wanted}
    for element in listed:
        match element.get("type"):
            case "category":
                category = _plain(element, "category/text")
            case "description" if _plain(element, "idnumber") in descriptions:
                pass
            case _:
                yield _found(element, category, descriptions)


def _shared(description: Element) -> Shared | Exception:
    """What several questions are about, read once for all of them, or what came of it."""
    pictures: dict[UUID, bytes] = {}
    try:
        return _text(description.find("questiontext"), pictures), pictures
    except FAULTS as fault:
        return fault


def _found(element: Element, category: str, descriptions: Mapping[str, Shared | Exception]) -> Found:
    place = Found(line=element.sourceline or 0, category=category)
    try:
        return _by_kind(element, _common(element, place, descriptions))
    except FAULTS as fault:
        return replace(place, fault=why(fault))


def _common(element: Element, place: Found, descriptions: Mapping[str, Shared | Exception]) -> Found:
    tags, pictures = _tags(element), dict[UUID, bytes]()
    group, named = None, group_in(tags)
    if named and named[0] in descriptions:
        shared = descriptions[named[0]]
        if isinstance(shared, Exception):
            raise shared
        group = (*named, shared[0])
        pictures.update(shared[1])
    return replace(
        place,
        stem=_text(element.find("questiontext"), pictures),
        rationale=_text(element.find("generalfeedback"), pictures),
        number=_plain(element, "idnumber"),
        tags=without_tolerance(tags),
        group=group,
        pictures=pictures,
    )


def _by_kind(element: Element, found: Found) -> Found:
    match element.get("type", ""):
        case "multichoice" | "multichoiceset":
            return _choice(element, found)
        case "truefalse":
            holds = [answer.text == "true" for answer in _answers(element) if answer.percent == ALL]
            return replace(found, kind=Kind.TRUE_FALSE, answer=holds[0] if len(holds) == 1 else "")
        case "matching" | "match":
            return _matching(element, found)
        case "ordering":
            return _ordering(element, found)
        case "numerical":
            return _numeric(element, found)
        case "shortanswer":
            return _short(element, found)
        case kind:
            raise NotTaken(Refusal("question_kind_not_taken", kind=kind[:40]))


def _choice(element: Element, found: Found) -> Found:
    pictures = dict(found.pictures)
    options = [_text(each, pictures) for each in element.findall("answer")]
    counts = [_percent(each) for each in element.findall("answer")]
    right = [place for place, count in enumerate(counts) if count > NONE]
    single = _plain(element, "single") in {"true", "1"}
    if single and (part := next((place for place in right if counts[place] < ALL), None)) is not None:
        raise NotTaken(Refusal("question_partly_right", text=options[part][:40], percent=f"{counts[part]:f}"))
    if right and max(counts) - min(counts[place] for place in right) > NEARLY:
        raise NotTaken(Refusal("question_weights"))
    if single and (holds := truth(options, right)) is not None:
        return replace(found, kind=Kind.TRUE_FALSE, answer=holds, pictures=pictures)
    kind = Kind.SINGLE_CHOICE if single else Kind.MULTIPLE_CHOICE
    return replace(found, kind=kind, options=options, answer=letters(right), pictures=pictures)


def _matching(element: Element, found: Found) -> Found:
    """Every answer is an option once; those that go with no question lead astray."""
    pictures = dict(found.pictures)
    pairs = [
        (_text(each, pictures), _marked(bounded(_plain(each, "answer/text")), _format(each)))
        for each in element.findall("subquestion")
    ]
    options = _as_they_were([*dict.fromkeys(option for _, option in pairs)], found.tags)
    asked = [(prompt, option) for prompt, option in pairs if prompt]
    return replace(
        found,
        kind=Kind.MATCHING,
        prompts=[prompt for prompt, _ in asked],
        options=options,
        answer=letters([options.index(option) for _, option in asked]),
        pictures=pictures,
    )


def _ordering(element: Element, found: Found) -> Found:
    pictures = dict(found.pictures)
    right = [_text(each, pictures) for each in element.findall("answer")]
    options = _as_they_were(right, found.tags)
    answer = letters([options.index(each) for each in right])
    return replace(found, kind=Kind.ORDERING, options=options, answer=answer, pictures=pictures)


def _numeric(element: Element, found: Found) -> Found:
    (answer,) = _right_ones(element, most=1) or [Answer(text="", percent=ALL)]
    number, far = number_in(answer.text), number_in(answer.tolerance or "0")
    percent = tolerance_in(_tags(element))
    still = percent is not None and abs(number) * percent / 100 == far
    units = [
        (_factor(_plain(each, "multiplier")), _plain(each, "unit_name")) for each in element.iterfind("units/unit")
    ]
    units.sort(key=lambda unit: unit[0] != 1)
    return replace(
        found,
        kind=Kind.NUMERIC,
        answer=exactly(number),
        tolerance=f"{percent:f}%" if still else f"{far:f}",
        units=[(sign, str(factor)) for factor, sign in units],
    )


def _short(element: Element, found: Found) -> Found:
    accepted = [answer.text for answer in _right_ones(element)]
    for text in accepted:
        if re.search(r"(?<!\\)\*", text):
            raise NotTaken(Refusal("question_wildcard", text=text[:40]))
    return replace(found, kind=Kind.SHORT_TEXT, answer=[text.replace(r"\*", "*") for text in accepted])


def _right_ones(element: Element, most: int | None = None) -> list[Answer]:
    """The answers that count in full; those that count for something else than all or nothing we do not know."""
    answers = _answers(element)
    for answer in answers:
        if NONE < answer.percent < ALL:
            raise NotTaken(Refusal("question_partly_right", text=answer.text[:40], percent=f"{answer.percent:f}"))
    right = [answer for answer in answers if answer.percent >= ALL]
    if most is not None and len(right) > most:
        raise NotTaken(Refusal("question_several_numbers"))
    return right


def _answers(element: Element) -> list[Answer]:
    return [
        Answer(text=_plain(each, "text"), percent=_percent(each), tolerance=_plain(each, "tolerance"))
        for each in element.findall("answer")
    ]


def _percent(answer: Element) -> Decimal:
    return number_in(answer.get("fraction") or "0")


def _factor(multiplier: str) -> Fraction:
    """Moodle says how many of a unit are one of the first; we say how many of the first one of it is."""
    times = tidied(number_in(multiplier or "1"))
    if times <= 0:
        raise NotTaken(Refusal("question_bad_factor"))
    return 1 / times


def _as_they_were(options: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The options in the order in which our own export found them, where its tag still fits."""
    places = options_in(tags)
    if sorted(places) != letters(range(len(options))):
        return list(options)
    return [option for _, option in sorted(zip(places, options, strict=True))]


def _tags(element: Element) -> list[str]:
    return [_plain(tag, "text") for tag in element.iterfind("tags/tag")]


def _plain(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _format(element: Element) -> str:
    return element.get("format") or "html"


def _text(element: Element | None, pictures: dict[UUID, bytes]) -> str:
    """A text as our Markdown; the pictures that belong to it are put to the others."""
    if element is None:
        return ""
    names: dict[str, UUID] = {}
    for file in element.findall("file"):
        name = file.get("name") or ""
        try:
            content = b64decode(file.text or "", validate=False)
        except ValueError:
            raise NotTaken(Refusal("file_damaged")) from None
        names[name] = picture_id(name, content)
        pictures[names[name]] = content

    def ours(found: re.Match[str]) -> str:
        name = unquote(found[1]).rpartition("/")[2]
        if name not in names:
            raise NotTaken(Refusal("question_picture_missing", name=name[:80]))
        return f"picture:{names[name]}"

    return _marked(_FILE.sub(ours, bounded(_plain(element, "text"))), _format(element))


def _marked(text: str, written: str) -> str:
    if written in UNTOUCHED:
        return text
    if written in {"plain_text", "plain"} or not re.search(r"<[a-zA-Z/!]|&\w+;", text):
        return each_language(text, escaped)
    return each_language(text, plain_markdown)
