"""A receipt proves what was handed in: a hash over the form, the answers, the files and the times.

It tells nothing of what was answered, and each part has a hash of its own: where the record does not agree, one sees
in what.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from exam.domain.answer import answered, characters
from exam.domain.form import TEXT_SLOT
from exam.domain.work import Work


class Part(StrEnum):
    """What a receipt vouches for."""

    FORM = "form"
    ANSWERS = "answers"
    FILES = "files"
    STARTED = "started"
    ENDED = "ended"


SHORT = 16
"""So many digits of the hash stand on the page in groups, to be read out; nobody guesses them."""
_NOT_HEX = re.compile(r"[^0-9a-f]")
_STATED = re.compile(r"(\w+)=([^\s,]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody's receipt says: the number of the attempt, and what stands for each part."""

    number: str
    parts: Mapping[Part, str]

    @property
    def digest(self) -> str:
        """The hash over all of it."""
        return _hash({"number": self.number} | {str(part): said for part, said in self.parts.items()})

    @property
    def stated(self) -> str:
        """The same on one line, as the document carries it in its properties."""
        return ", ".join(["number=" + self.number, *(f"{part}={self.parts[part]}" for part in Part)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Claim):
    """What the candidate takes away."""

    started_at: datetime
    ended_at: datetime | None
    answered: int
    questions: int
    characters: int

    @property
    def short(self) -> str:
        """The beginning of the hash in groups, to be read out."""
        return " ".join(self.digest[start : start + 4].upper() for start in range(0, SHORT, 4))

    def bears(self, code: str) -> bool:
        """Whether this is its hash or the beginning of it, however it was written."""
        typed = _NOT_HEX.sub("", code.lower())
        return len(typed) >= SHORT and self.digest.startswith(typed)

    def differs_from(self, claim: Claim) -> tuple[Part, ...]:
        """In what the record is not what a receipt of this number says."""
        return tuple(part for part in Part if self.parts[part] != claim.parts[part])


def receipt_of(work: Work) -> Receipt:
    """The receipt of work that was handed in."""
    return Receipt(
        number=work.number,
        parts={
            Part.FORM: _hash(work.layout.as_data()),
            Part.ANSWERS: _hash({slot: dict(value) for slot, value in work.answers.items()}),
            Part.FILES: _hash([kept.sha256 for kept in work.files]),
            Part.STARTED: work.started_at.isoformat(),
            Part.ENDED: work.ended_at.isoformat() if work.ended_at else "",
        },
        started_at=work.started_at,
        ended_at=work.ended_at,
        answered=answered(work.answers),
        questions=max(len(work.layout.slots), 1),
        characters=characters(str(work.answers.get(TEXT_SLOT, {}).get("text", ""))),
    )


def read_claim(stated: str) -> Claim | None:
    """What the properties of a document state; None where that is no receipt."""
    found = dict(_STATED.findall(stated))
    if set(found) != {"number", *Part}:
        return None
    return Claim(number=found["number"], parts={part: found[part] for part in Part})


def _hash(said: object) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
