"""What can be read of the question bank; other packages get frozen values, and never a key with a question."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kernel.errors import NotFound
from question_bank.domain.bank import Bank, CasePoolItem, Wanted
from question_bank.domain.case_study import CaseStudyFacts
from question_bank.domain.key import Key
from question_bank.domain.kind import THEORY, Kind
from question_bank.domain.lifecycle import State
from question_bank.domain.question import PoolItem, Presented, Question, key
from question_bank.domain.question import presented as shown
from question_bank.domain.reading import Item
from question_bank.models import BankedItem, Import, Version
from storage.database import db, existing

AT_ONCE = 500


def pool(scheme: str, level: int) -> tuple[PoolItem, ...]:
    """All approved questions of a level, in a stable order."""
    return tuple(row.pool_item for row in _approved(scheme, level, THEORY))


def case_pool(scheme: str, level: int) -> tuple[CasePoolItem, ...]:
    """All approved case studies of a level, in a stable order."""
    return tuple(
        CasePoolItem(question_id=row.question_id, version_id=row.id, title=row.as_case_study.title)
        for row in _approved(scheme, level, [Kind.CASE_STUDY])
    )


def presented(version_ids: Iterable[UUID]) -> dict[UUID, Presented]:
    """What a candidate may see of these versions, approved or not any more. Raises NotFound."""
    return {row.id: shown(row.as_question) for row in _versions(version_ids)}


def keys(version_ids: Iterable[UUID]) -> dict[UUID, Key]:
    """The right answers of these versions, for marking. Raises NotFound."""
    return {row.id: key(row.as_question) for row in _versions(version_ids)}


def case_study(version_id: UUID) -> CaseStudyFacts:
    """A case study with its rubric; the rubric is for examiners. Raises NotFound."""
    (row,) = _versions([version_id])
    if row.kind is not Kind.CASE_STUDY:
        raise NotFound
    return row.as_case_study


def approved_questions(scheme: str, level: int) -> tuple[Question, ...]:
    """The approved questions themselves, for an editor's findings."""
    return tuple(row.as_question for row in _approved(scheme, level, THEORY))


def approved_items(scheme: str, level: int) -> tuple[Item, ...]:
    """The approved questions and case studies, for export."""
    return tuple(row.item for row in _approved(scheme, level, Kind))


def bank() -> Bank:
    """How many questions there are, by the state of their latest version."""
    latest = latest_versions(Wanted()).order_by(None).with_only_columns(Version.state).subquery()
    counts = select(latest.c.state, func.count()).group_by(latest.c.state)
    return Bank(counts={State(state): count for state, count in db.session.execute(counts)})


def latest_versions(wanted: Wanted) -> Select[Any]:
    """The latest version of each question that is looked for, by number, to be paged."""
    query = select(Version).join(BankedItem).where(Version.number == BankedItem.latest_number)
    for column, value in (
        (BankedItem.scheme, wanted.scheme),
        (BankedItem.level, wanted.level),
        (Version.function, wanted.function),
        (Version.kind, wanted.kind),
        (Version.cognitive, wanted.cognitive),
        (Version.state, wanted.state),
    ):
        if value is not None:
            query = query.where(column == value)
    for word in wanted.words.lower().split():
        query = query.where(
            or_(
                Version.words.contains(word, autoescape=True),
                func.lower(BankedItem.external_id).contains(word, autoescape=True),
            )
        )
    return query.order_by(BankedItem.scheme, BankedItem.level.desc(), BankedItem.external_id)


def latest_items(wanted: Wanted) -> tuple[Item, ...]:
    """What the latest versions of the questions that are looked for say, for export."""
    return tuple(row.item for row in db.session.scalars(latest_versions(wanted)))


def drafts_of(author_id: UUID | None) -> tuple[Version, ...]:
    """The drafts that a person wrote and has not submitted yet."""
    query = latest_versions(Wanted(state=State.DRAFT)).where(Version.author_id == author_id)
    return tuple(db.session.scalars(query))


def version(version_id: UUID) -> Version:
    """One version of a question; raises NotFound."""
    return existing(Version, version_id)


def question(question_id: UUID) -> BankedItem:
    """A question with all its versions and what happened to them; raises NotFound."""
    query = select(BankedItem).where(BankedItem.id == question_id)
    found = db.session.scalar(query.options(selectinload(BankedItem.versions).selectinload(Version.steps)))
    if found is None:
        raise NotFound
    return found


def latest_by_number(scheme: str, numbers: Collection[str]) -> dict[str, Version]:
    """The latest versions of the questions under these authors' numbers."""
    found: dict[str, Version] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), AT_ONCE):
        query = latest_versions(Wanted(scheme=scheme))
        part = query.where(BankedItem.external_id.in_(wanted[start : start + AT_ONCE]))
        rows = db.session.scalars(part.options(joinedload(Version.question)))
        found |= {row.question.external_id: row for row in rows}
    return found


def uploaded(import_id: UUID) -> Import:
    """A file that waits to be taken in, or was; raises NotFound."""
    return existing(Import, import_id)


def _approved(scheme: str, level: int, kinds: Iterable[Kind]) -> Iterable[Version]:
    query = select(Version).join(BankedItem).options(joinedload(Version.question))
    query = query.where(BankedItem.scheme == scheme, BankedItem.level == level)
    query = query.where(Version.state == State.APPROVED, Version.kind.in_(list(kinds)))
    return db.session.scalars(query.order_by(BankedItem.external_id))


def _versions(version_ids: Iterable[UUID]) -> list[Version]:
    wanted = list(dict.fromkeys(version_ids))
    found: dict[UUID, Version] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Version).where(Version.id.in_(wanted[start : start + AT_ONCE]))
        found |= {row.id: row for row in db.session.scalars(query)}
    if len(found) < len(wanted):
        raise NotFound
    return [found[version_id] for version_id in wanted]
