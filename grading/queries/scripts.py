"""What can be known of scripts, those on desks, and marks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

import exam.queries.answer_files
import exam.queries.attempts
import exam.queries.cases
import exam.queries.entries
import exam.queries.sittings
import question_bank.queries
from grading.domain.desk import AttachedFile, ClaimState, Desk, DeskLine, Script
from grading.models import Claim, Mark, QueuedScript
from kernel.errors import NotFound
from storage.database import db


def claim_row(claim_id: UUID) -> Claim:
    """The row of a script on somebody's desk; raises NotFound, also where it was given back."""
    found = db.session.get(Claim, claim_id)
    if found is None or found.state is ClaimState.GIVEN_BACK:
        raise NotFound
    return found


def find_script(attempt_id: UUID) -> QueuedScript | None:
    """The script of an attempt, if people mark it."""
    return db.session.get(QueuedScript, attempt_id)


def waiting_for(examiner_id: UUID) -> Select[QueuedScript]:
    """The scripts this examiner may take, in the order of their random numbers."""
    held = select(Claim.id).where(
        Claim.attempt_id == QueuedScript.attempt_id,
        Claim.turn == QueuedScript.open_turn,
        Claim.given_back_at.is_(None),
    )
    had = select(Claim.id).where(
        Claim.attempt_id == QueuedScript.attempt_id,
        Claim.turn >= QueuedScript.first_turn,
        Claim.examiner_id == examiner_id,
    )
    return (
        select(QueuedScript)
        .where(
            QueuedScript.open_turn.is_not(None),
            QueuedScript.candidate_id != examiner_id,
            ~held.exists(),
            ~had.exists(),
        )
        .order_by(QueuedScript.number)
    )


def scripts_waiting(examiner_id: UUID) -> int:
    """How many scripts this examiner could take."""
    query = waiting_for(examiner_id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(query)) or 0


def desk(examiner_id: UUID) -> Desk:
    """What stands on an examiner's desk, the open ones first, each group by number."""
    query = select(Claim).join(QueuedScript).where(Claim.examiner_id == examiner_id, Claim.given_back_at.is_(None))
    rows = sorted(db.session.scalars(query), key=lambda row: (row.mark is not None, row.script.number))
    cases = {row.script.case_version_id for row in rows}
    criteria = {case: len(question_bank.queries.case_study(case).rubric) for case in cases}
    lines = tuple(_line(row, criteria[row.script.case_version_id]) for row in rows)
    return Desk(waiting=scripts_waiting(examiner_id), lines=lines)


def _line(row: Claim, criteria: int) -> DeskLine:
    return DeskLine(
        claim_id=row.id,
        number=row.script.number,
        state=row.state,
        decided=sum(judgement.level is not None for judgement in row.judgements),
        criteria=criteria,
        marks=row.mark.marks if row.mark else None,
    )


def script(claim: Claim, now: datetime) -> Script:
    """A script opened for marking: what was written and the rubric, and nothing about who wrote it."""
    work = exam.queries.attempts.work(claim.attempt_id, now)
    return Script(
        claim_id=claim.id,
        number=claim.script.number,
        turn=claim.turn,
        state=claim.state,
        version=claim.version,
        saved_at=claim.saved_at,
        case=question_bank.queries.case_study(claim.script.case_version_id),
        text=str(work.answers.get("text", {}).get("text", "")),
        file=AttachedFile.of(work.number, work.file) if work.file else None,
        judgements=claim.judgements,
        handed_on=exam.queries.cases.handed_on(claim.attempt_id),
    )


def marks_of(attempt_id: UUID) -> list[Mark]:
    """The signed marks of an attempt that count, first marker first."""
    query = select(Mark).join(QueuedScript, QueuedScript.attempt_id == Mark.attempt_id)
    query = query.where(Mark.attempt_id == attempt_id, Mark.turn >= QueuedScript.first_turn)
    return list(db.session.scalars(query.order_by(Mark.turn)))


def unsettled_scripts(sitting_id: UUID) -> frozenset[UUID]:
    """The attempts of a sitting that wait for a marker."""
    query = select(QueuedScript.attempt_id).where(QueuedScript.sitting_id == sitting_id)
    return frozenset(db.session.scalars(query.where(QueuedScript.open_turn.is_not(None))))


def open_claims_of_sitting(sitting_id: UUID) -> list[Claim]:
    """Scripts of a sitting that stand on somebody's desk unfinished, the longest first."""
    query = select(Claim).join(QueuedScript).where(QueuedScript.sitting_id == sitting_id, Claim.given_back_at.is_(None))
    return [row for row in db.session.scalars(query.order_by(Claim.taken_at)) if row.state is ClaimState.OPEN]
