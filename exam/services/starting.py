"""Starting an attempt, which hands out the prepared paper, and choosing the page that writes on it."""

import secrets
from datetime import datetime
from uuid import UUID

from exam.domain.attempt import OPEN, AttemptMove, AttemptState
from exam.domain.entry import EntryState
from exam.domain.sitting import may_start
from exam.domain.timeline import Timeline
from exam.models.attempts import Attempt
from exam.models.papers import Form
from exam.models.sittings import Entry, Sitting
from exam.queries import attempts as sat
from exam.queries import exemptions
from exam.services.allowing import allowance_of
from kernel.errors import Refused
from kernel.verdict import Verdict
from storage.database import db

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for one another."""
NUMBER_LENGTH = 10


def verdict_on(entry: Entry, *, now: datetime) -> Verdict:
    """Whether the clock may start to run for this entry now."""
    return _verdict(entry, sat.form_for(entry), now)


def _verdict(entry: Entry, form: Form | None, now: datetime) -> Verdict:
    sitting: Sitting = entry.sitting
    return may_start(
        state=sitting.state,
        times=sitting.times,
        has_entered=entry.state is EntryState.SEATED,
        has_form=form is not None,
        exempt_until=exemptions.exempt_until(entry.candidate_id, sitting.facts),
        now=now,
    )


def start(entry: Entry, *, now: datetime) -> UUID:
    """Hand out the prepared paper and let the clock run; whoever starts again gets the same attempt."""
    db.session.refresh(entry, with_for_update={"of": Entry})
    known = sat.find_attempt(entry.id)
    if known is not None:
        return known.id
    form = sat.form_for(entry)
    verdict = _verdict(entry, form, now)
    if not verdict or form is None:
        raise Refused(*verdict.refusals)
    form.entry_id = entry.id
    allowance = allowance_of(entry)
    timeline = timeline_from(entry, now)
    attempt = Attempt(
        sitting_id=entry.sitting_id,
        candidate_id=entry.candidate_id,
        entry_id=entry.id,
        form_id=form.id,
        number=_number(),
        state=AttemptState.READY,
        writer="",
        started_at=timeline.started_at,
        minutes=timeline.minutes,
        extra_minutes=timeline.extra_minutes,
        deadline=timeline.timing.deadline,
        measures=allowance.accommodation.written if allowance.accommodation else None,
    )
    attempt.move(AttemptMove.START)
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def timeline_from(entry: Entry, started_at: datetime) -> Timeline:
    """What somebody who starts then has."""
    allowance = allowance_of(entry)
    return Timeline(
        started_at=started_at,
        minutes=allowance.minutes,
        extra_minutes=allowance.extra_minutes,
        closes_at=entry.sitting.closes_at,
    )


def claim(attempt: Attempt, writer: str, *, now: datetime) -> None:
    """Let this page write from now on; the one before is told so at its next save."""
    db.session.refresh(attempt, with_for_update=True)
    if attempt.state_at(now) in OPEN:
        attempt.writer = writer
        db.session.flush()


def _number() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH))
