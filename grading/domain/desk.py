"""What an examiner sees: scripts by their numbers, a case, an answer, a rubric; never a person."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from exam.domain.answer import characters
from exam.domain.integrity import Flag
from exam.domain.work import HandedFile
from grading.domain.rubric import Judgement
from question_bank.domain.case_study import CaseStudyFacts

MOST_OPEN = 5
"""How many scripts an examiner may have on the desk at the same time."""

NEUTRAL_ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "image/png": "png",
    "image/jpeg": "jpg",
}


class ClaimState(StrEnum):
    """Where a script on an examiner's desk stands."""

    OPEN = "open"
    SIGNED = "signed"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """A script on an examiner's desk, in the queue at its side."""

    claim_id: UUID
    number: str
    state: ClaimState
    decided: int
    criteria: int
    marks: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """The file handed in with an answer, under a name that says nothing about its author."""

    name: str
    file: HandedFile

    @property
    def media_type(self) -> str:
        """What it is, by its content."""
        return self.file.media_type

    @property
    def size(self) -> int:
        """In bytes."""
        return self.file.size

    @classmethod
    def of(cls, number: str, file: HandedFile) -> "AttachedFile":
        """The file of a script, named after the script's number."""
        name = f"{number}.{NEUTRAL_ENDINGS[file.media_type]}"
        return cls(name=name, file=file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script opened for marking."""

    claim_id: UUID
    number: str
    turn: int
    state: ClaimState
    version: int
    saved_at: datetime | None
    case: CaseStudyFacts
    text: str
    file: AttachedFile | None
    judgements: tuple[Judgement, ...]
    handed_on: tuple[Flag, ...] = ()
    """What a registrar wants those to know who mark it."""

    @property
    def characters(self) -> int:
        """How long the answer is, counted as the candidate saw it counted."""
        return characters(self.text)

    def judgement(self, criterion: str) -> Judgement:
        """What is thought so far under one criterion."""
        given = (judgement for judgement in self.judgements if judgement.criterion == criterion)
        return next(given, Judgement(criterion=criterion))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that stands on an examiner's desk, and how many scripts wait for somebody."""

    waiting: int
    lines: tuple[DeskLine, ...]

    @property
    def open_lines(self) -> tuple[DeskLine, ...]:
        """The scripts being marked."""
        return tuple(line for line in self.lines if line.state is ClaimState.OPEN)

    @property
    def signed_lines(self) -> tuple[DeskLine, ...]:
        """The scripts signed off."""
        return tuple(line for line in self.lines if line.state is ClaimState.SIGNED)

    @property
    def can_take(self) -> bool:
        """Whether another script may be taken."""
        return self.waiting > 0 and len(self.open_lines) < MOST_OPEN
