"""Who acts: a person in some roles, perhaps for an organisation, or the platform itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is on the platform. A person may have several roles."""

    CANDIDATE = "candidate"
    AUTHOR = "author"
    EXAMINER = "examiner"
    REGISTRAR = "registrar"
    INVIGILATOR = "invigilator"
    ACCOMMODATIONS_OFFICER = "accommodations_officer"
    CENTRE_MANAGER = "centre_manager"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person behind a request, a command or a job; `id` is None for nobody and for the platform itself."""

    id: UUID | None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    organisation_ids: frozenset[UUID] = frozenset()

    def __iter__(self) -> Iterator[Role]:
        """The roles, in the order in which homes are shown."""
        return (role for role in Role if role in self.roles)


NOBODY = Actor(id=None, name="nobody")
"""Somebody who has not signed in."""

PLATFORM = Actor(id=None, name="platform", roles=frozenset(Role))
"""The platform acting by itself: sweeps, jobs and operators' commands."""
