"""Pictures in the texts of questions: of our own keeping, named by chance, with words for those who cannot see them."""

import re
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from kernel.words import Words
from question_bank.domain.question import Matching, Numeric, Question, ShortText, TrueFalse

_PICTURE = re.compile(r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)]*)\)")
"""As Markdown has it: the words may have brackets in them."""
PREFIX = "picture:"
SHOWN = re.compile(r"(?<=\]\()picture:([0-9a-f-]{36})(?=\))")
"""Where a text shows a picture of our own."""
_OURS = re.compile(r"picture:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")

_NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def texts_of(question: Question) -> Iterator[tuple[str, Words]]:
    """Every text that may hold pictures, with its field."""
    yield "stem", question.content.stem
    match question.content:
        case TrueFalse() | Numeric() | ShortText():
            pass
        case Matching(prompts=prompts, options=options):
            yield from ((f"prompts.{number}", prompt) for number, prompt in enumerate(prompts, start=1))
            yield from ((f"options.{number}", option) for number, option in enumerate(options, start=1))
        case content:
            yield from ((f"options.{number}", option) for number, option in enumerate(content.options, start=1))
    yield "rationale", question.rationale
    if question.group is not None:
        yield "group.text", question.group.text


def picture_id(name: str, content: bytes) -> UUID:
    """The number of a picture in a file: our own, where its name is one, else one made from its content.

    So the same file again shows the same pictures.
    """
    stem = name.rpartition(".")[0]
    return UUID(stem) if _NUMBER.fullmatch(stem) else UUID(bytes=sha256(content).digest()[:16], version=4)


def pictures_in(text: str) -> frozenset[UUID]:
    """The pictures that a text shows."""
    found = (_OURS.fullmatch(address) for _, address in _PICTURE.findall(text))
    return frozenset(UUID(ours[1]) for ours in found if ours)


def pictures_of(question: Question) -> frozenset[UUID]:
    """The pictures that any text of a question shows, in either language."""
    return frozenset(
        picture for _, words in texts_of(question) for text in (words.zh, words.en) for picture in pictures_in(text)
    )


def faults_in(text: str) -> Iterator[str]:
    """What speaks against the pictures of a text: from elsewhere, or without words."""
    for words, address in _PICTURE.findall(text):
        if not _OURS.fullmatch(address):
            yield "question_picture_from_elsewhere"
        elif not words.strip():
            yield "question_picture_without_words"
