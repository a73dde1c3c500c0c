"""What is said beside a question: comments on a version, and which questions are enemies."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select

from accounts.services import audit
from kernel.actor import Actor
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from question_bank import permissions, queries
from question_bank.domain.enmity import enemies, pair_of
from question_bank.models import BankedItem, Comment, Enmity, Version
from storage.database import db


def enmities_of(question_id: UUID) -> tuple[Enmity, ...]:
    """All that was said about who is this question's enemy, the earliest first."""
    query = select(Enmity).where(or_(Enmity.one_id == question_id, Enmity.other_id == question_id))
    return tuple(db.session.scalars(query.order_by(Enmity.number)))


def enemies_among(question_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The numbers of the questions that no paper has beside these; those without any are left out."""
    asked = list(question_ids)
    query = select(Enmity).where(or_(Enmity.one_id.in_(asked), Enmity.other_id.in_(asked)))
    apart = enemies(db.session.scalars(query.order_by(Enmity.number)))
    known = queries.questions_by_id(frozenset().union(*apart.values()))
    return {one: tuple(sorted(known[other].external_id for other in apart[one])) for one in asked if one in apart}


def enmities_between(one: UUID, other: UUID) -> tuple[Enmity, ...]:
    """All that was said about these two, the earliest first."""
    first, second = pair_of(one, other)
    query = select(Enmity).where(Enmity.one_id == first, Enmity.other_id == second)
    return tuple(db.session.scalars(query.order_by(Enmity.number)))


def comments_on(question_id: UUID) -> tuple[Comment, ...]:
    """What was said about the versions of a question, the earliest first."""
    query = select(Comment).join(Version, Version.id == Comment.version_id).where(Version.question_id == question_id)
    return tuple(db.session.scalars(query.order_by(Comment.at, Comment.id)))


def comment(version: Version, text: str, *, actor: Actor, now: datetime) -> None:
    """Say something about a version to those who write and review."""
    if actor.id is None or not permissions.see_bank.holds(actor, version):
        raise NotPermitted
    db.session.add(Comment(id=uuid4(), version_id=version.id, author_id=actor.id, text=text.strip(), at=now))
    db.session.flush()


def set_apart(question: BankedItem, number: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """Two questions are enemies from now on: no paper that is made later has both."""
    other = queries.latest_by_number(question.scheme, [number.strip()]).get(number.strip())
    if other is None or other.question.level != question.level or other.question_id == question.id:
        raise Refused(Refusal("question_unknown_enemy", id=number.strip()[:40]))
    if not declare(question, other.question, holds=True, reason=reason, actor=actor, now=now):
        raise Refused(Refusal("question_enemies_already", id=other.question.external_id))
    detail = {"enemy": other.question.external_id, "reason": reason}
    audit.record(actor, "set_questions_apart", question.external_id, detail, now=now)


def let_together(question: BankedItem, other: BankedItem, *, reason: str, actor: Actor, now: datetime) -> None:
    """Two questions are enemies no longer."""
    if not declare(question, other, holds=False, reason=reason, actor=actor, now=now):
        raise Refused(Refusal("question_not_enemies", id=other.external_id))
    detail = {"enemy": other.external_id, "reason": reason}
    audit.record(actor, "let_questions_together", question.external_id, detail, now=now)


def declare_all(pairs: Iterable[tuple[BankedItem, BankedItem]], *, reason: str, actor: Actor, now: datetime) -> int:
    """Enter the pairs that a file names; returns how many of them are new."""
    return sum(declare(one, other, holds=True, reason=reason, actor=actor, now=now) for one, other in pairs)


def declare(one: BankedItem, other: BankedItem, *, holds: bool, reason: str, actor: Actor, now: datetime) -> bool:
    """Append the word on a pair, unless it says what holds already; tells whether it was new."""
    said = enmities_between(one.id, other.id)
    if holds is bool(said and said[-1].holds):
        return False
    first, second = pair_of(one.id, other.id)
    db.session.add(
        Enmity(
            id=uuid4(),
            one_id=first,
            other_id=second,
            number=len(said) + 1,
            holds=holds,
            reason=reason.strip(),
            actor_id=actor.id,
            at=now,
        )
    )
    db.session.flush()
    return True
