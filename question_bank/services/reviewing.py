"""Bringing a version into use and out of it: submitted, sent back, approved by somebody else, retired."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import IllegalMove, Refused
from question_bank import queries
from question_bank.domain.lifecycle import VERSION, Move, State, may_move
from question_bank.models import Step, Version
from storage.database import db


def decide(version: Version, move: Move, *, reason: str, actor: Actor, now: datetime) -> None:
    """Make the move if the rules allow it, and put it into the audit log."""
    if move is Move.REPLACE:
        raise IllegalMove("only a newer version replaces a version")
    verdict = may_move(move, author_id=version.author_id, reviewer_id=actor.id, reason=reason)
    if not verdict:
        raise Refused(*verdict.refusals)
    note(version, move, actor=actor, reason=reason, now=now)
    detail = {"version": version.number, "reason": reason}
    audit.record(actor, f"{move}_question", version.question.external_id, detail, now=now)


def submit_drafts_of(author: Actor, *, now: datetime) -> int:
    """Submit all drafts of one author; returns how many there were."""
    drafts = queries.drafts_of(author.id)
    for draft in drafts:
        decide(draft, Move.SUBMIT, reason="", actor=author, now=now)
    return len(drafts)


def note(version: Version, move: Move, *, actor: Actor, reason: str, now: datetime) -> None:
    """Move the version and append who did it, when and why. An approved version takes the place of earlier ones."""
    if move is Move.APPROVE and VERSION.allows(version.state, move):
        _replace_earlier(version, actor, now)
    version.move(move)
    _append(version, move, actor, reason, now)
    db.session.flush()


def _replace_earlier(version: Version, actor: Actor, now: datetime) -> None:
    """First the old one goes, then the new one comes: at no time are two approved."""
    query = select(Version).where(Version.question_id == version.question_id, Version.number < version.number)
    for earlier in db.session.scalars(query.where(Version.state != State.RETIRED)):
        note(earlier, Move.REPLACE, actor=actor, reason="", now=now)


def _append(version: Version, move: Move, actor: Actor, reason: str, now: datetime) -> None:
    step = Step(
        id=uuid4(),
        version_id=version.id,
        number=len(version.steps) + 1,
        move=move,
        actor_id=actor.id,
        reason=reason.strip(),
        at=now,
    )
    version.steps.append(step)
