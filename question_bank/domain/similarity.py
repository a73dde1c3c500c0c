"""Which questions say nearly the same, found by the runs of characters they share, in Chinese and in English."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

GRAM = 4
ALIKE = 0.6
MOST_SHARERS = 60
"""A run of characters in more questions than this is a phrase of the trade and tells nothing."""


LETTERS = 14
"""So many letters of whole words in a row are an echo in English."""
CHARACTERS = 5
"""So many characters in a row are an echo in Chinese."""
_PARTS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z']+")


@dataclass(frozen=True, slots=True, order=True)
class Alike:
    """Two texts and how much they share: 1 means the same."""

    share: float
    one: str
    other: str


def grams(text: str) -> frozenset[str]:
    """The runs of a few characters in a text, without spaces and signs."""
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return frozenset(plain[start : start + GRAM] for start in range(max(1, len(plain) - GRAM + 1)))


def repeats(option: str, stem: str) -> bool:
    """Whether an option says a run of the stem again: some characters, or some whole words."""
    said = " ".join(_PARTS.findall(stem.casefold()))
    parts = _PARTS.findall(option.casefold())
    return any(_is_echo(run, said) for run in _long_enough(parts))


def _long_enough(parts: Sequence[str]) -> Iterator[str]:
    """The shortest runs that would be an echo."""
    for start, part in enumerate(parts):
        if not part.isascii():
            yield from (part[at : at + CHARACTERS] for at in range(len(part) - CHARACTERS + 1))
            continue
        run: list[str] = []
        for word in parts[start:]:
            run.append(word)
            if len("".join(run)) >= LETTERS:
                yield " ".join(run)
                break


def _is_echo(run: str, said: str) -> bool:
    return f" {run} " in f" {said} " if run.isascii() else run in said


def alike(texts: Mapping[str, str], *, least: float = ALIKE) -> tuple[Alike, ...]:
    """Pairs of texts that share at least this part of their runs, most alike first."""
    runs = {name: grams(text) for name, text in texts.items()}
    found = (Alike(_share(runs[one], runs[other], shared), one, other) for (one, other), shared in _sharing(runs))
    return tuple(sorted((pair for pair in found if pair.share >= least), reverse=True))


def _sharing(runs: Mapping[str, frozenset[str]]) -> Iterator[tuple[tuple[str, str], int]]:
    """Pairs that share anything at all, so that ten thousand questions need not be compared each with each."""
    holders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(runs):
        for run in runs[name]:
            holders[run].append(name)
    pairs: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if len(names) <= MOST_SHARERS:
            pairs.update(combinations(names, 2))
    yield from pairs.items()


def _share(one: frozenset[str], other: frozenset[str], shared: int) -> float:
    return shared / len(one | other)
