"""Texts of other systems: which language one is in, and both languages in one text as Moodle's filters know it."""

import re

from kernel.words import Words
from question_bank.domain.acceptance import HAN

LONGEST_TERM = 4
"""So few Latin words in a Chinese question are a term or a name, which is the same in English."""
_WORD = re.compile(r"[^\W\d_]+")
_BLOCK = re.compile(r"\{\s*mlang\s+([\w\s,-]+?)\s*\}(.*?)\{\s*mlang\s*\}", re.DOTALL | re.IGNORECASE)
_SPAN = re.compile(r"<span\b(?=[^>]*\bclass=[\"']?multilang\b)([^>]*)>(.*?)</span>", re.DOTALL | re.IGNORECASE)
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
    plain, words = text.strip(), len(_WORD.findall(HAN.sub(" ", text)))
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
    return "".join(f"{{mlang {language}}}{text}{{mlang}}" for language, text in both if text)


def is_chinese(stem: Words) -> bool:
    """Whether a question in one language is a Chinese one; with both languages too, terms stand in both."""
    return bool(stem.zh)


def _as_block(span: re.Match[str]) -> str:
    language = _LANG.search(span[1])
    return f"{{mlang {language[1] if language else 'other'}}}{span[2]}{{mlang}}"


def _in_language(marked: str, language: str) -> str:
    """What stands outside all blocks and in those of this language: Chinese of any region, for all others English."""

    def said(found: re.Match[str]) -> str:
        meant = {"zh" if each.strip().lower().startswith("zh") else "en" for each in found[1].split(",")}
        return found[2] if language in meant else ""

    return _BLOCK.sub(said, marked).strip()
