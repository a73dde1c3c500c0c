"""Questions in GIFT, the plain text format of Moodle: a text with the answers in braces."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kernel.verdict import Refusal
from question_bank.domain.content import TRUE_WORDS
from question_bank.domain.intake import Entry
from question_bank.domain.kind import Kind
from question_bank.services.formats.encoding import decoded
from question_bank.services.formats.foreign import FAULTS, Found, Html, NotTaken, letters, number_in, why
from question_bank.services.formats.foreign import entries as foreign_entries
from question_bank.services.formats.markup import escaped

SPECIAL = {"~": "\1", "=": "\2", "#": "\3", "{": "\4", "}": "\5", ":": "\6", "\\": "\7", "n": "\10"}
"""What may stand after a backslash, and what stands for it while a question is taken apart."""
_MASK = re.compile(r"\\([~=#{}:\\n])")
_UNMASK = str.maketrans({mask: "\n" if sign == "n" else sign for sign, mask in SPECIAL.items()})
_MARKED_LANGUAGE = re.compile(r"\\?\{(\s*mlang\b[^{}\\]*)\\?\}", re.IGNORECASE)
"""Of these marks even the braces that somebody forgot to escape are none of an answer."""
_CATEGORY = "$CATEGORY:"
_NOTE = re.compile(r"\[(id|tag):((?:(?!\\?\[(?:id|tag):)(?:[^\]\\]|\\.))*+)\]")
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?[0-9.]+)%")
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(#.*)?", re.IGNORECASE | re.DOTALL)
_STAR = re.compile(r"(?<!\\)\*")
ALL = Decimal(100)
BLANK = "_____"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One of the answers in the braces: worth so many per cent, and with what is said to it."""

    weight: Decimal
    text: str
    feedback: str

    @property
    def is_right(self) -> bool:
        """Whether it earns anything."""
        return self.weight > 0


def entries(data: bytes) -> list[Entry]:
    """The questions of a file; what is none that we know is told with the line where it begins."""
    return foreign_entries(_found(decoded(data).split("\n")))


def _found(lines: Iterable[str]) -> Iterator[Found]:
    """Questions stand between empty lines; notes before them tell number and tags."""
    category, start = "", 0
    block: list[str] = []
    notes: dict[str, list[str]] = {"id": [], "tag": []}
    for number, line in enumerate([*lines, ""], start=1):
        if line.lstrip().startswith(_CATEGORY):
            category = line.strip().removeprefix(_CATEGORY).strip()
        elif line.lstrip().startswith("//"):
            for kind, text in _NOTE.findall(line):
                notes[kind].append(re.sub(r"\\(.)", r"\1", text).strip())
        elif line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield _question("\n".join(block), start, category, notes)
            block, notes = [], {"id": [], "tag": []}


def _question(text: str, line: int, category: str, notes: Mapping[str, list[str]]) -> Found:
    marked = _MARKED_LANGUAGE.sub(rf"{SPECIAL['{']}\1{SPECIAL['}']}", text)
    masked = _MASK.sub(lambda sign: SPECIAL[sign[1]], marked)
    title = _TITLE.match(masked)
    number = notes["id"][-1] if notes["id"] else (title[1] if title else "").translate(_UNMASK).strip()
    bare = Found(line=line, number=number, tags=tuple(notes["tag"]), category=category)
    try:
        return _taken_apart(masked[title.end() if title else 0 :], bare)
    except FAULTS as fault:
        return replace(bare, fault=why(fault))


def _taken_apart(masked: str, bare: Found) -> Found:
    form = _FORM.match(masked)
    kind_of_text = form[1].lower() if form else ""
    before, opened, rest = masked[form.end() if form else 0 :].partition("{")
    body, closed, after = rest.partition("}")
    if not opened and "}" not in before:
        raise NotTaken(Refusal("format_no_answers"))
    if not closed or "{" in body or set("{}") & set(after):
        raise NotTaken(Refusal("gift_braces"))
    stem = f"{before.rstrip()} {BLANK} {after.lstrip()}" if after.strip() else before
    body, _, general = body.partition("####")
    question = replace(bare, stem=_text(stem, kind_of_text), rationale=_text(general, kind_of_text))
    return _answered(question, body, kind_of_text)


def _answered(question: Found, body: str, form: str) -> Found:
    if not body.strip():
        raise NotTaken(Refusal("format_essay"))
    if truth := _TRUTH.fullmatch(body):
        said = (truth[2] or "").split("#")
        feedback = said[2] if len(said) > 2 else ""  # noqa: PLR2004 -- the first is for a wrong answer, then the right
        holds = truth[1].lower() in TRUE_WORDS
        return replace(
            question, kind=Kind.TRUE_FALSE, answer=holds, rationale=question.rationale or _text(feedback, form)
        )
    if body.lstrip().startswith("#"):
        return _with_number(question, body.lstrip()[1:])
    if "~" not in body and "->" in body:
        return _with_pairs(question, body, form)
    answers = _answers(body)
    if not answers:
        raise NotTaken(Refusal("question_no_key"))
    right = [each for each in answers if each.is_right]
    feedback = next((each.feedback for each in right if each.feedback), "")
    question = replace(question, rationale=question.rationale or _text(feedback, form))
    return _with_options(question, answers, form) if "~" in body else _with_texts(question, right)


def _with_options(question: Found, answers: list[_Answer], form: str) -> Found:
    right = letters(place for place, each in enumerate(answers) if each.is_right)
    sure = [each for each in answers if each.weight == ALL]
    if sure and len(sure) < len(right):
        raise NotTaken(Refusal("format_part_of_the_marks"))
    several = not sure and len(right) > 1
    options = tuple(_text(each.text, form) for each in answers)
    kind = Kind.MULTIPLE_CHOICE if several else Kind.SINGLE_CHOICE
    return replace(question, kind=kind, options=options, answer=right)


def _with_texts(question: Found, right: list[_Answer]) -> Found:
    if any(each.weight < ALL for each in right):
        raise NotTaken(Refusal("format_part_of_the_marks"))
    texts = [each.text.translate(_UNMASK).strip() for each in right]
    if any(_STAR.search(text) for text in texts):
        raise NotTaken(Refusal("format_wildcard"))
    return replace(question, kind=Kind.SHORT_TEXT, answer=[text.replace("\\*", "*") for text in texts])


def _with_number(question: Found, body: str) -> Found:
    answers = [each for each in _answers(body if body.lstrip().startswith("=") else f"={body}") if each.is_right]
    if len(answers) != 1 or answers[0].weight < ALL:
        raise NotTaken(Refusal("format_part_of_the_marks" if answers else "question_no_key"))
    said, feedback = answers[0].text.translate(_UNMASK), answers[0].feedback
    if ".." in said:
        least, most = (number_in(part) for part in said.split("..", 1))
        number, tolerance = f"{(least + most) / 2:f}", f"{(most - least) / 2:f}"
    else:
        number, _, tolerance = (part.strip() for part in said.partition(":"))
    rationale = question.rationale or _text(feedback, "")
    return replace(question, kind=Kind.NUMERIC, answer=number, tolerance=tolerance, rationale=rationale)


def _with_pairs(question: Found, body: str, form: str) -> Found:
    prompts: list[str] = []
    options: list[str] = []
    right: list[str] = []
    for each in _answers(body):
        if "->" not in each.text:
            raise NotTaken(Refusal("question_no_key"))
        prompt, option = (_text(part, form) for part in each.text.split("->", 1))
        if option not in options:
            options.append(option)
        if prompt:
            prompts.append(prompt)
            right += letters([options.index(option)])
    return replace(question, kind=Kind.MATCHING, prompts=tuple(prompts), options=tuple(options), answer=right)


def _answers(body: str) -> list[_Answer]:
    found = []
    for mark, said in re.findall(r"([~=])([^~=]*)", body):
        weight = _WEIGHT.match(said)
        text, _, feedback = (said[weight.end() :] if weight else said).partition("#")
        try:
            worth = Decimal(weight[1]) if weight else ALL if mark == "=" else Decimal(0)
        except InvalidOperation:
            raise NotTaken(Refusal("question_not_a_number", field=weight[0] if weight else "")) from None
        found.append(_Answer(weight=worth, text=text, feedback=feedback))
    return found


def _text(masked: str, form: str) -> str:
    """A text in its own form of markup, or in the one of the question."""
    own = _FORM.match(masked)
    text = (masked[own.end() :] if own else masked).translate(_UNMASK).strip()
    match own[1].lower() if own else form:
        case "html":
            return Html(text)
        case "plain":
            return escaped(text)
        case _:
            return text
