"""A receipt proves what was handed in: a hash over the form, the answers and the times, which anybody can recompute."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from exam.domain.answer import answered, characters
from exam.domain.form import TEXT_SLOT
from exam.domain.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the candidate takes away."""

    number: str
    started_at: datetime
    ended_at: datetime | None
    answered: int
    questions: int
    characters: int
    digest: str

    @property
    def short(self) -> str:
        """The beginning of the hash in groups, to be read out."""
        return " ".join(self.digest[start : start + 4].upper() for start in range(0, 16, 4))


def receipt_of(work: Work) -> Receipt:
    """The receipt of work that was handed in."""
    said = {
        "form": work.layout.as_data(),
        "answers": {slot: dict(value) for slot, value in work.answers.items()},
        "files": [kept.sha256 for kept in work.files],
        "started_at": work.started_at.isoformat(),
        "ended_at": work.ended_at.isoformat() if work.ended_at else None,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Receipt(
        number=work.number,
        started_at=work.started_at,
        ended_at=work.ended_at,
        answered=answered(work.answers),
        questions=max(len(work.layout.slots), 1),
        characters=characters(str(work.answers.get(TEXT_SLOT, {}).get("text", ""))),
        digest=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
