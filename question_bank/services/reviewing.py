"""Bringing a version into use and out of it: submitted, sent back, approved by somebody else, retired."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from accounts.services import audit
from kernel.actor import PLATFORM, Actor
from kernel.errors import IllegalMove, NotPermitted, Refused
from kernel.permission import Permission
from question_bank import permissions, queries
from question_bank.domain.gaps import against_gaps
from question_bank.domain.lifecycle import BY_ITSELF, NEED_WHOLE, VERSION, Move, State, may_move, review_due
from question_bank.models import Step, Version
from storage.database import db


def decide(version: Version, move: Move, *, reason: str, actor: Actor, now: datetime) -> None:
    """Make the move if the rules allow it, and put it into the audit log."""
    if move in BY_ITSELF:
        raise IllegalMove("nobody asks for this move")
    if not permission_for(version, move).holds(actor, version):
        raise NotPermitted
    verdict = may_move(move, author_id=version.author_id, reviewer_id=actor.id, reason=reason)
    if not verdict:
        raise Refused(*verdict.refusals)
    note(version, move, actor=actor, reason=reason, now=now)
    db.session.flush()
    detail = {"version": version.number, "reason": reason}
    audit.record(actor, f"{move}_question", version.question.external_id, detail, now=now)


def submit_drafts_of(author: Actor, *, now: datetime) -> tuple[int, int]:
    """Submit all drafts of one author that lack nothing; returns how many those were, and how many stay."""
    drafts = queries.drafts_of(author.id)
    whole = [draft for draft in drafts if against_gaps(draft.item) is None]
    for draft in whole:
        decide(draft, Move.SUBMIT, reason="", actor=author, now=now)
    return len(whole), len(drafts) - len(whole)


def take_into_use(version_ids: Collection[UUID], *, now: datetime) -> None:
    """Papers have been made with these versions; those that were only approved are in use from now on."""
    query = select(Version).where(Version.id.in_(version_ids), Version.state == State.APPROVED)
    for version in db.session.scalars(
        query.options(selectinload(Version.steps), defer(Version.content))
        .order_by(Version.id)
        .with_for_update(of=Version)
    ).all():
        version.move(Move.TAKE_INTO_USE)
        _append(version, Move.TAKE_INTO_USE, PLATFORM, "", now)
    db.session.flush()


def note(version: Version, move: Move, *, actor: Actor, reason: str, now: datetime) -> None:
    """Move the version and append who did it, when and why. An approved version takes the place of earlier ones.

    Raises Refused where somebody would have to review what has gaps.
    """
    if move in NEED_WHOLE and (missing := against_gaps(version.item)):
        raise Refused(missing)
    if move is Move.APPROVE and VERSION.allows(version.state, move) and version.number > 1:
        _replace_earlier(version, actor, now)
    version.move(move)
    if move in {Move.APPROVE, Move.CONFIRM}:
        version.review_due_at, version.reminded_at = review_due(now), None
    _append(version, move, actor, reason, now)


def permission_for(version: Version, move: Move) -> Permission[Any]:
    """Who may make this move: authors submit what they wrote and give their drafts up, the rest is for registrars."""
    is_authors = move is Move.SUBMIT or (move is Move.RETIRE and version.state is State.DRAFT)
    return permissions.submit_version if is_authors else permissions.review_questions


def _replace_earlier(version: Version, actor: Actor, now: datetime) -> None:
    """First the old one goes, then the new one comes: at no time are two approved."""
    query = select(Version).where(Version.question_id == version.question_id, Version.number < version.number)
    for earlier in db.session.scalars(query.where(Version.state != State.RETIRED)):
        note(earlier, Move.REPLACE, actor=actor, reason="", now=now)
    db.session.flush()


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
