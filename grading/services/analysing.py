"""What the answers of a sitting tell of its questions: gathered here, handed down to the question bank."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from uuid import UUID

import exam.queries.attempts
import schemes.queries
from exam.domain.answer import Value, is_answered
from exam.domain.form import Slot
from exam.domain.work import Work
from grading.domain.marking import PaperMark
from grading.queries import results
from grading.services.scoring import marked
from question_bank.domain.kind import Kind
from question_bank.domain.question import letter
from question_bank.domain.statistics.responses import Given, Missing
from question_bank.services.analysing import keep_figures

CHOICES = frozenset({Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE})


def analyse_sitting(*, sitting_id: str, now: datetime) -> None:
    """The job: figures of a theory paper whose results are released; a second time changes nothing."""
    scores = results.scores_of_sitting(UUID(sitting_id))
    works = [exam.queries.attempts.work(score.attempt_id, now) for score in scores]
    worth = {slot.version_id: slot.marks for work in works for slot in work.layout.slots}
    if not worth:
        return
    level = schemes.queries.version(works[0].scheme_version_id).level(works[0].level)
    component, columns = level.components[works[0].component], {version: place for place, version in enumerate(worth)}
    keep_figures(
        UUID(sitting_id),
        worth,
        [list(_row(work, marked(work, level), columns)) for work in works],
        pass_mark=component.pass_mark / component.out_of,
        now=now,
    )


def _row(work: Work, paper: PaperMark, columns: Mapping[UUID, int]) -> Iterator[Given | Missing]:
    for slot, mark in zip(work.layout.slots, paper.slots, strict=True):
        value, column = work.answers.get(slot.slot, {}), columns[slot.version_id]
        earned = mark.earned / Fraction(mark.out_of)
        yield Given(column, earned, _chosen(slot, value)) if is_answered(value) or mark.earned else Missing(column)


def _chosen(slot: Slot, value: Value) -> str:
    """The letters of the options as they stand in the bank, whatever their order on this paper."""
    if slot.kind not in CHOICES:
        return ""
    return "".join(map(letter, sorted(slot.options_behind(value.get("chosen", ())))))
