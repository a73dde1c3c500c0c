"""A case study: a company in trouble, the tasks, and the rubric by which examiners mark the answer."""

from dataclasses import dataclass
from decimal import Decimal

from kernel.words import Words
from question_bank.domain.kind import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How good an answer is under one criterion, in words, and the marks for it."""

    marks: Decimal
    description: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that examiners look for; its levels are described, best first."""

    id: str
    title: Words
    marks: Decimal
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy:
    """What the bank knows of one case study; `id` is the author's own number, such as L3-CASE-001."""

    id: str
    title: Words
    background: Words
    tasks: tuple[Words, ...]
    rubric: tuple[Criterion, ...]

    @property
    def kind(self) -> Kind:
        """Told apart from questions with options."""
        return Kind.CASE_STUDY

    @property
    def marks(self) -> Decimal:
        """What the whole answer can earn."""
        return sum((criterion.marks for criterion in self.rubric), Decimal(0))


CaseStudyFacts = CaseStudy
"""What other packages read of a case study."""
