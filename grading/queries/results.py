"""What can be known of scores and releases; a score that is not released is known to nobody but the staff."""

from collections.abc import Container, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

import exam.queries.answer_files
import exam.queries.attempts
import exam.queries.entries
import exam.queries.sittings
import schemes.queries
from eligibility.domain.exemption import ExemptionFacts
from eligibility.queries import applications, exemptions
from exam.domain.attempt import CLOSED, OPEN
from exam.domain.sitting import SittingState
from grading.domain.release import Progress, ScoreLine
from grading.domain.released import Awaited, LevelResults, Part, ReleasedScore, Results, parts
from grading.domain.score import Result
from grading.domain.standing import Standing
from grading.domain.standing import standing as standing_of
from grading.models import Release, Score
from grading.queries.scripts import unsettled_scripts
from kernel.errors import NotFound
from storage.database import db

Aim = tuple[str, int]


def _is_latest() -> ColumnElement[bool]:
    """Only the latest edition of an attempt's score counts."""
    later = aliased(Score)
    return ~select(later.id).where(later.attempt_id == Score.attempt_id, later.edition > Score.edition).exists()


def find_score(attempt_id: UUID) -> Score | None:
    """The score of an attempt that counts, released or not."""
    return db.session.scalar(select(Score).where(Score.attempt_id == attempt_id, _is_latest()))


def scores_of_sitting(sitting_id: UUID) -> list[Score]:
    """The scores of a sitting that count, released or not."""
    return list(db.session.scalars(select(Score).where(Score.sitting_id == sitting_id, _is_latest())))


def released_at(sitting_id: UUID) -> datetime | None:
    """When the results of a sitting became official."""
    return db.session.scalar(select(Release.released_at).where(Release.sitting_id == sitting_id))


def released_sittings() -> frozenset[UUID]:
    """The sittings whose results are official."""
    return frozenset(db.session.scalars(select(Release.sitting_id)))


def _released() -> Select[Score, datetime]:
    return select(Score, Release.released_at).join(Release, Release.sitting_id == Score.sitting_id).where(_is_latest())


def _official(score: Score, at: datetime) -> ReleasedScore:
    return ReleasedScore(
        attempt_id=score.attempt_id,
        candidate_id=score.candidate_id,
        sitting_id=score.sitting_id,
        scheme_version_id=score.scheme_version_id,
        scheme_code=score.scheme_code,
        level=score.level,
        component=score.component,
        score=score.score,
        on=score.reached_on,
        released_at=at,
        changed_at=_changed_at(score, at),
        detail=score.detail,
    )


def _changed_at(score: Score, released_at: datetime | None) -> datetime | None:
    return score.scored_at if released_at and score.scored_at > released_at else None


def released_score(attempt_id: UUID) -> ReleasedScore:
    """The official score of an attempt; before its release there is none, and NotFound is raised."""
    row = db.session.execute(_released().where(Score.attempt_id == attempt_id)).one_or_none()
    if row is None:
        raise NotFound
    return _official(*row)


def released_scores(candidate_id: UUID) -> tuple[ReleasedScore, ...]:
    """The official scores of a candidate, the latest first."""
    query = (
        _released().where(Score.candidate_id == candidate_id).order_by(Score.reached_on.desc(), Score.scored_at.desc())
    )
    return tuple(_official(*row) for row in db.session.execute(query))


def released_scores_of(candidate_ids: Iterable[UUID]) -> dict[UUID, tuple[ReleasedScore, ...]]:
    """The official scores of several candidates at once."""
    wanted = set(candidate_ids)
    found: dict[UUID, list[ReleasedScore]] = {candidate_id: [] for candidate_id in wanted}
    for row in db.session.execute(_released().where(Score.candidate_id.in_(wanted)).order_by(Score.reached_on.desc())):
        score = _official(*row)
        found[score.candidate_id].append(score)
    return {candidate_id: tuple(scores) for candidate_id, scores in found.items()}


def result(score: ReleasedScore) -> Result:
    """The score judged by the pass mark and validity of the scheme version it was reached under."""
    level = schemes.queries.version(score.scheme_version_id).level(score.level)
    return Result.of(level.components[score.component], score.score, score.on)


def standing(candidate_id: UUID, scheme_code: str, level: int, on: date) -> Standing:
    """Where a candidate stands in a level on a day, from released scores only."""
    freed, modules = exemptions.confirmed([candidate_id]), applications.modules_only_of(candidate_id)
    return _level_results(released_scores(candidate_id), freed, modules, (scheme_code, level), on).standing


def results_of(candidate_id: UUID | None, on: date, now: datetime) -> Results:
    """All a candidate may know of their results: the levels they were examined in, and what is still awaited."""
    if candidate_id is None:
        return Results(levels=(), awaited=())
    scores = released_scores(candidate_id)
    freed, modules = exemptions.confirmed([candidate_id]), applications.modules_only_of(candidate_id)
    levels = dict.fromkeys([(s.scheme_code, s.level) for s in scores] + [(e.scheme_code, e.level) for e in freed])
    return Results(
        levels=tuple(_level_results(scores, freed, modules, each, on) for each in levels),
        awaited=_awaited(candidate_id, {score.attempt_id for score in scores}, now),
    )


def _level_results(
    scores: Iterable[ReleasedScore], freed: Iterable[ExemptionFacts], modules: Container[Aim], aim: Aim, on: date
) -> LevelResults:
    scheme = schemes.queries.current(aim[0], on)
    rules = scheme.level(aim[1])
    mine = tuple(score for score in scores if (score.scheme_code, score.level) == aim)
    mine_freed = [each for each in freed if (each.scheme_code, each.level) == aim]
    return LevelResults(
        scheme_code=scheme.code,
        scheme_title=scheme.title,
        rules=rules,
        standing=standing_of(rules, [result(score) for score in mine], on, mine_freed, modules_only=aim in modules),
        scores=mine,
    )


def _awaited(candidate_id: UUID, known: set[UUID], now: datetime) -> tuple[Awaited, ...]:
    found = []
    for attempt in exam.queries.attempts.attempts_of(candidate_id, now):
        if attempt.id not in known and attempt.state in CLOSED and attempt.ended_at:
            sitting = exam.queries.sittings.sitting(attempt.sitting_id)
            level = schemes.queries.version(sitting.scheme_version_id).level(sitting.level)
            title = level.components[sitting.component].title
            found.append(Awaited(number=attempt.number, component_title=title, ended_at=attempt.ended_at))
    return tuple(found)


def parts_of(score: ReleasedScore) -> tuple[Part, ...]:
    """What the score is made of."""
    level = schemes.queries.version(score.scheme_version_id).level(score.level)
    return parts(level, score.detail)


def progress(sitting_id: UUID, now: datetime) -> Progress:
    """How far the results of a sitting are; raises NotFound where there is no such sitting."""
    sitting = exam.queries.sittings.sitting(sitting_id)
    level = schemes.queries.version(sitting.scheme_version_id).level(sitting.level)
    component = level.components[sitting.component]
    attempts = exam.queries.attempts.attempts_of_sitting(sitting_id, now)
    entered = exam.queries.entries.entered_candidates([sitting_id])[sitting_id]
    scores = {score.attempt_id: score for score in scores_of_sitting(sitting_id)}
    out_at, unsettled = released_at(sitting_id), unsettled_scripts(sitting_id)
    lines = []
    for attempt in attempts:
        if attempt.state in CLOSED:
            score = scores.get(attempt.id)
            judged = Result.of(component, score.score, score.reached_on) if score else None
            reached, passed = (judged.score, judged.passed) if judged else (None, None)
            lines.append(
                ScoreLine(
                    number=attempt.number,
                    score=reached,
                    passed=passed,
                    changed_at=_changed_at(score, out_at) if score else None,
                    is_marked_again=score is not None and attempt.id in unsettled,
                )
            )
    return Progress(
        entered=len(entered),
        sitting_now=sum(attempt.state in OPEN for attempt in attempts),
        still_to_come=len(exam.queries.entries.still_to_come(sitting_id, now)),
        lines=tuple(lines),
        released_at=out_at,
        undecided=len(exam.queries.answer_files.undecided_attempts(sitting_id)),
    )


def marked_in(sitting_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many attempts of each of these sittings have a score."""
    query = select(Score.sitting_id, func.count(func.distinct(Score.attempt_id)).label("marked")).group_by(
        Score.sitting_id
    )
    rows = db.session.execute(query.where(Score.sitting_id.in_(set(sitting_ids))))
    return {row.sitting_id: row.marked for row in rows}


def releases_of(sitting_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the results of each of these sittings became official, where they are."""
    query = select(Release.sitting_id, Release.released_at).where(Release.sitting_id.in_(set(sitting_ids)))
    return {row.sitting_id: row.released_at for row in db.session.execute(query)}


def sittings_to_release(now: datetime) -> tuple[UUID, ...]:
    """Sittings that have begun, are not cancelled and whose results nobody has released, the oldest first."""
    done = released_sittings()
    begun = [row.facts for row in db.session.scalars(exam.queries.sittings.sittings())]
    waiting = [s for s in begun if s.id not in done and s.state is SittingState.OPEN and s.times.starts_at <= now]
    return tuple(s.id for s in sorted(waiting, key=lambda s: s.times.starts_at))
