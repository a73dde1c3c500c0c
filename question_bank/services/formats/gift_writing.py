"""Questions written in GIFT, so that Moodle asks the same, and what is read again is the same."""

import re
from collections.abc import Iterable, Iterator

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.bilingual import is_chinese, together
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import (
    Content,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_bank.domain.tags import tags_of

STAR = "\\*"
"""A star in a short text, where a bare one would mean anything at all."""


def objection(question: Question) -> Refusal | None:
    """Why the format cannot hold a question."""
    return next(map(Refusal, _against(question)), None)


def _against(question: Question) -> Iterator[str]:
    if question.group is not None:
        yield "format_no_groups"
    if pictures_of(question):
        yield "format_no_pictures"
    match question.content:
        case Ordering():
            yield "format_not_this_kind"
        case Numeric(units=units) if units:
            yield "format_no_units"
        case Matching(prompts=prompts) if any("->" in text for each in prompts for text in (each.zh, each.en)):
            yield "format_arrow"
        case ShortText(accepted=accepted) if any("->" in text for text in accepted):
            yield "format_arrow"
        case _:
            pass


def text_of(questions: Iterable[Question]) -> bytes:
    """A file from which the same questions are read again."""
    return "\n".join(map(_written, questions)).encode()


def _written(question: Question) -> str:
    chinese = is_chinese(question.content.stem)
    notes = " ".join(f"[tag:{tag}]" for tag in tags_of(question))
    rationale = _said(question.rationale, chinese=chinese)
    answers = _in_braces(question.content, chinese=chinese) + (f"####{rationale}" if rationale else "")
    stem = _escaped(together(question.content.stem))
    return f"// [id:{question.id}] {notes}\n::{question.id}::[markdown]{stem}{{{answers}}}\n"


def _in_braces(content: Content, *, chinese: bool) -> str:
    match content:
        case TrueFalse(correct=holds):
            return "TRUE" if holds else "FALSE"
        case SingleChoice() | MultipleChoice():
            marks = zip(_marks(content), content.options, strict=True)
            return "".join(f"\n{mark}{_said(option, chinese=chinese)}" for mark, option in marks)
        case Numeric(correct=number, tolerance=tolerance):
            size = tolerance.size * abs(number) / 100 if tolerance.percent else tolerance.size
            return f"#{number:f}:{size:f}"
        case ShortText(accepted=accepted):
            return "".join(f"\n={_escaped(text.replace('*', STAR))}" for text in accepted)
        case Matching():
            return "".join(_pairs(content, chinese=chinese))
        case Ordering():
            return ""


def _marks(content: SingleChoice | MultipleChoice) -> Iterator[str]:
    """What stands before each option."""
    places = range(len(content.options))
    if isinstance(content, SingleChoice):
        yield from ("=" if place == content.correct else "~" for place in places)
    else:
        right = len(content.correct)
        gain, loss = _share(right), _share(len(places) - right)
        yield from (f"~%{gain}%" if place in content.correct else f"~%-{loss}%" for place in places)


def _pairs(content: Matching, *, chinese: bool) -> Iterator[str]:
    """All options in their order, where the prompts alone would give another, and then what goes with what."""
    if list(dict.fromkeys(content.correct)) != list(range(len(content.options))):
        yield from (f"\n= -> {_said(option, chinese=chinese)}" for option in content.options)
    for prompt, right in zip(content.prompts, content.correct, strict=True):
        yield f"\n={_said(prompt, chinese=chinese)} -> {_said(content.options[right], chinese=chinese)}"


def _said(words: Words, *, chinese: bool) -> str:
    text = together(words, chinese=chinese)
    return ("[markdown]" if text.startswith(("%", "[")) else "") + _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"[~=#{}:\\]", r"\\\g<0>", text).replace("\n", "\\n")


def _share(count: int) -> str:
    """A part of the marks, as Moodle knows them."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")
