"""Which schemes there are and which version was in force on a day."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import inspect, select

from kernel.errors import NotFound
from schemes.domain import parsing
from schemes.domain.node import Node
from schemes.domain.scheme import Level, Scheme
from schemes.models import SchemeVersion
from storage.database import db


def version(version_id: UUID) -> Scheme:
    """The scheme in exactly this version; raises NotFound."""
    row = db.session.get(SchemeVersion, version_id)
    if row is None:
        raise NotFound(f"scheme version {version_id}")
    return _scheme(row)


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
