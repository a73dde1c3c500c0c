"""Marking by described levels: an examiner chooses one level of each criterion, and the marks follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.case_study import Criterion

NOTHING = Decimal(0)
LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an examiner thinks of the answer under one criterion; `level` counts from 0, None is not yet decided."""

    criterion: str
    level: int | None = None
    comment: str = ""

    def as_data(self) -> dict[str, Any]:
        """For the record."""
        return {"criterion": self.criterion, "level": self.level, "comment": self.comment}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the record."""
        return cls(criterion=data["criterion"], level=data["level"], comment=data["comment"])


def judgements(
    rubric: Sequence[Criterion], levels: Mapping[str, str], comments: Mapping[str, str]
) -> tuple[Judgement, ...]:
    """What a page sent, one judgement for each criterion of the rubric; raises BadInput for a level it lacks."""
    return tuple(
        Judgement(
            criterion=criterion.id,
            level=_level(criterion, levels.get(criterion.id, "")),
            comment=_comment(criterion, comments.get(criterion.id, "")),
        )
        for criterion in rubric
    )


def _level(criterion: Criterion, sent: str) -> int | None:
    if not sent:
        return None
    if sent not in map(str, range(len(criterion.levels))):
        raise BadInput(Refusal("no_such_level"), where=criterion.id)
    return int(sent)


def _comment(criterion: Criterion, sent: str) -> str:
    if len(sent) > LONGEST_COMMENT:
        raise BadInput(Refusal("comment_too_long", most=LONGEST_COMMENT), where=criterion.id)
    return "".join(sign for sign in sent if sign in "\n\t" or sign.isprintable()).strip()


def undecided(given: Iterable[Judgement]) -> tuple[str, ...]:
    """The criteria that still lack a level."""
    return tuple(judgement.criterion for judgement in given if judgement.level is None)


def total(rubric: Sequence[Criterion], given: Iterable[Judgement]) -> Decimal:
    """The marks of all levels chosen; a criterion without one earns nothing yet."""
    levels = {criterion.id: criterion.levels for criterion in rubric}
    return sum(
        (levels[judgement.criterion][judgement.level].marks for judgement in given if judgement.level is not None),
        NOTHING,
    )


def out_of(rubric: Iterable[Criterion]) -> Decimal:
    """What a faultless answer earns."""
    return sum((criterion.marks for criterion in rubric), NOTHING)
