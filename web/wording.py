"""Decisions put into words: each package introduces the sentences for the codes of its refusals."""

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel.speaklater import LazyString

import documents.wording
from kernel.verdict import Refusal
from kernel.words import Words
from web.language import language
from web.times import day, moment

_sentences: dict[str, LazyString] = {**documents.wording.SENTENCES}
"""Begins with what is said of files, which all packages take alike."""
_actions: dict[str, LazyString] = {}


def introduce_wording(sentences: Mapping[str, LazyString]) -> None:
    """Let these codes be spoken from now on."""
    _sentences.update(sentences)


def introduce_actions(words: Mapping[str, LazyString]) -> None:
    """Let the audit log call these actions by their words from now on."""
    _actions.update(words)


def known_actions() -> Mapping[str, LazyString]:
    """The words of every action that the audit log may hold."""
    return _actions


def known_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_sentences)


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language. A code without a sentence is a bug and raises KeyError."""
    params = {name: _spoken(value) for name, value in refusal.params.items()}
    return str(_sentences[refusal.code]) % params


def say(words: Words) -> str:
    """A bilingual text in the reader's language."""
    return words.in_language(language())


def _spoken(value: object) -> object:
    match value:
        case Words():
            return say(value)
        case Refusal():
            return sentence(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case list() | tuple():
            return ("、" if language() == "zh" else ", ").join(str(_spoken(item)) for item in value)
        case _:
            return value
