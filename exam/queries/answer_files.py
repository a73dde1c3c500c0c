"""Answer files: those of an attempt, which entries came by one, and which wait for a decision."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from exam.domain.answer import Answer, fold
from exam.domain.answer_file import UNDECIDED, WRITER, Fate
from exam.domain.work import Work
from exam.models.answer_files import AnswerFile, FiledAnswer, FileDecision
from exam.models.attempts import Attempt, SavedAnswer
from exam.queries import attempts as sat
from storage.database import db, existing


def file_row(file_id: UUID) -> AnswerFile:
    """The row of a file; raises NotFound."""
    return existing(AnswerFile, file_id)


def files_for(attempt_id: UUID) -> list[AnswerFile]:
    """The files that were handed in for an attempt, the first first."""
    query = select(AnswerFile).where(AnswerFile.attempt_id == attempt_id)
    return list(db.session.scalars(query.order_by(AnswerFile.received_at, AnswerFile.id)))


def filed_entries(attempt_id: UUID) -> frozenset[str]:
    """The entries of an attempt that came by a file."""
    query = select(FiledAnswer.entry_id).join(AnswerFile).where(AnswerFile.attempt_id == attempt_id)
    return frozenset(db.session.scalars(query))


def work_as_handed_in(attempt_id: UUID, now: datetime) -> Work:
    """What a receipt vouches for: all that an attempt came to, without answers that were let count afterwards."""
    work = sat.work(attempt_id, now)
    afterwards = {file.decision.decided_at for file in files_for(attempt_id) if file.decision and file.decision.counts}
    if not afterwards:
        return work
    by_decision = (SavedAnswer.writer == WRITER) & SavedAnswer.received_at.in_(afterwards)
    handed_in = select(SavedAnswer.seq, SavedAnswer.slot, SavedAnswer.value).where(
        SavedAnswer.attempt_id == attempt_id, ~by_decision
    )
    return replace(work, answers=fold(Answer(*tuple(row)) for row in db.session.execute(handed_in)))


def overtaken_by_files(file: AnswerFile) -> frozenset[str]:
    """Where answers of a file that came later count already."""
    query = (
        select(FiledAnswer.slot)
        .join(AnswerFile)
        .outerjoin(FileDecision, FileDecision.file_id == AnswerFile.id)
        .where(AnswerFile.attempt_id == file.attempt_id, AnswerFile.received_at > file.received_at)
        .where(or_(FiledAnswer.fate == Fate.COUNTS, FiledAnswer.fate.in_(UNDECIDED) & FileDecision.counts.is_(True)))
    )
    return frozenset(db.session.scalars(query))


def undecided_attempts(sitting_id: UUID) -> frozenset[UUID]:
    """The attempts of a sitting with answers on whose counting nobody has decided."""
    query = (
        select(AnswerFile.attempt_id)
        .join(Attempt)
        .join(FiledAnswer, FiledAnswer.file_id == AnswerFile.id)
        .outerjoin(FileDecision, FileDecision.file_id == AnswerFile.id)
        .where(Attempt.sitting_id == sitting_id, FiledAnswer.fate.in_(UNDECIDED), FileDecision.file_id.is_(None))
    )
    return frozenset(db.session.scalars(query))
