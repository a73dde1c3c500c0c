"""Which questions say nearly the same, found by the runs of characters they share, in Chinese and in English."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

GRAM = 4
ALIKE = 0.6
MOST_SHARERS = 60
"""A run of characters in more questions than this is a phrase of the trade and tells nothing."""


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
