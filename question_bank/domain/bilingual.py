"""Texts of other systems: which language one is in, and both languages in one text as Moodle's filters know it."""

import re
from collections.abc import Callable
from itertools import chain, zip_longest

from kernel.words import Words
from question_bank.domain.acceptance import HAN

LONGEST_TERM = 4
"""So few Latin words in a Chinese question are a term or a name, which is the same in English."""
_ADDRESS = re.compile(r"(?<=\])\(picture:[^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_BLOCK = re.compile(
    r"\{ {0,9}mlang {1,9}([\w, -]{1,60}?) {0,9}\}((?:(?!\{ {0,9}mlang\b).)*)\{ {0,9}mlang {0,9}\}",
    re.DOTALL | re.IGNORECASE,
)
_SPAN = re.compile(
    r"<span\b(?=[^<>]{0,300}\bclass=[\"']?multilang\b)([^<>]{0,300})>"
    r"((?:(?!<span\b[^<>]{0,300}multilang\b).)*?)</span>",
    re.DOTALL | re.IGNORECASE,
)
"""Bounded, and none within another, so that a text with a thousand beginnings and no end takes no longer."""
_LANG = re.compile(r"\blang=[\"']?([\w-]+)", re.IGNORECASE)


def is_marked(text: str) -> bool:
    """Whether languages are marked in it."""
    return _BLOCK.search(_SPAN.sub(_as_block, text)) is not None


def apart(text: str, *, chinese: bool = False) -> Words:
    """Each language by itself; one that is not there is empty. `chinese` tells that the question is in Chinese.

    A text without letters, such as a number, is the same in both.
    """
    marked = _SPAN.sub(_as_block, text)
    if _BLOCK.search(marked):
        return Words(_in_language(marked, "zh"), _in_language(marked, "en"))
    plain, words = text.strip(), len(_WORD.findall(HAN.sub(" ", _ADDRESS.sub("", text))))
    signs = len(HAN.findall(text))
    if not signs and (not words or (chinese and words <= LONGEST_TERM)):
        return Words(plain, plain)
    return Words(plain, "") if signs and signs >= words else Words("", plain)


def together(words: Words, *, chinese: bool = False) -> str:
    """One text from which the same words are read again."""
    for plain in (words.zh, words.en):
        if apart(plain, chinese=chinese) == words:
            return plain
    both = (("zh", words.zh), ("en", words.en))
    return "".join(block(language, text) for language, text in both if text)


def block(language: str, text: str) -> str:
    """A text for the readers of one language."""
    return f"{{mlang {language}}}{text}{{mlang}}"


def each_language(text: str, change: Callable[[str], str]) -> str:
    """The same text with what stands in each language changed by itself."""
    marked = _SPAN.sub(_as_block, text)
    between = [change(part) for part in _BLOCK.split(marked)[:: _BLOCK.groups + 1]]
    blocks = (block(found[1], change(found[2])) for found in _BLOCK.finditer(marked))
    return "".join(chain.from_iterable(zip_longest(between, blocks, fillvalue="")))


def is_chinese(stem: Words) -> bool:
    """Whether a question in one language is a Chinese one; with both languages too, terms stand in both."""
    return bool(stem.zh)


def _as_block(span: re.Match[str]) -> str:
    language = _LANG.search(span[1])
    return block(language[1] if language else "other", span[2])


def _in_language(marked: str, language: str) -> str:
    """What stands outside all blocks and in those of this language: Chinese of any region, for all others English."""

    def said(found: re.Match[str]) -> str:
        meant = {"zh" if each.strip().lower().startswith("zh") else "en" for each in found[1].split(",")}
        return found[2] if language in meant else ""

    return _BLOCK.sub(said, marked).strip()
