"""What changed between two versions: field by field, in each language, with the words marked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"[A-Za-z0-9À-ɏ'’-]+|\s+|.", re.DOTALL)
"""A word of letters, a space, or a single sign: a Chinese text is compared sign by sign."""
MOST_PAIRS = 1_000_000
"""Texts of more pairs of words than this are shown as a whole, one after the other; comparing them takes too long."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that stayed ("same"), went ("gone") or came ("new")."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; the language is empty where the field has none."""

    field: str
    language: str
    runs: tuple[Run, ...]


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Change, ...]:
    """Every field of the records that differs, in the order of the later one."""
    old, new = dict(_texts(before)), dict(_texts(after))
    return tuple(
        Change(*_named(path), runs(old.get(path, ""), new.get(path, "")))
        for path in dict.fromkeys([*new, *old])
        if old.get(path, "") != new.get(path, "")
    )


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The two texts woven together."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return tuple(Run(what, text) for what, text in (("gone", before), ("new", after)) if text)
    found: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("same", "".join(old[i:j])))
        else:
            found += [
                Run(what, text) for what, text in (("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))) if text
            ]
    return tuple(found)


def _named(path: str) -> tuple[str, str]:
    field, _, last = path.rpartition(".")
    return (field, last) if last in ("zh", "en") else (path, "")


def _texts(record: object, path: str = "") -> Iterator[tuple[str, str]]:
    match record:
        case dict():
            for name, part in record.items():
                yield from _texts(part, f"{path}.{name}" if path else str(name))
        case list() if any(isinstance(part, dict) for part in record):
            for number, part in enumerate(record, start=1):
                yield from _texts(part, f"{path}.{number}")
        case list():
            yield path, ", ".join(map(str, record))
        case _:
            yield path, str(record)
