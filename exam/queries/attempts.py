"""Papers and attempts: the paper for an entry, what was written on it and when, what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from exam.domain.answer import Answer, fold
from exam.domain.attempt import CLOSED, OPEN, AttemptState
from exam.domain.form import Layout
from exam.domain.timing import NETWORK_GRACE
from exam.domain.work import AttemptFacts, HandedFile, Work
from exam.models.attempts import Attempt, SavedAnswer, SavedFile
from exam.models.papers import Form
from exam.models.sittings import Entry, Sitting
from exam.queries.rehearsals import going_by
from kernel.errors import NotFound
from storage import alone
from storage.database import db, existing, to_look_at
from storage.types import collected


def form_for(entry: Entry) -> Form | None:
    """The form prepared for an entry, or else a spare one."""
    own = select(Form).where(Form.entry_id == entry.id)
    spare = select(Form).where(Form.sitting_id == entry.sitting_id, Form.entry_id.is_(None))
    used = select(Attempt.form_id).where(Attempt.sitting_id == entry.sitting_id)
    return db.session.scalar(own) or db.session.scalar(
        spare.where(Form.id.not_in(used)).order_by(Form.number).limit(1).with_for_update(skip_locked=True)
    )


def forms_of(sitting_id: UUID) -> list[Form]:
    """All forms of a sitting in the order they were prepared."""
    query = select(Form).where(Form.sitting_id == sitting_id).options(selectinload(Form.pool))
    return list(db.session.scalars(query.order_by(Form.number)))


def forms_there_are(sitting_id: UUID) -> int:
    """How many forms of a sitting were prepared."""
    return db.session.scalar(select(func.count()).select_from(Form).where(Form.sitting_id == sitting_id)) or 0


def attempt_row(attempt_id: UUID) -> Attempt:
    """The row of an attempt; raises NotFound."""
    return existing(Attempt, attempt_id)


_ATTEMPT = select(*Attempt.__table__.columns).where(Attempt.id == bindparam("attempt_id"))


@alone.asks(_ATTEMPT)
def attempt_to_show(attempt_id: UUID) -> Attempt:
    """The same by one prepared statement, outside the session: to look at, not to change; raises NotFound."""
    found = alone.row(_ATTEMPT, attempt_id=attempt_id)
    if found is None:
        raise NotFound
    return to_look_at(Attempt, found._asdict())


_TO_CLOSE = (
    select(Attempt)
    .where(Attempt.id == bindparam("attempt_id"))
    .options(joinedload(Attempt.sitting, innerjoin=True))
    .with_for_update(of=Attempt)
    .execution_options(populate_existing=True)
)


def attempt_to_close(attempt_id: UUID) -> Attempt:
    """The row as it is now with its sitting, locked: saves under way come first, and none comes after."""
    return db.session.execute(_TO_CLOSE, {"attempt_id": attempt_id}).scalar_one()


_LAYOUT = select(Form.content).where(Form.id == bindparam("form_id"))
FORMS_REMEMBERED = 2048


_layouts: dict[UUID, Layout] = {}
"""Since forms never change, a process remembers some."""


def layout_of(form_id: UUID) -> Layout:
    """What is on a form; raises NotFound."""
    known = _layouts.get(form_id)
    if known is not None:
        return known
    found = alone.row(_LAYOUT, form_id=form_id)
    if found is None:
        raise NotFound
    return layout_from(form_id, found[0])


def layout_from(form_id: UUID, content: Mapping[str, Any]) -> Layout:
    """The same from the form's content, and remembered."""
    found = _layouts.get(form_id)
    if found is None:
        if len(_layouts) >= FORMS_REMEMBERED:
            _layouts.clear()
        _layouts[form_id] = found = Layout.from_data(content)
    return found


def attempt(attempt_id: UUID, now: datetime) -> AttemptFacts:
    """An attempt as of a moment; raises NotFound."""
    return attempt_row(attempt_id).facts(now)


def find_attempt(entry_id: UUID) -> Attempt | None:
    """The attempt started on an entry."""
    return db.session.scalar(select(Attempt).where(Attempt.entry_id == entry_id))


def find_numbered(number: str) -> Attempt | None:
    """The attempt with this number, as others know it: of no rehearsal."""
    query = select(Attempt).join(Attempt.sitting).where(going_by(None), Attempt.number == number)
    return db.session.scalar(query)


def attempts_of_sitting(sitting_id: UUID, now: datetime) -> list[AttemptFacts]:
    """All attempts of a sitting as of a moment, by their anonymous numbers."""
    query = select(Attempt).where(Attempt.sitting_id == sitting_id).order_by(Attempt.number)
    return [row.facts(now) for row in db.session.scalars(query)]


def attempts_of(candidate_id: UUID, now: datetime) -> list[AttemptFacts]:
    """All attempts of a candidate as of a moment, the latest first."""
    query = select(Attempt).where(Attempt.candidate_id == candidate_id).order_by(Attempt.started_at.desc())
    return [row.facts(now) for row in db.session.scalars(query)]


def attempt_rows_of(candidate_id: UUID) -> list[Attempt]:
    """The rows of a candidate's attempts."""
    return list(db.session.scalars(select(Attempt).where(Attempt.candidate_id == candidate_id)))


def overdue_attempts(now: datetime, rehearsal_id: UUID | None = None) -> list[UUID]:
    """Attempts for which nothing is accepted any more and which nobody has closed yet."""
    query = select(Attempt.id).where(Attempt.state == AttemptState.IN_PROGRESS, Attempt.deadline < now - NETWORK_GRACE)
    query = query.join(Attempt.sitting).where(going_by(rehearsal_id))
    return list(db.session.scalars(query.order_by(Attempt.deadline)))


def ended_breaks(now: datetime, rehearsal_id: UUID | None = None) -> list[UUID]:
    """Attempts whose rest break is used up, as far as nobody has written that down yet."""
    query = select(Attempt.id).where(Attempt.state == AttemptState.PAUSED, Attempt.resumes_at <= now)
    return list(db.session.scalars(query.join(Attempt.sitting).where(going_by(rehearsal_id))))


def closed_attempts(since: datetime, until: datetime) -> dict[UUID, datetime]:
    """What ended between two moments and is in, with the moment of each; what nobody has closed yet is not in."""
    query = select(Attempt.id, Attempt.ended_at).join(Attempt.sitting).where(going_by(None))
    query = query.where(Attempt.state.in_(CLOSED), Attempt.deadline >= since, Attempt.ended_at.between(since, until))
    return {row.id: row.ended_at for row in db.session.execute(query)}


def number_in_progress(now: datetime) -> int:
    """How many attempts run at a moment."""
    query = select(func.count()).select_from(Attempt).join(Attempt.sitting).where(going_by(None))
    return db.session.scalar(query.where(Attempt.state == AttemptState.IN_PROGRESS, Attempt.deadline > now)) or 0


_ANSWERS = (
    select(SavedAnswer.seq, SavedAnswer.slot, SavedAnswer.value)
    .where(SavedAnswer.attempt_id == bindparam("attempt_id"))
    .order_by(SavedAnswer.seq)
)


def saved_answers(attempt_id: UUID) -> list[Answer]:
    """Every entry of an attempt, by its number."""
    return [Answer(*tuple(row)) for row in alone.rows(_ANSWERS, attempt_id=attempt_id)]


def files_of(attempt_id: UUID) -> tuple[HandedFile, ...]:
    """The files handed in, the one that counts last."""
    query = select(SavedFile).where(SavedFile.attempt_id == attempt_id)
    return tuple(row.facts for row in db.session.scalars(query.order_by(SavedFile.uploaded_at, SavedFile.id)))


def questions_on_a_form(sitting_id: UUID) -> int:
    """How many places for answers each paper of a sitting has."""
    form = db.session.scalar(select(Form).where(Form.sitting_id == sitting_id).limit(1))
    return max(len(form.layout.slots), 1) if form else 0


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """A file and whose it is."""

    owner_id: UUID
    file: HandedFile


def attempt_file_row(attempt_id: UUID, file_id: UUID) -> OwnedFile:
    """One file of an attempt; raises NotFound."""
    kept = next((kept for kept in files_of(attempt_id) if kept.id == file_id), None)
    if kept is None:
        raise NotFound
    return OwnedFile(attempt_row(attempt_id).candidate_id, kept)


_EXAMINED = ("scheme_version_id", "scheme_code", "level", "component", "kind")
_WRITTEN = (
    select(collected(SavedAnswer.seq, SavedAnswer.slot, SavedAnswer.value))
    .where(SavedAnswer.attempt_id == Attempt.id)
    .scalar_subquery()
)
_WORK = (
    select(*Attempt.__table__.columns, *(getattr(Sitting, name) for name in _EXAMINED), _WRITTEN.label("written"))
    .join(Sitting, Sitting.id == Attempt.sitting_id)
    .where(Attempt.id == bindparam("attempt_id"))
)


def work(attempt_id: UUID, now: datetime) -> Work:
    """All that an attempt came to, as of a moment; raises NotFound."""
    found = alone.row(_WORK, attempt_id=attempt_id)
    if found is None:
        raise NotFound
    recorded = found._asdict()
    examined = {name: recorded.pop(name) for name in _EXAMINED}
    written = [Answer(*each) for each in recorded.pop("written")]
    row = to_look_at(Attempt, recorded)
    layout = layout_of(row.form_id)
    state = row.state_at(now)
    return Work(
        attempt_id=row.id,
        number=row.number,
        candidate_id=row.candidate_id,
        sitting_id=row.sitting_id,
        **examined,
        layout=layout,
        answers=fold(written),
        state=state,
        started_at=row.started_at,
        ended_at=row.ended_by(now),
        is_final=state not in OPEN and (row.state not in OPEN or not row.timing.accepts_answers(now)),
        files=files_of(attempt_id) if layout.case_version_id else (),
    )
