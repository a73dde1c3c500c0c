"""The fonts that documents are set in, and whether they have a glyph for every character of a name."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

from kernel.errors import Refused
from kernel.verdict import Refusal

HAN, LATIN = "Document Han", "Document Latin"
NEVER_PRINTED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Kinds of characters that leave no mark, or turn the direction of the text, and so could hide what a name says."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: `name` is the only address by which a document may ask for it."""

    name: str
    family: str
    weight: int
    slope: str
    folder: str

    @property
    def path(self) -> Path:
        """Where the installed font package keeps it."""
        return Path(str(files("rendercv_fonts"))) / self.folder / self.name


FACES = (
    Face("NotoSansSC-Regular.ttf", HAN, 400, "normal", "Noto Sans"),
    Face("NotoSansSC-Bold.ttf", HAN, 700, "normal", "Noto Sans"),
    Face("EBGaramond-Regular.ttf", LATIN, 400, "normal", "EB Garamond"),
    Face("EBGaramond-Bold.ttf", LATIN, 700, "normal", "EB Garamond"),
    Face("EBGaramond-Italic.ttf", LATIN, 400, "italic", "EB Garamond"),
)


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters that would come out as empty boxes or not at all, each once, in the order of the text."""
    return tuple(dict.fromkeys(character for character in text if not _prints(character)))


def require_glyphs(texts: Iterable[str]) -> None:
    """Refuse what cannot be printed faithfully, before anything is issued."""
    missing = missing_glyphs("".join(texts))
    if missing:
        codes = ", ".join(f"U+{ord(character):04X}" for character in missing)
        raise Refused(Refusal("missing_glyphs", characters="".join(missing), codes=codes))


def faces_present() -> bool:
    """Whether every font file is installed; `flask doctor` asks."""
    return all(face.path.is_file() for face in FACES)


def _prints(character: str) -> bool:
    if character == "\n":
        return True
    return unicodedata.category(character) not in NEVER_PRINTED and ord(character) in _coverage()


@cache
def _coverage() -> frozenset[int]:
    """What every face of one family can print; the other family of a line of text then need not."""
    families = {face.family for face in FACES}
    return frozenset().union(*(_family_coverage(family) for family in families))


def _family_coverage(family: str) -> frozenset[int]:
    covered = (_characters(face.path) for face in FACES if face.family == family)
    return frozenset.intersection(*covered)


@cache
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
