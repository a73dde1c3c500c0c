"""Long lists by pages; the address holds where the reader is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select

from storage.database import db

T = TypeVar("T")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `number` counts from 1."""

    items: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))


def page_of(query: Select[Any], per_page: int = PER_PAGE, total: int | None = None) -> Page[Any]:
    """The page that the address asks for (`?page=2`); beyond the end, the last one. Who knows the total may tell it."""
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // per_page))
    asked: Any = request.args.get("page", 1, type=int)
    number = min(max(1, asked), last)
    items = db.session.scalars(query.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(items, number, total, per_page)
