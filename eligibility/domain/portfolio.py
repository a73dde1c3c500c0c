"""A candidate's evidence as it is kept: each item with where it comes from, and all of it as the rules read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from eligibility.domain import parsing
from eligibility.domain.evidence import Evidence, EvidenceKind, Item, begins

READING_ORDER = (
    EvidenceKind.EDUCATION,
    EvidenceKind.EMPLOYMENT,
    EvidenceKind.CERTIFICATES,
    EvidenceKind.TRAINING,
    EvidenceKind.ENROLLED,
    EvidenceKind.TITLES,
    EvidenceKind.STUDENT_CERTIFICATES,
)
"""How people tell their story: school first, then work, then papers."""


class Source(StrEnum):
    """Who handed a piece of evidence in."""

    CANDIDATE = "candidate"
    CENTRE = "centre"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """One piece of evidence with its place (an employer, a school) and its source."""

    kind: EvidenceKind
    item: Item
    place: str
    source: Source
    id: UUID | None = None

    @property
    def begins(self) -> date:
        """The day it begins to count from."""
        return begins(self.item)


def in_order(items: Iterable[KeptItem]) -> tuple[KeptItem, ...]:
    """As people read it: kind by kind, each from its beginning."""
    return tuple(sorted(items, key=lambda each: (READING_ORDER.index(each.kind), each.begins, each.place)))


def kept(written: Mapping[str, Any]) -> KeptItem:
    """An item from its stored form."""
    kind = EvidenceKind(written["kind"])
    return KeptItem(
        kind=kind,
        item=parsing.item(kind, written["data"]),
        place=written.get("place", ""),
        source=Source(written["source"]),
        id=UUID(written["id"]) if written.get("id") else None,
    )


def as_evidence(items: Iterable[KeptItem]) -> Evidence:
    """What the rules read."""
    return Evidence.of(each.item for each in items)
