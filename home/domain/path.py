"""A candidate's path to a level: which steps are done, and the one thing to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kernel.words import Words


class ApplicationStanding(StrEnum):
    """How an application for the level stands."""

    NONE = "none"
    WAITING = "waiting"
    ASKED = "asked"
    APPEALED = "appealed"
    REFUSED = "refused"
    APPROVED = "approved"


class ComponentStanding(StrEnum):
    """How a component of the level stands."""

    OPEN = "open"
    ENTERED = "entered"
    SITTING_NOW = "sitting_now"
    AWAITING = "awaiting"
    FAILED = "failed"
    PASSED = "passed"
    EXEMPT = "exempt"


SETTLED = frozenset({ComponentStanding.PASSED, ComponentStanding.EXEMPT})
"""Nothing is left to be done about such a component."""


class NextStep(StrEnum):
    """The one thing to do next, or to wait for."""

    CONTINUE_EXAM = "continue_exam"
    GO_TO_EXAM = "go_to_exam"
    SHOW_EVIDENCE = "show_evidence"
    COMPLETE_EVIDENCE = "complete_evidence"
    APPLY = "apply"
    APPLY_FOR_MODULES = "apply_for_modules"
    ANSWER_QUESTION = "answer_question"
    WAIT_FOR_DECISION = "wait_for_decision"
    ENTER_EXAM = "enter_exam"
    RESIT = "resit"
    WAIT_FOR_EXAM = "wait_for_exam"
    WAIT_FOR_RESULT = "wait_for_result"
    SEEK_FULL_ADMISSION = "seek_full_admission"
    APPLY_FOR_MORE = "apply_for_more"
    WAIT_FOR_CERTIFICATE = "wait_for_certificate"
    KEEP_CERTIFICATE = "keep_certificate"


class StepState(StrEnum):
    """Where a step of the path stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """What is known of a candidate on the way to a level; `door_is_open` where a seat can be taken at this moment.

    `meets_a_condition` of the full qualification; `meets_for_modules` only one of module assessment. `modules_only`
    where what was applied for leads no further than that.
    """

    has_evidence: bool
    meets_a_condition: bool
    application: ApplicationStanding
    components: Mapping[str, ComponentStanding]
    titles: Mapping[str, Words]
    door_is_open: bool = False
    is_certified: bool = False
    meets_for_modules: bool = False
    modules_only: bool = False

    @property
    def next(self) -> NextStep:
        """What to do, the most urgent first: an examination that runs comes before everything else."""
        standings = self.components.values()
        if ComponentStanding.SITTING_NOW in standings:
            return NextStep.CONTINUE_EXAM
        if self.door_is_open:
            return NextStep.GO_TO_EXAM
        if self.is_certified:
            return NextStep.KEEP_CERTIFICATE
        if self.application is not ApplicationStanding.APPROVED:
            return self._before_approval()
        return self._after_approval()

    def _before_approval(self) -> NextStep:
        if self.application is ApplicationStanding.ASKED:
            return NextStep.ANSWER_QUESTION
        if self.application in {ApplicationStanding.WAITING, ApplicationStanding.APPEALED}:
            return NextStep.WAIT_FOR_DECISION
        if not self.has_evidence:
            return NextStep.SHOW_EVIDENCE
        if self.meets_a_condition:
            return NextStep.APPLY
        return NextStep.APPLY_FOR_MODULES if self.meets_for_modules else NextStep.COMPLETE_EVIDENCE

    def _after_approval(self) -> NextStep:
        order = (
            (ComponentStanding.OPEN, NextStep.ENTER_EXAM),
            (ComponentStanding.FAILED, NextStep.RESIT),
            (ComponentStanding.ENTERED, NextStep.WAIT_FOR_EXAM),
            (ComponentStanding.AWAITING, NextStep.WAIT_FOR_RESULT),
        )
        standings = set(self.components.values())
        return next((step for standing, step in order if standing in standings), self._after_passing())

    def _after_passing(self) -> NextStep:
        if not self.modules_only:
            return NextStep.WAIT_FOR_CERTIFICATE
        return NextStep.APPLY_FOR_MORE if self.meets_a_condition else NextStep.SEEK_FULL_ADMISSION

    @property
    def evidence_step(self) -> StepState:
        """Showing evidence: done once it suffices or an application was made on it."""
        suffices = self.meets_a_condition or self.meets_for_modules or self._has_applied
        return StepState.DONE if suffices else StepState.NOW

    @property
    def application_step(self) -> StepState:
        """Applying, and the registrar's decision."""
        if self.application is ApplicationStanding.APPROVED or self.is_certified:
            return StepState.DONE
        return StepState.NOW if self.evidence_step is StepState.DONE else StepState.LATER

    def component_step(self, code: str) -> StepState:
        """Passing one component."""
        if self.components[code] in SETTLED:
            return StepState.DONE
        return StepState.NOW if self.application_step is StepState.DONE else StepState.LATER

    @property
    def certificate_step(self) -> StepState:
        """Holding the certificate."""
        if self.is_certified:
            return StepState.DONE
        all_passed = all(standing in SETTLED for standing in self.components.values())
        is_due = all_passed and self.application_step is StepState.DONE and not self.modules_only
        return StepState.NOW if is_due else StepState.LATER

    @property
    def _has_applied(self) -> bool:
        never_or_not = {ApplicationStanding.NONE, ApplicationStanding.REFUSED}
        return self.application not in never_or_not or self.is_certified
