"""What sittings are called: scheme, level and component in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import schemes.queries
from exam.domain.work import SittingFacts
from kernel.words import Words
from schemes.domain.component import Component
from schemes.domain.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingName:
    """How pages call a sitting."""

    scheme: Words
    level: Words
    component: Words
    zone: str


def scheme_of(sitting: SittingFacts) -> Scheme:
    """The scheme in the version under which the sitting was planned."""
    return schemes.queries.version(sitting.scheme_version_id)


def component_of(sitting: SittingFacts) -> Component:
    """What is examined."""
    return scheme_of(sitting).level(sitting.level).components[sitting.component]


def names_of(sittings: Iterable[SittingFacts]) -> dict[UUID, SittingName]:
    """The names of several sittings."""
    named = tuple(sittings)
    known = schemes.queries.several(sitting.scheme_version_id for sitting in named)
    return {
        sitting.id: SittingName(
            scheme=scheme.title,
            level=level.title,
            component=level.components[sitting.component].title,
            zone=scheme.zone,
        )
        for sitting in named
        for scheme in (known[sitting.scheme_version_id],)
        for level in (scheme.level(sitting.level),)
    }
