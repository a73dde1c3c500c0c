"""Starting an attempt, which hands out the prepared paper, and choosing the page that writes on it."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from exam.domain.allowance import Allowance
from exam.domain.attempt import ATTEMPT, OPEN, AttemptMove
from exam.domain.entry import EntryState
from exam.domain.sitting import SittingState, may_start
from exam.domain.timeline import Timeline
from exam.domain.timing import NETWORK_GRACE
from exam.models.attempts import Attempt
from exam.models.papers import Form
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries import entries as entered
from exam.queries import exemptions
from exam.queries import sittings as planned
from exam.queries.starts import EntryToStart, entry_to_start, spares
from exam.services import preparing, timekeeping
from exam.services.allowing import allowance_of
from kernel.errors import Refused
from kernel.verdict import Refusal, Verdict
from storage import alone
from storage.database import db, to_look_at
from storage.durability import weaknesses_lately
from storage.transaction import let_go

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for one another; 32, so that each is as likely."""
NUMBER_LENGTH = 10


def verdict_on(entry: EntryToStart, *, now: datetime) -> Verdict:
    """Whether the clock may start to run for this entry now."""
    return may_start(
        state=entry.sitting.state,
        times=entry.times(now),
        has_entered=entry.state is EntryState.SEATED,
        has_form=entry.has_form,
        is_released=entry.is_released,
        exempt_until=(
            exemptions.exempt_until(entry.owner_id, planned.sitting_row(entry.sitting.id).facts)
            if entry.may_be_exempt
            else None
        ),
        weaknesses=weaknesses_lately(),
        now=now,
    )


_MINE = bindparam("of_entry", type_=Entry.id.type)
_WAIT = select(Entry.id).where(Entry.id == _MINE).with_for_update()
"""Who starts the same entry more than once at the same time waits here, instead of holding a spare paper each."""
_TAKE_SPARE = (
    update(Form)
    .where(
        Form.id
        == spares(bindparam("of_sitting", type_=Form.sitting_id.type))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(entry_id=_MINE)
    .returning(Form.id)
)
_FACTS = ("id", "number", "started_at", "minutes", "extra_minutes", "stood_seconds", "deadline", "measures")
_ATTEMPTS = db.metadata.tables[Attempt.__tablename__]
_BEGIN = (
    insert(_ATTEMPTS)
    .from_select(
        [*_FACTS, "state", "writer", "sitting_id", "candidate_id", "entry_id", "form_id"],
        select(
            *(bindparam(fact, type_=_ATTEMPTS.c[fact].type) for fact in _FACTS),
            literal(ATTEMPT.after(ATTEMPT.begins, AttemptMove.START), _ATTEMPTS.c["state"].type),
            literal("", _ATTEMPTS.c["writer"].type),
            Entry.sitting_id,
            Entry.candidate_id,
            Entry.id,
            Form.id,
        )
        .join(Form, Form.entry_id == Entry.id)
        .join(Sitting, Sitting.id == Entry.sitting_id)
        .where(Entry.id == _MINE, Entry.state == EntryState.SEATED, Sitting.state == SittingState.OPEN)
        .where(Entry.extra_minutes == bindparam("given", type_=Entry.extra_minutes.type))
        .where(or_(Sitting.needs_release.is_(False), Entry.released_at.is_not(None)))
        .where(Entry.stop_id.is_not_distinct_from(bindparam("stop", type_=Entry.stop_id.type)))
        .where(~select(Attempt.id).where(Attempt.entry_id == Entry.id).exists())
        .with_for_update(of=Entry),
    )
    .returning(*_ATTEMPTS.c)
)
"""The lock makes a start and a withdrawal wait for each other; of several starts at once, one succeeds.

Whose minutes are not those that were read any more does not start with them, nor does a clock go that stands by now.
"""
TRIES = 3
"""How often somebody starts who can, but something else happened in the same moment."""


def start(entry: EntryToStart, *, now: datetime) -> Attempt:
    """Hand out the prepared paper and let the clock run; whoever starts again gets the same attempt, to look at."""
    for _ in range(TRIES):
        if entry.attempt_id is not None:
            return sat.attempt_to_show(entry.attempt_id)
        verdict = verdict_on(entry, now=now)
        if not verdict:
            raise Refused(*verdict.refusals)
        if entry.has_to_agree:
            raise Refused(Refusal("not_agreed"))
        begun = _begin(entry, now)
        if begun is not None:
            return begun
        entry = _as_it_is_now(entry)
    if entry.attempt_id is not None:
        return sat.attempt_to_show(entry.attempt_id)
    raise Refused(Refusal("no_form_prepared"))


def _begin(entry: EntryToStart, now: datetime) -> Attempt | None:
    """The attempt; None where the entry is not any more as it was read.

    Where all stand, or a spare paper has to be taken, it is one transaction.
    """
    allowance = _allowance(entry)
    timeline = _timeline(entry, allowance, now)
    if entry.stop_id is not None or entry.form_id is None:
        db.session.connection()
    try:
        if entry.form_id is None:
            alone.row(_WAIT, of_entry=entry.id)
            alone.row(_TAKE_SPARE, of_sitting=entry.sitting.id, of_entry=entry.id)
        begun = alone.row(
            _BEGIN,
            of_entry=entry.id,
            given=allowance.given_minutes,
            stop=entry.stop_id,
            id=uuid4(),
            number=_number(),
            started_at=timeline.started_at,
            minutes=timeline.minutes,
            extra_minutes=timeline.extra_minutes,
            stood_seconds=entry.stood(now) // timedelta(seconds=1),
            deadline=timeline.timing.deadline,
            measures=allowance.accommodation.written if allowance.accommodation else None,
        )
    except IntegrityError:
        return None
    if begun is None or entry.stop_id is None:
        return to_look_at(Attempt, begun._asdict()) if begun else None
    stopped = sat.attempt_row(begun.id)
    timekeeping.start_stopped(stopped, entry.stop_id, now=now)
    return stopped


def _as_it_is_now(entry: EntryToStart) -> EntryToStart:
    """Read anew, in no transaction since one may have failed; who has left keeps no paper that was to spare."""
    let_go()
    found = entry_to_start(entry.id)
    if found.form_id is not None and found.state is not EntryState.SEATED:
        preparing.give_back(found.id)
    return found


def _allowance(entry: EntryToStart) -> Allowance:
    if entry.may_be_accommodated:
        return allowance_of(entered.entry_row(entry.id))
    return Allowance(minutes=entry.sitting.minutes, given_minutes=entry.given_minutes)


def timeline_from(entry: EntryToStart, started_at: datetime) -> Timeline:
    """What somebody who starts then has."""
    return _timeline(entry, _allowance(entry), started_at)


def _timeline(entry: EntryToStart, allowance: Allowance, started_at: datetime) -> Timeline:
    closes_at = entry.sitting.closes_at
    return Timeline(
        started_at=started_at,
        minutes=allowance.minutes,
        extra_minutes=allowance.extra_minutes,
        closes_at=closes_at + entry.stood(started_at) if closes_at else None,
    )


_SESSION = bindparam("session", type_=Attempt.session_id.type)
_NOW = bindparam("now", type_=Attempt.deadline.type)
_CLAIM = (
    update(Attempt)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.state.in_([literal(state, Attempt.state.type) for state in sorted(OPEN)]),
        or_(
            Attempt.session_id.is_(None),
            Attempt.session_id == _SESSION,
            Attempt.sitting_id.not_in(select(Sitting.id).where(Sitting.needs_release.is_(True))),
        ),
        or_(
            Attempt.deadline >= bindparam("since", type_=Attempt.deadline.type),
            and_(Attempt.paused_at.is_not(None), or_(Attempt.resumes_at.is_(None), Attempt.resumes_at > _NOW)),
        ),
    )
    .values(writer=bindparam("writing", type_=Attempt.writer.type), session_id=_SESSION)
    .returning(Attempt.id)
)
"""As long as answers are taken, or the clock stands: a page that was reloaded without a network brings its own."""


def claim(attempt: Attempt, writer: str, *, session_id: UUID | None = None, now: datetime) -> None:
    """Let this page write from now on; the one before is told so at its next save.

    Where people are let in at the door, another device, or another sign-in, gets the paper only after those who watch
    have given it free; raises Refused.
    """
    asked = {"attempt_id": attempt.id, "writing": writer, "session": session_id}
    if alone.row(_CLAIM, **asked, now=now, since=now - NETWORK_GRACE):
        attempt.writer = writer
    elif attempt.state_at(now) in OPEN:
        require_device(attempt, session_id)


def require_device(attempt: Attempt, session_id: UUID | None) -> None:
    """Raise Refused where people are let in at the door, and another device or sign-in has the paper."""
    if attempt.session_id not in {None, session_id} and planned.sitting_row(attempt.sitting_id).needs_release:
        raise Refused(Refusal("ask_for_the_paper"))


def _number() -> str:
    return "".join([ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(NUMBER_LENGTH)])
