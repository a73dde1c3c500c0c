"""Making results official: everybody of a sitting at once, each told about it, and the certificates set in motion."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

import exam.queries.sittings
import exam.services.answer_files
import exam.services.resitting
import schemes.queries
from accounts.services import audit
from grading.domain.events import ResultReleased
from grading.domain.release import may_release
from grading.domain.score import Result
from grading.models import Release
from grading.queries import results
from jobs.services import enqueue
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.event import publish
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from storage.database import db

FREE = Words(
    zh="您可以免费参加一次下一期的培训和考试。",
    en=" You may take the next intake's training and examination once, free of charge.",
)


def release(sitting_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Release the results of a sitting; raises Refused with every reason against it."""
    progress = results.progress(sitting_id, now)
    verdict = may_release(progress)
    if not verdict:
        raise Refused(*verdict.refusals)
    if any(score.candidate_id == actor.id for score in results.scores_of_sitting(sitting_id)):
        raise Refused(Refusal("own_result"))
    try:
        with db.session.begin_nested():
            db.session.add(Release(sitting_id=sitting_id, released_by=actor.id, released_at=now))
    except IntegrityError:
        raise Refused(Refusal("already_released", at=now)) from None
    exam.services.answer_files.close(sitting_id, now=now)
    audit.record(
        actor,
        "release_results",
        str(sitting_id),
        {"marked": progress.marked, "passed": progress.passed, "failed": progress.failed, "absent": progress.absent},
        now=now,
    )
    sitting = exam.queries.sittings.sitting(sitting_id)
    enqueue("analyse_sitting", now=now, sitting_id=str(sitting_id))
    scheme = schemes.queries.version(sitting.scheme_version_id)
    level = scheme.level(sitting.level)
    component = level.components[sitting.component]
    for score in sorted(results.scores_of_sitting(sitting_id), key=lambda score: str(score.attempt_id)):
        failed = not Result.of(component, score.score, score.reached_on).passed
        is_free = failed and exam.services.resitting.grant(score.attempt_id, now=now)
        more = FREE if is_free else Words("", "")
        notify(
            person_id=score.candidate_id,
            subject=Words(zh=f"{component.title.zh}成绩已公布", en=f"Your result is out: {component.title.en}"),
            body=Words(
                zh=f"您参加的{scheme.title.zh}（{level.title.zh}）{component.title.zh}成绩已公布，"
                f"请登录平台查看成绩及后续步骤。{more.zh}",
                en=f"Your result in {component.title.en} of {scheme.title.en}, {level.title.en}, has been released. "
                f"Sign in to see it and what comes next.{more.en}",
            ),
            link=f"/results/{score.attempt_id}",
            now=now,
        )
        publish(ResultReleased(score.candidate_id, score.scheme_version_id, score.level))
