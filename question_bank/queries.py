"""What can be read of the question bank; other packages get frozen values, and never a key with a question."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kernel.errors import NotFound
from question_bank.domain.bank import FACETS, YES, Alike, Bank, CasePoolItem, Wanted
from question_bank.domain.case_study import CaseStudyFacts
from question_bank.domain.enmity import enemies
from question_bank.domain.key import Key
from question_bank.domain.kind import THEORY, Kind
from question_bank.domain.lifecycle import USABLE, State
from question_bank.domain.question import PoolItem, Presented, Question, at_odds, key
from question_bank.domain.question import presented as shown
from question_bank.domain.reading import Item
from question_bank.models import BankedItem, Enmity, Import, Picture, Report, ReportAnswer, Version, known_items
from storage.database import db, existing
from storage.files import files

AT_ONCE = 500
_known_pool_items: dict[UUID, PoolItem] = {}
"""Versions as the maker of forms sees them; their content never changes, so a process reads each one once."""
_known_keys: dict[UUID, Key] = {}
"""The same for those who mark."""


def pool(scheme: str, level: int) -> tuple[PoolItem, ...]:
    """All approved questions of a level, in a stable order; none of a group whose questions have different texts."""
    apart = enemies(_enmities(scheme, level))
    usable = _approved(scheme, level, THEORY).with_only_columns(Version.id)
    items = pool_items(db.session.scalars(usable))
    odd = at_odds(item.group for item in items)
    return tuple(
        replace(item, enemies=apart[item.question_id]) if item.question_id in apart else item
        for item in items
        if item.group is None or item.group.id not in odd
    )


def pool_items(version_ids: Iterable[UUID]) -> tuple[PoolItem, ...]:
    """These versions as the maker of forms sees them, approved or not any more; no enemies. Raises NotFound."""
    wanted = tuple(version_ids)
    _known_pool_items.update((row.id, row.pool_item) for row in _versions(set(wanted) - _known_pool_items.keys()))
    return tuple(_known_pool_items[version_id] for version_id in wanted)


def reported_ids() -> Select[Any]:
    """The questions with a report that nobody has answered."""
    query = select(Version.question_id).join(Report, Report.version_id == Version.id)
    query = query.outerjoin(ReportAnswer, ReportAnswer.report_id == Report.id)
    return query.where(ReportAnswer.report_id.is_(None))


def usable_cells(scheme: str, level: int) -> Sequence[Any]:
    """Function, kind and cognitive level of each question that papers may be made of."""
    query = select(Version.function, Version.kind, Version.cognitive).join(BankedItem)
    query = query.where(BankedItem.scheme == scheme, BankedItem.level == level, Version.state.in_(USABLE))
    return db.session.execute(query.where(Version.kind.in_(THEORY))).all()


def numbers(version_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The author's numbers of the questions that these versions belong to. Raises NotFound."""
    return {row.id: row.question.external_id for row in _versions(version_ids)}


def case_pool(scheme: str, level: int) -> tuple[CasePoolItem, ...]:
    """All approved case studies of a level, in a stable order."""
    return tuple(
        CasePoolItem(question_id=row.question_id, version_id=row.id, title=row.as_case_study.title)
        for row in db.session.scalars(_approved(scheme, level, [Kind.CASE_STUDY]))
    )


def presented(version_ids: Iterable[UUID]) -> dict[UUID, Presented]:
    """What a candidate may see of these versions, approved or not any more. Raises NotFound."""
    return {version_id: shown(question) for version_id, question in questions_of(version_ids).items()}


def keys(version_ids: Iterable[UUID]) -> dict[UUID, Key]:
    """The right answers of these versions, for marking. Raises NotFound."""
    wanted = tuple(version_ids)
    missing = [version_id for version_id in wanted if version_id not in _known_keys]
    if missing:
        _known_keys.update((version_id, key(question)) for version_id, question in questions_of(missing).items())
    return {version_id: _known_keys[version_id] for version_id in wanted}


def questions_of(version_ids: Iterable[UUID]) -> dict[UUID, Question]:
    """What these versions ask, with keys; what this process has read before is not fetched again. Raises NotFound."""
    wanted = tuple(version_ids)
    found = {row.id: row.as_question for row in _versions(set(wanted) - known_items.keys())}
    items = {version_id: found.get(version_id) or known_items[version_id] for version_id in wanted}
    return {version_id: item for version_id, item in items.items() if isinstance(item, Question)}


def case_study(version_id: UUID) -> CaseStudyFacts:
    """A case study with its rubric; the rubric is for examiners. Raises NotFound."""
    (row,) = _versions([version_id])
    if row.kind is not Kind.CASE_STUDY:
        raise NotFound
    return row.as_case_study


def approved_questions(scheme: str, level: int) -> tuple[Question, ...]:
    """The approved questions themselves, for an editor's findings."""
    return tuple(row.as_question for row in db.session.scalars(_approved(scheme, level, THEORY)))


def approved_items(scheme: str, level: int) -> tuple[Item, ...]:
    """The approved questions and case studies, for export."""
    return tuple(row.item for row in db.session.scalars(_approved(scheme, level, Kind)))


def bank() -> Bank:
    """How many questions there are."""
    return Bank(db.session.scalar(select(func.count()).select_from(BankedItem)) or 0)


def latest_versions(wanted: Wanted) -> Select[Any]:
    """The latest version of each question that is looked for, by number, to be paged."""
    return _latest(wanted).order_by(BankedItem.scheme, BankedItem.external_id)


def alike(wanted: Wanted, now: datetime) -> tuple[Alike, ...]:
    """How many questions of this author and with these words have the same values under every other facet."""
    open_ = Wanted(words=wanted.words, author_id=wanted.author_id)
    states = (cast(column, String) for column in (Version.kind, Version.cognitive, Version.state))
    marks = (case((_due(now), YES), else_=""), case((_reported(), YES), else_=""))
    columns = (BankedItem.scheme, BankedItem.level, Version.function, *states, *marks)
    rows = db.session.execute(_latest(open_).with_only_columns(*columns, func.count()).group_by(*columns))
    return tuple(
        Alike(dict(zip(FACETS, (f"{scheme}/{level}", *values), strict=True)), count)
        for scheme, level, *values, count in rows
    )


def by_author(wanted: Wanted) -> dict[UUID, int]:
    """How many of the questions that are looked for each author wrote, whoever else is asked for."""
    query = _latest(replace(wanted, author_id=None)).with_only_columns(Version.author_id, func.count())
    rows = db.session.execute(query.group_by(Version.author_id))
    return {author_id: count for author_id, count in rows if author_id is not None}


def _latest(wanted: Wanted) -> Select[Any]:
    query = select(Version).join(BankedItem).where(Version.number == BankedItem.latest_number)
    for column, value in (
        (BankedItem.scheme, wanted.scheme),
        (BankedItem.level, wanted.level),
        (Version.function, wanted.function),
        (Version.kind, wanted.kind),
        (Version.cognitive, wanted.cognitive),
        (Version.author_id, wanted.author_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.states:
        query = query.where(Version.state.in_(wanted.states))
    if wanted.due_by is not None:
        query = query.where(_due(wanted.due_by))
    if wanted.reported:
        query = query.where(_reported())
    for word in wanted.words.lower().split():
        in_number = func.lower(BankedItem.external_id).contains(word, autoescape=True)
        query = query.where(or_(BankedItem.words.contains(word, autoescape=True), in_number))
    return query


def _reported() -> ColumnElement[bool]:
    return BankedItem.id.in_(db.session.scalars(reported_ids()).all())


def _due(by: datetime) -> ColumnElement[bool]:
    return and_(Version.state.in_(USABLE), Version.review_due_at <= by)


def latest_items(wanted: Wanted) -> tuple[Item, ...]:
    """What the latest versions of the questions that are looked for say, for export."""
    return tuple(row.item for row in db.session.scalars(latest_versions(wanted)))


def waiting_count(now: datetime) -> int:
    """How many versions wait for a reviewer: those submitted, and those that nobody has looked at for half a year."""
    waiting = or_(Version.state == State.REVIEW, _due(now))
    query = select(func.count()).select_from(Version).where(waiting)
    return db.session.scalar(query) or 0


def work_of(author_id: UUID | None) -> dict[State, int]:
    """How many questions whose latest version this person wrote stand in each state."""
    query = select(Version.state, func.count()).join(BankedItem).where(Version.number == BankedItem.latest_number)
    counts = db.session.execute(query.where(Version.author_id == author_id).group_by(Version.state))
    return {State(state): count for state, count in counts}


def drafts_of(author_id: UUID | None) -> tuple[Version, ...]:
    """The drafts that a person wrote and has not submitted yet."""
    query = latest_versions(Wanted(states=frozenset({State.DRAFT}), author_id=author_id))
    return tuple(db.session.scalars(query)) if author_id else ()


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


def enemies_by_number(scheme: str, level: int) -> dict[str, tuple[str, ...]]:
    """The enemies of each question that has any, by authors' numbers."""
    apart = enemies(_enmities(scheme, level))
    query = select(BankedItem.id, BankedItem.external_id).where(BankedItem.scheme == scheme, BankedItem.level == level)
    numbers = {row.id: row.external_id for row in db.session.execute(query)} if apart else {}
    return {numbers[one]: tuple(sorted(numbers[other] for other in others)) for one, others in apart.items()}


def questions_by_id(question_ids: Collection[UUID]) -> dict[UUID, BankedItem]:
    """Questions by their ids."""
    query = select(BankedItem).where(BankedItem.id.in_(list(question_ids)))
    return {row.id: row for row in db.session.scalars(query)}


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


def _enmities(scheme: str, level: int) -> Iterable[Enmity]:
    query = select(Enmity).join(BankedItem, BankedItem.id == Enmity.one_id)
    query = query.where(BankedItem.scheme == scheme, BankedItem.level == level)
    return db.session.scalars(query.order_by(Enmity.number))


def questions_of_groups(scheme: str, groups: Collection[str]) -> tuple[Version, ...]:
    """The latest versions of the questions on these case texts, as far as they are not out of use."""
    query = latest_versions(Wanted(scheme=scheme)).where(Version.state != State.RETIRED)
    return tuple(db.session.scalars(query.where(Version.content["group"]["id"].as_string().in_(groups))))


def pictures() -> Select[Any]:
    """All pictures, the newest first, to be paged."""
    return select(Picture).order_by(Picture.kept_at.desc(), Picture.id)


def picture(picture_id: UUID) -> Picture:
    """A picture; raises NotFound."""
    return existing(Picture, picture_id)


def picture_content(picture_id: UUID) -> bytes:
    """A picture as PNG; raises NotFound."""
    return files.read(picture(picture_id).file_key)


def kept_pictures(wanted: Collection[UUID]) -> frozenset[UUID]:
    """Which of these pictures there are."""
    return frozenset(db.session.scalars(select(Picture.id).where(Picture.id.in_(wanted))))


def _approved(scheme: str, level: int, kinds: Iterable[Kind]) -> Select[Any]:
    query = select(Version).join(BankedItem)
    query = query.where(BankedItem.scheme == scheme, BankedItem.level == level)
    query = query.where(Version.state.in_(USABLE), Version.kind.in_(list(kinds)))
    return query.order_by(BankedItem.external_id)


def _versions(version_ids: Iterable[UUID]) -> list[Version]:
    wanted = list(dict.fromkeys(version_ids))
    found: dict[UUID, Version] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Version).where(Version.id.in_(wanted[start : start + AT_ONCE]))
        found |= {row.id: row for row in db.session.scalars(query)}
    if len(found) < len(wanted):
        raise NotFound
    return [found[version_id] for version_id in wanted]
