"""Problems with questions that candidates and invigilators report: they arrive at the question, with its version."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from question_bank import permissions, queries
from question_bank.domain.report import LONGEST_REPORT, MOST_REPORTS, Source
from question_bank.models import Report, ReportAnswer, Version
from storage.database import db, existing


def report_row(report_id: UUID) -> Report:
    """A reported problem; raises NotFound."""
    return existing(Report, report_id)


def reports_on(question_id: UUID) -> tuple[Report, ...]:
    """What was reported about the versions of a question, the latest first."""
    query = select(Report).join(Version, Version.id == Report.version_id).where(Version.question_id == question_id)
    return tuple(db.session.scalars(query.options(selectinload(Report.answer)).order_by(Report.at.desc())))


def report_count(attempt_id: UUID, slot: str) -> int:
    """How often this place of a paper was reported."""
    query = select(func.count()).select_from(Report)
    return db.session.scalar(query.where(Report.attempt_id == attempt_id, Report.slot == slot)) or 0


def reported_count() -> int:
    """How many questions have a report that nobody has answered."""
    query = select(func.count()).select_from(queries.reported_ids().distinct().subquery())
    return db.session.scalar(query) or 0


def reported_among(question_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these questions that have a report nobody has answered."""
    return frozenset(db.session.scalars(queries.reported_ids().where(Version.question_id.in_(list(question_ids)))))


def report(
    version_id: UUID, text: str, *, source: Source, attempt_id: UUID, slot: str, actor: Actor, now: datetime
) -> None:
    """Keep what somebody says is wrong with the version that stands in a place of a paper; raises Refused."""
    said = "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()[:LONGEST_REPORT]
    if actor.id is None:
        raise NotPermitted
    if not said:
        raise Refused(Refusal("question_report_empty"))
    db.session.scalar(select(Version.id).where(Version.id == version_id).with_for_update(key_share=True))
    if report_count(attempt_id, slot) >= MOST_REPORTS:
        raise Refused(Refusal("question_report_too_often"))
    db.session.add(
        Report(
            id=uuid4(),
            version_id=version_id,
            attempt_id=attempt_id,
            slot=slot,
            source=source,
            reporter_id=actor.id,
            text=said,
            at=now,
        )
    )
    db.session.flush()


def answer(reported: Report, text: str, *, actor: Actor, now: datetime) -> None:
    """Say what came of a report, which closes it; raises Refused where somebody has."""
    if actor.id is None or not permissions.write_questions.holds(actor, reported):
        raise NotPermitted
    if reported.answer is not None:
        raise Refused(Refusal("question_report_answered"))
    reported.answer = ReportAnswer(report_id=reported.id, actor_id=actor.id, text=text.strip(), at=now)
    db.session.flush()
    number = queries.version(reported.version_id).question.external_id
    audit.record(actor, "answer_report", number, {"report": str(reported.id)}, now=now)
