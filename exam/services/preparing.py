"""Preparing the papers of a sitting ahead of time: one for each entry and some to spare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, func, select, update

import question_bank.services.reviewing
from exam.domain.entry import EntryState
from exam.domain.sitting import SittingState
from exam.models.papers import Form
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries import rehearsals
from exam.services import assembling
from jobs.services import enqueue, is_under_way
from storage import alone
from storage.database import db

JOB = "prepare_forms"
AT_ONCE = 10
"""How many papers are made in one transaction."""
SPARE_SHARE = 10
FEWEST_SPARES = 2
"""One spare paper for every ten entries, and never fewer than two."""
AHEAD = timedelta(hours=1)
"""How long before the door opens the papers are made without anybody asking."""
_GIVE_BACK = (
    update(Form)
    .where(Form.entry_id == bindparam("of_entry", type_=Form.entry_id.type))
    .values(entry_id=None)
    .returning(Form.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the papers of a sitting are, and whether somebody is at it."""

    made: int
    wanted: int
    under_way: bool


def ask_for_forms(sitting_id: UUID, *, now: datetime) -> None:
    """Have the papers made by a job."""
    enqueue(JOB, now=now, sitting_id=str(sitting_id))


def prepare_in_parts(sitting_id: str, *, now: datetime) -> None:
    """What the job does: some papers, so that others can write meanwhile, and then another job for the rest."""
    if prepare_forms(sitting_id, now=now, at_once=AT_ONCE) == AT_ONCE:
        enqueue(JOB, now=now, sitting_id=sitting_id)


def prepare_forms(
    sitting_id: UUID | str, *, now: datetime, spares: int | None = None, at_once: int | None = None
) -> int:
    """Make the papers that are missing and tell how many; a second time there is nothing left to make."""
    wanted = UUID(str(sitting_id))
    sitting = db.session.scalar(select(Sitting).where(Sitting.id == wanted).with_for_update())
    if sitting is None or sitting.state is SittingState.CANCELLED:
        return 0
    forms = sat.forms_of(sitting.id)
    waiting = _waiting(sitting.id, forms, spares)[:at_once]
    if waiting:
        made = list(assembling.new_forms(sitting, waiting, forms, now=now))
        db.session.add_all(made)
        db.session.flush()
        versions = {version for form in made for version in form.layout.versions}
        if sitting.rehearsal_of is None:
            question_bank.services.reviewing.take_into_use(versions, now=now)
    return len(waiting)


def progress(sitting: Sitting) -> Progress:
    """How far the papers are; only counted, since a page asks for it again and again."""
    counts = select(func.count(), func.count(Form.entry_id)).where(Form.sitting_id == sitting.id)
    made, given = db.session.execute(counts).one()
    unserved = _seated(sitting.id).where(~exists().where(Form.entry_id == Entry.id))
    waiting = db.session.scalar(select(func.count()).select_from(unserved.subquery())) or 0
    missing = waiting + max(_spares_for(given + waiting) - (made - given), 0)
    under_way = bool(missing) and is_under_way(JOB, sitting_id=str(sitting.id))
    return Progress(made=made, wanted=made + missing, under_way=under_way)


def _waiting(sitting_id: UUID, forms: Sequence[Form], spares: int | None) -> list[UUID | None]:
    """The entries without a paper, and None for each spare that is missing."""
    served = {form.entry_id for form in forms}
    seated = db.session.scalars(_seated(sitting_id).order_by(Entry.turn))
    waiting: list[UUID | None] = [entry_id for entry_id in seated if entry_id not in served]
    spare = spares if spares is not None else _spares_for(len(served - {None}) + len(waiting))
    return waiting + [None] * max(spare - sum(form.entry_id is None for form in forms), 0)


def _spares_for(entries: int) -> int:
    return max(FEWEST_SPARES, -(-entries // SPARE_SHARE))


def prepare_due_forms(*, now: datetime) -> None:
    """Have the papers made of sittings whose door opens soon or has opened; the sweep calls this."""
    query = select(Sitting.id).where(
        rehearsals.going_by(None),
        Sitting.state == SittingState.OPEN,
        Sitting.door_opens_at <= now + AHEAD,
        Sitting.latest_start_at > now,
        exists().where(
            Entry.sitting_id == Sitting.id,
            Entry.state == EntryState.SEATED,
            ~exists().where(Form.entry_id == Entry.id),
        ),
    )
    for sitting_id in db.session.scalars(query).all():
        if not is_under_way(JOB, sitting_id=str(sitting_id)):
            ask_for_forms(sitting_id, now=now)


def is_prepared(sitting_id: UUID) -> bool:
    """Whether papers were made already."""
    return sat.forms_there_are(sitting_id) > 0


def give_back(entry_id: UUID) -> None:
    """A paper that was made for an entry and never handed out is there for somebody else."""
    alone.rows(_GIVE_BACK, of_entry=entry_id)


def provide(entry: Entry, *, now: datetime) -> None:
    """For who comes to a seat after papers were made: one that is to spare. A job makes what is missing then."""
    if not is_prepared(entry.sitting_id):
        return
    spare = sat.form_for(entry)
    if spare is not None:
        spare.entry_id = entry.id
        db.session.flush()
    ask_for_forms(entry.sitting_id, now=now)


def _seated(sitting_id: UUID) -> Select[UUID]:
    return select(Entry.id).where(Entry.sitting_id == sitting_id, Entry.state == EntryState.SEATED)
