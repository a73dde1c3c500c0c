"""Applications on which nothing is open to opinion: the rules alone say yes, and every paper is there."""

from collections.abc import Collection
from dataclasses import dataclass

from eligibility.domain.admission import Outcome
from eligibility.domain.application import ApplicationMove, ApplicationState
from kernel.verdict import Refusal, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanimity:
    """What is known of an application when it is asked whether it is a plain case."""

    state: ApplicationState
    outcome: Outcome
    moves: Collection[ApplicationMove]
    papers_are_complete: bool
    has_exemption: bool

    @property
    def verdict(self) -> Verdict:
        """Plain, or every reason why somebody has to read it."""
        return Verdict.of(
            (
                None if self.state is ApplicationState.SUBMITTED else Refusal("not_waiting"),
                None if self.outcome is Outcome.FULL else Refusal("not_admitted_by_rules"),
                None if self.papers_are_complete else Refusal("papers_incomplete"),
                Refusal("was_asked_for_more") if ApplicationMove.ASK in self.moves else None,
                Refusal("was_appealed") if ApplicationMove.APPEAL in self.moves else None,
                Refusal("has_exemption") if self.has_exemption else None,
            )
        )
