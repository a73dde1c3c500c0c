"""An attempt that is handed in is marked by its key at once, or put on the pile for the examiners."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy import bindparam, exists, insert, select

import exam.queries.attempts
import question_bank.queries
import schemes.queries
from accounts.services import audit
from exam.domain.events import AttemptHandedIn, LateAnswersCounted
from exam.domain.work import Work
from grading.domain.events import ResultReleased
from grading.domain.marking import PaperMark, mark_paper
from grading.domain.score import cut, rescaled
from grading.models import Claim, QueuedScript, Score
from grading.queries import results, scripts
from kernel.actor import PLATFORM
from kernel.dates import local_date
from kernel.errors import NotFound
from kernel.event import publish
from kernel.words import Words
from messages.services import notify
from schemes.domain.scheme import Level
from storage import alone
from storage.database import db

log = structlog.get_logger()


def mark_attempt(event: AttemptHandedIn) -> None:
    """Mark an attempt as soon as it is in; hearing of it again changes nothing."""
    work = exam.queries.attempts.work(event.attempt_id, event.at)
    if not work.is_closed:
        return
    if work.layout.case_version_id is None:
        score_by_key(work, now=event.at)
    elif scripts.find_script(work.attempt_id) is None:
        _queue(work, now=event.at)


def mark_again(event: LateAnswersCounted) -> None:
    """Late answers count now: a new edition of the score; a case study is marked by people once more."""
    work = exam.queries.attempts.work(event.attempt_id, event.at)
    if not work.is_closed:
        return
    if work.layout.case_version_id is not None:
        _queue_again(work, now=event.at)
    elif results.find_score(work.attempt_id) is None:
        score_by_key(work, now=event.at)
    else:
        score, detail = _by_key(work)
        append_score(work, score, detail, now=event.at)


LOOKED_BACK, LET_BE = timedelta(days=1), timedelta(minutes=1)
"""How far the sweep looks back, and how long it leaves an attempt to whoever closed it."""


def mark_left_over(*, now: datetime) -> None:
    """Mark what is in and what nobody heard of, since a process died in between. One that fails stops no other."""
    closed = exam.queries.attempts.closed_attempts(now - LOOKED_BACK, now - LET_BE)
    for kind in (Score, QueuedScript):
        for attempt_id in db.session.scalars(select(kind.attempt_id).where(kind.attempt_id.in_(closed))):
            closed.pop(attempt_id, None)
    for attempt_id, ended_at in closed.items():
        try:
            with db.session.begin_nested():
                mark_attempt(AttemptHandedIn(attempt_id, ended_at))
        except Exception:
            log.exception("attempt not marked", attempt=str(attempt_id))


def score_by_key(work: Work, *, now: datetime) -> None:
    """The first score of a theory paper, from its answers and the keys of its pinned questions."""
    score, detail = _by_key(work)
    alone.rows(_FIRST, id=uuid4(), edition=1, **_record(work, score, detail, now))


def _by_key(work: Work) -> tuple[Decimal, dict[str, Any]]:
    level = schemes.queries.version(work.scheme_version_id).level(work.level)
    paper = marked(work, level)
    breakdown = [
        {"function": part.function, "earned": str(cut(part.earned)), "out_of": str(part.out_of)}
        for part in paper.by_function
    ]
    score = rescaled(paper.earned, paper.out_of, level.components[work.component].out_of)
    return score, {"functions": breakdown}


def marked(work: Work, level: Level) -> PaperMark:
    """The paper marked question by question under the rule of the level's blueprint."""
    if level.blueprint is None:
        raise NotFound(f"blueprint of level {level.number}")
    keys = question_bank.queries.keys([slot.version_id for slot in work.layout.slots])
    return mark_paper(work.layout, work.answers, keys, level.blueprint.partial)


def append_score(work: Work, score: Decimal, detail: dict[str, Any], *, now: datetime) -> None:
    """Add a score, unless it says what the one before it says; it counts from the local day on which the attempt ended.

    Where results are out already, its candidate is told, and whatever follows from it follows.
    """
    earlier = results.find_score(work.attempt_id)
    if earlier and (earlier.score, earlier.detail) == (score, detail):
        return
    db.session.add(Score(edition=earlier.edition + 1 if earlier else 1, **_record(work, score, detail, now)))
    db.session.flush()
    if results.released_at(work.sitting_id):
        _tell_changed(work, now)
        publish(ResultReleased(work.candidate_id, work.scheme_version_id, work.level))


def _tell_changed(work: Work, now: datetime) -> None:
    scheme = schemes.queries.version(work.scheme_version_id)
    level = scheme.level(work.level)
    component = level.components[work.component].title
    notify(
        person_id=work.candidate_id,
        subject=Words(zh=f"{component.zh}成绩有变动", en=f"Your result has changed: {component.en}"),
        body=Words(
            zh=f"您逾时提交的作答现已计分，{scheme.title.zh}（{level.title.zh}）{component.zh}成绩因此有变动，"
            "请登录平台查看。",
            en=f"Answers of yours that came late count now, so your result in {component.en} of {scheme.title.en}, "
            f"{level.title.en}, is another one. Sign in to see it.",
        ),
        link=f"/results/{work.attempt_id}",
        now=now,
    )


def _record(work: Work, score: Decimal, detail: dict[str, Any], now: datetime) -> dict[str, Any]:
    zone = schemes.queries.version(work.scheme_version_id).zone
    return {
        "attempt_id": work.attempt_id,
        "candidate_id": work.candidate_id,
        "sitting_id": work.sitting_id,
        "scheme_version_id": work.scheme_version_id,
        "scheme_code": work.scheme_code,
        "level": work.level,
        "component": work.component,
        "score": score,
        "reached_on": local_date(work.ended_at or now, zone),
        "detail": detail,
        "scored_at": now,
    }


_SCORES = db.metadata.tables[Score.__tablename__]
_FIRST = (
    insert(_SCORES)
    .from_select(
        _SCORES.c.keys(),
        select(*(bindparam(column.key, type_=column.type) for column in _SCORES.c)).where(
            ~exists().where(_SCORES.c.attempt_id == bindparam("attempt_id"))
        ),
    )
    .returning(_SCORES.c.id)
)
"""A score, unless the attempt has one."""


def _queue_again(work: Work, *, now: datetime) -> None:
    """What was signed off stays on record and counts no more; what is open on a desk is taken from it."""
    theirs = select(Claim).where(Claim.attempt_id == work.attempt_id, Claim.given_back_at.is_(None)).order_by(Claim.id)
    db.session.scalars(theirs.with_for_update(of=Claim)).all()
    query = select(QueuedScript).where(QueuedScript.attempt_id == work.attempt_id).with_for_update(key_share=True)
    script = db.session.scalar(query.execution_options(populate_existing=True))
    if script is None:
        return
    for claim in db.session.scalars(theirs.execution_options(populate_existing=True)):
        script.first_turn = max(script.first_turn, claim.turn + 1)
        if claim.mark is None:
            claim.given_back_at = now
    script.open_turn = script.first_turn
    db.session.flush()
    audit.record(PLATFORM, "mark_script_again", script.number, {"turn": script.open_turn}, now=now)


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
