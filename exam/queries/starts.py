"""What has to be known at the moment in which somebody starts: all of it by one prepared statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, SQLColumnExpression, bindparam, or_, select
from sqlalchemy.orm import aliased

from eligibility.queries import accommodations, exemptions
from exam.domain.entry import EntryState
from exam.domain.sitting import Times
from exam.domain.standing import Standing, later
from exam.models.attempts import Attempt
from exam.models.papers import Form
from exam.models.rooms import Stop
from exam.models.sittings import Entry, Sitting
from exam.queries import safeguards
from exam.queries.entries import entry_row
from kernel.errors import NotFound
from storage import alone
from storage.database import to_look_at


@dataclass(frozen=True, slots=True)
class EntryToStart:
    """An entry and whether there is a paper; `attempt_id` where it was started already.

    Of its `sitting` there is what tells whether and for how long somebody can start: to look at, not to change.
    """

    id: UUID
    owner_id: UUID
    state: EntryState
    given_minutes: int
    stop_id: UUID | None
    form_id: UUID | None
    has_form: bool
    attempt_id: UUID | None
    may_be_exempt: bool
    may_be_accommodated: bool
    has_to_agree: bool
    is_released: bool
    sitting: Sitting
    standings: tuple[Standing, ...] = ()

    def times(self, now: datetime) -> Times:
        """The moments of the sitting for them."""
        return self.sitting.times.moved(self.standings, now)

    def stood(self, now: datetime) -> timedelta:
        """How long all that ends for everybody had to wait, in whole seconds."""
        starts_at, last = self.sitting.starts_at, self.sitting.closes_at or self.sitting.times.ends_at
        return timedelta(seconds=(later(last, self.standings, after=starts_at, now=now) - last) // timedelta(seconds=1))


def spares(sitting_id: SQLColumnExpression[UUID]) -> Select[UUID]:
    """The papers of a sitting that are nobody's, in the order in which they were made."""
    form, attempt = aliased(Form), aliased(Attempt)
    used = select(attempt.form_id).where(attempt.sitting_id == sitting_id)
    nobodys = select(form.id).where(form.sitting_id == sitting_id, form.entry_id.is_(None), form.id.not_in(used))
    return nobodys.order_by(form.number)


_SITTING = ("id", "state", "door_opens_at", "starts_at", "latest_start_at", "minutes", "window_policy")
_TO_START = (
    select(
        Entry.id,
        Entry.candidate_id,
        Entry.state,
        Entry.extra_minutes,
        Entry.stop_id,
        Form.id,
        or_(Form.id.is_not(None), spares(Entry.sitting_id).exists()),
        Attempt.id,
        exemptions.has_any(Entry.candidate_id),
        accommodations.has_any(Entry.candidate_id),
        safeguards.has_to_agree(Entry.id, Entry.sitting_id),
        or_(Sitting.needs_release.is_(False), Entry.released_at.is_not(None)),
        select(Stop.id).where(Stop.sitting_id == Entry.sitting_id).exists(),
        *(getattr(Sitting, name) for name in _SITTING),
    )
    .join(Sitting, Sitting.id == Entry.sitting_id)
    .outerjoin(Form, Form.entry_id == Entry.id)
    .outerjoin(Attempt, Attempt.entry_id == Entry.id)
    .where(Entry.id == bindparam("entry_id"))
)


@alone.asks(_TO_START)
def entry_to_start(entry_id: UUID) -> EntryToStart:
    """An entry as it is now; raises NotFound."""
    found = alone.row(_TO_START, entry_id=entry_id)
    if found is None:
        raise NotFound
    (*own, has_stood), of_sitting = found[: -len(_SITTING)], found[-len(_SITTING) :]
    sitting = to_look_at(Sitting, dict(zip(_SITTING, of_sitting, strict=True)))
    return EntryToStart(*(*own, sitting, tuple(entry_row(own[0]).standings) if has_stood else ()))
