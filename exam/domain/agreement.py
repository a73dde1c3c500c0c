"""What candidates agree to before their clock starts: a text with a version, under a name that is their own."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kernel.words import Words

LONGEST_AGREEMENT = 4000
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The text of a sitting in both languages; who changes it makes the next version."""

    version: int
    text: Words

    @property
    def digest(self) -> str:
        """What the text comes to, so that nobody can say later that it was another one."""
        return sha256(f"{self.text.zh}\0{self.text.en}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who agreed to which text, and when."""

    version: int
    digest: str
    name: str
    signed_at: datetime


def is_same_name(typed: str, name: str) -> bool:
    """Whether somebody has typed their own name; blanks, dots, capitals and full width make no difference."""
    return bool(_letters(typed)) and _letters(typed) == _letters(name)


def _letters(name: str) -> str:
    """The letters and marks of a name, all in one form."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in unicodedata.normalize("NFKC", plain) if unicodedata.category(each)[0] in "LM")
