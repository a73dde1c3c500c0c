"""Short texts as answers: what counts as the same, whatever keyboard it was typed on."""

import unicodedata
from collections.abc import Iterable

from opencc import OpenCC

LONGEST_SHORT_TEXT = 100
_to_simplified = OpenCC("t2s")


def plain(text: str) -> str:
    """The text without differences of width, case, spaces, closing points, and traditional characters."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return str(_to_simplified.convert(unicodedata.normalize("NFKC", folded))).rstrip(".。")


def says_one_of(text: str, accepted: Iterable[str]) -> bool:
    """Whether a text says one of those that are accepted."""
    said = plain(text)
    return bool(said) and said in {plain(each) for each in accepted}
