"""Questions in Aiken: a line for the question, a line for each option, and the letter of the right one."""

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.bilingual import is_chinese, together
from question_bank.domain.intake import Entry
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Question, SingleChoice, letter
from question_bank.services.formats.encoding import decoded
from question_bank.services.formats.foreign import Found
from question_bank.services.formats.foreign import entries as foreign_entries

ANSWER = re.compile(r"(?:ANSWER|答案|正确答案)\s*[:：](.*)", re.IGNORECASE)
OPTION = re.compile(r"[(（]?([A-Za-zＡ-Ｚ])\s*[.．)）、:：](.*)")
_BARE_ANSWER = re.compile(r"(?:ANSWER|答案|正确答案)\s*[:：]\s*[A-ZＡ-Ｚ]\s*[.。]?", re.IGNORECASE)
NARROW = str.maketrans("ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ", ascii_uppercase)


def looks_like_it(data: bytes) -> bool:
    """Whether a plain text has lines with the right letter, as no other format has."""
    try:
        return any(_BARE_ANSWER.fullmatch(line.strip()) for line in decoded(data).split("\n"))
    except BadInput:
        return False


def entries(data: bytes) -> list[Entry]:
    """The questions of a file; the one that lacks its answer is told with the line where it begins."""
    return foreign_entries(_found(decoded(data).split("\n")))


def objection(question: Question) -> Refusal | None:
    """Why the format cannot hold a question."""
    content = question.content
    if not isinstance(content, SingleChoice) or question.group is not None:
        return Refusal("format_not_this_kind")
    if pictures_of(question):
        return Refusal("format_no_pictures")
    if any("\n" in text for words in (content.stem, *content.options) for text in (words.zh, words.en)):
        return Refusal("format_one_line")
    return None


def text_of(questions: Iterable[Question]) -> bytes:
    """A file from which the same is asked again; numbers, levels and rationales have no place in it."""
    return "\n".join(_written(each.content) for each in questions if isinstance(each.content, SingleChoice)).encode()


def _written(content: SingleChoice) -> str:
    chinese = is_chinese(content.stem)
    options = (f"{letter(place)}. {together(option, chinese=chinese)}" for place, option in enumerate(content.options))
    return "\n".join([together(content.stem), *options, f"ANSWER: {letter(content.correct)}", ""])


def _found(lines: Iterable[str]) -> Iterator[Found]:
    start, is_over = 0, False
    stem: list[str] = []
    options: list[list[str]] = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        said, option = ANSWER.fullmatch(line), OPTION.fullmatch(line)
        if said and options:
            right = said[1].strip().upper().translate(NARROW).rstrip(".。．")
            yield Found(line=start, stem="\n".join(stem), options=tuple(map(" ".join, options)), answer=right)
            stem, options = [], []
        elif option and stem and option[1].upper().translate(NARROW) == ascii_uppercase[len(options) :][:1]:
            options.append([option[2].strip()])
        elif not line:
            is_over = bool(options)
            continue
        elif options and not is_over:
            options[-1].append(line)
        else:
            if options:
                yield Found(line=start, fault=Refusal("question_no_key"))
                stem, options = [], []
            start = start if stem else number
            stem.append(line)
        is_over = False
    if stem:
        yield Found(line=start, fault=Refusal("question_no_key"))
