"""When the results of a sitting may be released: nobody is still sitting, everything is marked, and it happens once."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kernel.verdict import Refusal, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One attempt in the list of a sitting, by its anonymous number."""

    number: str
    score: Decimal | None
    passed: bool | None
    changed_at: datetime | None = None
    """When it became another one than was released."""
    is_marked_again: bool = False
    """Whether people look at it once more, since late answers count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the results of a sitting are."""

    entered: int
    sitting_now: int
    still_to_come: int
    lines: tuple[ScoreLine, ...]
    released_at: datetime | None
    undecided: int = 0
    """Attempts with late answers on whose counting nobody has decided."""

    @property
    def absent(self) -> int:
        """How many entered and did not come."""
        return self.entered - self.still_to_come - self.sitting_now - len(self.lines)

    @property
    def marked(self) -> int:
        """How many attempts have a score that stands."""
        return sum(line.score is not None and not line.is_marked_again for line in self.lines)

    @property
    def unmarked(self) -> int:
        """How many attempts wait for one."""
        return len(self.lines) - self.marked

    @property
    def changed(self) -> int:
        """How many became other ones after the release."""
        return sum(line.changed_at is not None for line in self.lines)

    @property
    def passed(self) -> int:
        """How many reach the pass mark."""
        return sum(line.passed is True for line in self.lines)

    @property
    def failed(self) -> int:
        """How many do not."""
        return sum(line.passed is False for line in self.lines)

    @property
    def mean(self) -> Decimal | None:
        """The mean score; None before the first."""
        scores = [line.score for line in self.lines if line.score is not None]
        return sum(scores, Decimal(0)) / len(scores) if scores else None


def may_release(progress: Progress) -> Verdict:
    """Whether the results can go out to everybody of the sitting at once, and all reasons if not."""
    still_sitting = progress.sitting_now + progress.still_to_come
    return Verdict.of(
        (
            Refusal("already_released", at=progress.released_at) if progress.released_at else None,
            Refusal("still_sitting", count=still_sitting) if still_sitting else None,
            Refusal("not_all_marked", count=progress.unmarked) if progress.unmarked else None,
            Refusal("late_answers_undecided", count=progress.undecided) if progress.undecided else None,
            None if progress.lines else Refusal("nothing_to_release"),
        )
    )
