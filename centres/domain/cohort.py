"""A cohort: people whom a training centre trains and enters together for one level of a scheme."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kernel.verdict import Refusal, Verdict

LONGEST_TITLE = 100


class CohortPhase(StrEnum):
    """What the calendar says of a cohort; computed, never stored."""

    TO_COME = "to_come"
    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFacts:
    """A cohort as others may know it; `ends_on` is its last day of training."""

    id: UUID
    organisation_id: UUID
    title: str
    scheme_code: str
    level: int
    starts_on: date
    ends_on: date

    def phase(self, on: date) -> CohortPhase:
        """Where the cohort stands on a day."""
        if on < self.starts_on:
            return CohortPhase.TO_COME
        return CohortPhase.RUNNING if on <= self.ends_on else CohortPhase.FINISHED


def acceptable(*, title: str, starts_on: date, ends_on: date) -> Verdict:
    """Whether a cohort can be opened like this."""
    return Verdict.of(
        (
            None if 0 < len(title) <= LONGEST_TITLE else Refusal("cohort_title_missing", most=LONGEST_TITLE),
            None if starts_on <= ends_on else Refusal("cohort_ends_before_it_starts"),
        )
    )
