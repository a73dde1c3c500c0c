"""An application as it is being filled in: what is done, what is open, and on which condition it will be made."""

from dataclasses import dataclass
from enum import StrEnum

from eligibility.domain.admission import AdmissionReading, ConditionReading
from eligibility.domain.application import ApplicationFacts
from eligibility.domain.choice import choosable, kinds_asked
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import KeptItem
from schemes.domain.scheme import Level, Scheme


class TaskState(StrEnum):
    """How far a task of the form is."""

    DONE = "done"
    BEGUN = "begun"
    OPEN = "open"
    OPTIONAL = "optional"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What a candidate has given so far for one level; `wished` is the condition they chose."""

    scheme: Scheme
    level: Level
    reading: AdmissionReading
    items: tuple[KeptItem, ...]
    begun: frozenset[EvidenceKind] = frozenset()
    without_more: frozenset[EvidenceKind] = frozenset()
    wished: str | None = None
    standing: ApplicationFacts | None = None

    @property
    def choices(self) -> tuple[ConditionReading, ...]:
        """The conditions on which an application can be made today."""
        return choosable(self.reading)

    @property
    def recommended(self) -> ConditionReading | None:
        """The choice that asks for least."""
        return next(iter(self.choices), None)

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
        return TaskState.OPTIONAL if self.choices else TaskState.OPEN

    @property
    def condition_task(self) -> TaskState:
        """Choosing the condition."""
        if not self.choices:
            return TaskState.LOCKED
        return TaskState.DONE if self.chosen else TaskState.OPEN

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing any more for the application to be sent."""
        return self.chosen is not None and self.standing is None
