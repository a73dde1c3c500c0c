"""Who answered what: persons in rows, questions in columns; omitted and not reached are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

FEWEST = 30
"""With fewer responses every figure is provisional, and nothing is said against a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the figures see it; without options only right and wrong are told apart."""

    name: str
    options: str = ""
    correct: str = ""
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to the question in this column: the part of it that was right, and the letters that were chosen."""

    column: int
    score: float | Fraction
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The question in this column was asked and not answered."""

    column: int


Row = Sequence[Given | Missing]
"""What one person was asked, in the order in which it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Responses:
    """All answers; `scores` are from 0 to 1, and 0 where nothing was answered."""

    questions: tuple[Asked, ...]
    scores: Numbers
    chosen: NDArray[np.object_]
    asked: Truths
    answered: Truths
    reached: Truths

    @property
    def persons(self) -> int:
        """How many people were asked."""
        return len(self.scores)

    @property
    def worth(self) -> Numbers:
        """What each question earned a person who answered it rightly; 0 where it was not asked."""
        return np.asarray(self.asked * np.array([question.worth for question in self.questions]))

    @property
    def omitted(self) -> Truths:
        """Not answered, though a later question was."""
        return np.asarray(self.reached & ~self.answered)

    @property
    def not_reached(self) -> Truths:
        """Not answered, nor was any later question."""
        return np.asarray(self.asked & ~self.reached)


def responses(questions: Sequence[Asked], rows: Sequence[Row]) -> Responses:
    """The answers of all persons as one table."""
    shape = (len(rows), len(questions))
    asked, answered, reached = (np.zeros(shape, dtype=bool) for _ in range(3))
    scores, chosen = np.zeros(shape), np.full(shape, "", dtype=object)
    for person, row in enumerate(rows):
        last = max((place for place, answer in enumerate(row) if isinstance(answer, Given)), default=-1)
        for place, answer in enumerate(row):
            cell = person, answer.column
            asked[cell], reached[cell] = True, place <= last
            if isinstance(answer, Given):
                answered[cell], scores[cell], chosen[cell] = True, float(answer.score), answer.chosen
    return Responses(
        questions=tuple(questions), scores=scores, chosen=chosen, asked=asked, answered=answered, reached=reached
    )
