"""An attempt that is handed in is marked by its key at once, or put on the pile for the examiners."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import exam.queries.attempts
import question_bank.queries
import schemes.queries
from exam.domain.events import AttemptHandedIn
from exam.domain.work import Work
from grading import queries
from grading.domain.marking import PaperMark, mark_paper
from grading.domain.score import cut, rescaled
from grading.models import QueuedScript, Score
from kernel.dates import local_date
from kernel.errors import NotFound
from schemes.domain.scheme import Level
from storage.database import db


def mark_attempt(event: AttemptHandedIn) -> None:
    """Mark an attempt as soon as it is in; hearing of it again changes nothing."""
    work = exam.queries.attempts.work(event.attempt_id, event.at)
    if not work.is_closed or queries.find_score(work.attempt_id) or queries.find_script(work.attempt_id):
        return
    if work.layout.case_version_id is None:
        score_by_key(work, now=event.at)
    else:
        _queue(work, now=event.at)


def score_by_key(work: Work, *, now: datetime) -> None:
    """The score of a theory paper from its answers and the keys of its pinned questions."""
    level = schemes.queries.version(work.scheme_version_id).level(work.level)
    paper = marked(work, level)
    breakdown = [
        {"function": part.function, "earned": str(cut(part.earned)), "out_of": str(part.out_of)}
        for part in paper.by_function
    ]
    score = rescaled(paper.earned, paper.out_of, level.components[work.component].out_of)
    append_score(work, score, {"functions": breakdown}, now=now)


def marked(work: Work, level: Level) -> PaperMark:
    """The paper marked question by question under the rule of the level's blueprint."""
    if level.blueprint is None:
        raise NotFound(f"blueprint of level {level.number}")
    keys = question_bank.queries.keys(work.layout.question_versions)
    return mark_paper(work.layout, work.answers, keys, level.blueprint.partial)


def append_score(work: Work, score: Decimal, detail: dict[str, Any], *, now: datetime) -> None:
    """Add a score; it counts from the local day on which the attempt ended."""
    scheme = schemes.queries.version(work.scheme_version_id)
    earlier = queries.find_score(work.attempt_id)
    db.session.add(
        Score(
            attempt_id=work.attempt_id,
            edition=earlier.edition + 1 if earlier else 1,
            candidate_id=work.candidate_id,
            sitting_id=work.sitting_id,
            scheme_version_id=work.scheme_version_id,
            scheme_code=work.scheme_code,
            level=work.level,
            component=work.component,
            score=score,
            reached_on=local_date(work.ended_at or now, scheme.zone),
            detail=detail,
            scored_at=now,
        )
    )
    db.session.flush()


def _queue(work: Work, *, now: datetime) -> None:
    db.session.add(
        QueuedScript(
            attempt_id=work.attempt_id,
            number=work.number,
            sitting_id=work.sitting_id,
            candidate_id=work.candidate_id,
            case_version_id=work.layout.case_version_id,
            queued_at=now,
        )
    )
    db.session.flush()
