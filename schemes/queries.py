"""Which schemes there are and which version was in force on a day."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import inspect, select

from kernel.dates import local_date
from kernel.errors import NotFound
from schemes.domain import parsing
from schemes.domain.draft import OPEN
from schemes.domain.node import Node
from schemes.domain.review import review_due
from schemes.domain.scheme import Level, Scheme
from schemes.models import SchemeDraft, SchemeVersion, VersionReview
from storage.database import db


@lru_cache(maxsize=64)
def version(version_id: UUID) -> Scheme:
    """The scheme in exactly this version, which never changes; raises NotFound."""
    return _scheme(version_row(version_id))


def several(version_ids: Iterable[UUID]) -> dict[UUID, Scheme]:
    """Several versions at once."""
    rows = db.session.scalars(select(SchemeVersion).where(SchemeVersion.id.in_(set(version_ids))))
    return {row.id: _scheme(row) for row in rows}


def current(code: str, on: date) -> Scheme:
    """The scheme as it was in force on a day; before its first version, the first one. Raises NotFound."""
    rows = _versions_of(code)
    if not rows:
        raise NotFound(f"scheme {code}")
    return _scheme(_in_force(rows, on))


def in_force(code: str, now: datetime) -> Scheme:
    """The scheme in force at a moment, each version beginning with its day in its own time zone; raises NotFound."""
    known = [_scheme(row) for row in _versions_of(code)]
    if not known:
        raise NotFound(f"scheme {code}")
    begun = [each for each in known if each.effective_from <= local_date(now, each.zone)]
    return begun[-1] if begun else known[0]


def all_in_force(now: datetime) -> tuple[Scheme, ...]:
    """Every scheme as it is in force at a moment, in the order in which the schemes want to be listed."""
    codes = db.session.scalars(select(SchemeVersion.code).distinct())
    return tuple(sorted((in_force(code, now) for code in codes), key=lambda each: (each.listed, each.code)))


def all_current(on: date) -> tuple[Scheme, ...]:
    """Every scheme as it was in force on a day, in the order in which the schemes want to be listed."""
    codes = db.session.scalars(select(SchemeVersion.code).distinct())
    return tuple(sorted((current(code, on) for code in codes), key=lambda each: (each.listed, each.code)))


def first_listed(on: date) -> Scheme:
    """The scheme that is listed first, which is meant where none is named; raises NotFound where there is none."""
    listed = all_current(on)
    if not listed:
        raise NotFound("no scheme is in force")
    return listed[0]


def versions(code: str) -> tuple[Scheme, ...]:
    """Every version of a scheme, the newest first."""
    return tuple(_scheme(row) for row in reversed(_versions_of(code)))


def level(code: str, number: int, on: date) -> Level:
    """One level of a scheme as it was in force on a day; raises NotFound."""
    return current(code, on).level(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """A version with what is on record of it: who wrote it, who put it in force, when and why, and who reviewed it."""

    scheme: Scheme
    loaded_at: datetime
    draft: SchemeDraft | None
    reviews: tuple[VersionReview, ...]
    until: date | None
    stands: bool

    @property
    def review_due(self) -> date:
        """When the version has to be looked at again."""
        last = self.reviews[0].reviewed_at if self.reviews else self.loaded_at
        return review_due(local_date(last, self.scheme.zone))

    def is_due(self, now: datetime) -> bool:
        """Whether a version that is or will be in force was not looked at in time."""
        return self.stands and self.review_due <= local_date(now, self.scheme.zone)


def history(code: str, now: datetime) -> tuple[VersionRecord, ...]:
    """All versions of a scheme with what is on record, the newest first. Raises NotFound where there is none.

    `until` is the day on which the next version took over; a version that it took over at once was never in force.
    """
    rows = _versions_of(code)
    if not rows:
        raise NotFound(f"scheme {code}")
    ids = [row.id for row in rows]
    drafts = {
        draft.published_version_id: draft
        for draft in db.session.scalars(select(SchemeDraft).where(SchemeDraft.published_version_id.in_(ids)))
    }
    reviews: dict[UUID, list[VersionReview]] = {}
    newest_first = select(VersionReview).order_by(VersionReview.reviewed_at.desc())
    for review in db.session.scalars(newest_first.where(VersionReview.version_id.in_(ids))):
        reviews.setdefault(review.version_id, []).append(review)
    current_id = in_force(code, now).version_id
    place = ids.index(current_id) if current_id in ids else 0
    ends = [*(row.effective_from for row in rows[1:]), None]
    records = [
        VersionRecord(
            scheme=_scheme(row),
            loaded_at=row.loaded_at,
            draft=drafts.get(row.id),
            reviews=tuple(reviews.get(row.id, ())),
            until=until,
            stands=index >= place and (until is None or until > row.effective_from),
        )
        for index, (row, until) in enumerate(zip(rows, ends, strict=True))
    ]
    return tuple(reversed(records))


def codes() -> tuple[str, ...]:
    """The codes of all schemes."""
    return tuple(db.session.scalars(select(SchemeVersion.code).distinct().order_by(SchemeVersion.code)))


def named_version(code: str, version: str) -> Scheme:
    """The scheme in the version of this name; raises NotFound."""
    row = stored_version(code, version)
    if row is None:
        raise NotFound(f"version {version} of scheme {code}")
    return _scheme(row)


def version_row(version_id: UUID) -> SchemeVersion:
    """The row of a version; raises NotFound."""
    row = db.session.get(SchemeVersion, version_id)
    if row is None:
        raise NotFound(f"scheme version {version_id}")
    return row


def content_of(scheme: Scheme) -> object:
    """The content of a stored version, as it is compared."""
    if scheme.version_id is None:
        raise NotFound(f"stored version of scheme {scheme.code}")
    return json.loads(version_row(scheme.version_id).content)


def draft(draft_id: UUID) -> SchemeDraft:
    """A draft; raises NotFound."""
    found = db.session.get(SchemeDraft, draft_id)
    if found is None:
        raise NotFound(f"scheme draft {draft_id}")
    return found


def open_draft_id(draft_id: UUID) -> UUID:
    """The id of a draft that is being written or waits for approval; raises NotFound for any other."""
    if draft(draft_id).state not in OPEN:
        raise NotFound(f"open scheme draft {draft_id}")
    return draft_id


def open_drafts(code: str | None = None) -> tuple[SchemeDraft, ...]:
    """The drafts that are being written or wait for approval, of one scheme or of all, the latest first."""
    query = select(SchemeDraft).where(SchemeDraft.state.in_(OPEN)).order_by(SchemeDraft.changed_at.desc())
    return tuple(db.session.scalars(query.where(SchemeDraft.code == code) if code else query))


def are_stored() -> bool:
    """Whether this database has a place for schemes at all."""
    return inspect(db.engine).has_table(SchemeVersion.__tablename__)


def stored_version(code: str, version: str) -> SchemeVersion | None:
    """The row of a version, if it was loaded before."""
    query = select(SchemeVersion).where(SchemeVersion.code == code, SchemeVersion.version == version)
    return db.session.scalar(query)


def _versions_of(code: str) -> list[SchemeVersion]:
    query = select(SchemeVersion).where(SchemeVersion.code == code)
    return list(db.session.scalars(query.order_by(SchemeVersion.effective_from, SchemeVersion.loaded_at)))


def _in_force(rows: list[SchemeVersion], on: date) -> SchemeVersion:
    begun = [row for row in rows if row.effective_from <= on]
    return begun[-1] if begun else rows[0]


def _scheme(row: SchemeVersion) -> Scheme:
    return _parsed(row.id, row.content)


@lru_cache(maxsize=64)
def _parsed(version_id: UUID, content: str) -> Scheme:
    """A version never changes, so it is parsed once in each process."""
    return replace(parsing.scheme(Node(json.loads(content))), version_id=version_id)
