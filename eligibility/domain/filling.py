"""An application as it is being filled in: what is done, what is open, and on which condition it will be made."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.identity import IdentityFacts
from eligibility.domain.admission import AdmissionReading, ConditionReading, Outcome
from eligibility.domain.application import ApplicationFacts, ApplicationState
from eligibility.domain.choice import choosable, kinds_asked
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.papers import Needed, PaperFacts, PaperKind, needed
from eligibility.domain.portfolio import KeptItem
from kernel.verdict import Refusal
from schemes.domain.scheme import Level, Papers, Scheme


class TaskState(StrEnum):
    """How far a task of the form is."""

    DONE = "done"
    BEGUN = "begun"
    OPEN = "open"
    OPTIONAL = "optional"
    FOR_MORE = "for_more"
    LOCKED = "locked"


def paper_lacking(wanted: Needed) -> Refusal:
    """That a paper is missing."""
    return Refusal("paper_lacking", paper=Refusal(f"the_paper_{wanted.kind}"))


def in_the_way(standing: ApplicationFacts | None, reading: AdmissionReading) -> ApplicationFacts | None:
    """The application beside which there is no room for another.

    Who was admitted to module assessment may apply once more as soon as a condition of the full qualification holds.
    """
    if standing is None or not standing.is_for_modules:
        return standing
    may_have_more = standing.state is ApplicationState.APPROVED and reading.outcome is Outcome.FULL
    return None if may_have_more else standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What a candidate has given so far for one level; `wished` is the condition they chose.

    `standing` is an application that leaves no room for another.
    """

    scheme: Scheme
    level: Level
    reading: AdmissionReading
    items: tuple[KeptItem, ...]
    begun: frozenset[EvidenceKind] = frozenset()
    without_more: frozenset[EvidenceKind] = frozenset()
    wished: str | None = None
    standing: ApplicationFacts | None = None
    identity: IdentityFacts | None = None
    papers: tuple[PaperFacts, ...] = ()

    @property
    def asks_for_papers(self) -> bool:
        """Whether the scheme wants to see papers at all."""
        return self.scheme.papers is Papers.REQUIRED

    @property
    def choices(self) -> tuple[ConditionReading, ...]:
        """The conditions on which an application can be made today."""
        return choosable(self.reading)

    @property
    def is_for_modules(self) -> bool:
        """Whether what can be applied for today is module assessment only."""
        return self.reading.outcome is Outcome.MODULES

    @property
    def recommended(self) -> ConditionReading | None:
        """The choice that asks for least; of equals the first."""
        return min(self.choices, key=lambda each: len(self.papers_for(each)), default=None)

    @property
    def chosen(self) -> ConditionReading | None:
        """The condition chosen, where it holds; where only one holds there is nothing to choose."""
        wished = next((each for each in self.choices if each.condition.id == self.wished), None)
        return wished or (self.recommended if len(self.choices) == 1 else None)

    @property
    def evidence_tasks(self) -> dict[EvidenceKind, TaskState]:
        """The kinds of evidence that matter for the level, each with how far it is."""
        return {kind: self._evidence(kind) for kind in kinds_asked(self.level)}

    def _evidence(self, kind: EvidenceKind) -> TaskState:
        if kind in self.begun:
            return TaskState.BEGUN
        if kind in self.without_more or any(kept.kind is kind for kept in self.items):
            return TaskState.DONE
        if self.is_for_modules:
            return TaskState.FOR_MORE
        return TaskState.OPTIONAL if self.choices else TaskState.OPEN

    @property
    def condition_task(self) -> TaskState:
        """Choosing the condition."""
        if not self.choices:
            return TaskState.LOCKED
        return TaskState.DONE if self.chosen else TaskState.OPEN

    def papers_for(self, reading: ConditionReading) -> tuple[Needed, ...]:
        """The papers that a condition asks for, of the person and of the evidence it stands on."""
        return needed(reading, self.items) if self.asks_for_papers else ()

    def paper_for(self, wanted: Needed) -> PaperFacts | None:
        """The paper that was handed in for a purpose, if any."""
        return next((each for each in self.papers if Needed(each.kind, each.evidence_id) == wanted), None)

    @property
    def papers_of_choice(self) -> tuple[tuple[Needed, PaperFacts | None], ...]:
        """Each paper that the chosen condition asks for, portrait first, with what was handed in for it."""
        if self.chosen is None:
            return ()
        return tuple((each, self.paper_for(each)) for each in self.papers_for(self.chosen))

    @property
    def lacks_identity(self) -> bool:
        """Whether the number of the identity document is asked for and not there."""
        return self.asks_for_papers and self.identity is None

    @property
    def lacking_papers(self) -> tuple[Needed, ...]:
        """The papers that are asked for and not there."""
        return tuple(wanted for wanted, paper in self.papers_of_choice if paper is None)

    @property
    def portrait(self) -> PaperFacts | None:
        """The portrait, if it was handed in."""
        return self.paper_for(Needed(PaperKind.PORTRAIT))

    @property
    def papers_task(self) -> TaskState:
        """Handing in the papers of the chosen condition, the portrait not counted: it is a task of its own."""
        if self.chosen is None:
            return TaskState.LOCKED
        proofs = [paper for wanted, paper in self.papers_of_choice if wanted.kind is not PaperKind.PORTRAIT]
        if None not in proofs:
            return TaskState.DONE
        return TaskState.BEGUN if any(proofs) else TaskState.OPEN

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing any more for the application to be sent."""
        is_open = self.chosen is not None and self.standing is None
        return is_open and not self.lacks_identity and not self.lacking_papers
