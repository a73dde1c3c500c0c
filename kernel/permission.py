"""Permissions are sentences: named predicates, combined with | and &."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from kernel.actor import Actor, Role

Thing_contra = TypeVar("Thing_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Permission(Generic[Thing_contra]):
    """`actor` may act on a thing when `holds(actor, thing)`; `sentence` says it in words, for documents and tests."""

    sentence: str
    holds: Callable[[Actor, Thing_contra], bool]

    def __or__(self, other: "Permission[Thing_contra]") -> "Permission[Thing_contra]":
        """Either suffices."""
        return Permission(
            f"{self.sentence} or {other.sentence}",
            lambda actor, thing: self.holds(actor, thing) or other.holds(actor, thing),
        )

    def __and__(self, other: "Permission[Thing_contra]") -> "Permission[Thing_contra]":
        """Both are needed."""
        return Permission(
            f"{self.sentence} and {other.sentence}",
            lambda actor, thing: self.holds(actor, thing) and other.holds(actor, thing),
        )


class Owned(Protocol):
    """Anything that belongs to one person."""

    @property
    def owner_id(self) -> UUID:
        """The person's id."""


def has_role(role: Role) -> Permission[object]:
    """The permission of everybody who has this role."""
    return Permission(f"is {role.value.replace('_', ' ')}", lambda actor, _: role in actor.roles)


is_signed_in: Permission[object] = Permission("is signed in", lambda actor, _: actor.id is not None)
is_own: Permission[Owned] = Permission(
    "is their own", lambda actor, thing: actor.id is not None and actor.id == thing.owner_id
)
is_candidate = has_role(Role.CANDIDATE)
is_author = has_role(Role.AUTHOR)
is_examiner = has_role(Role.EXAMINER)
is_registrar = has_role(Role.REGISTRAR)
is_invigilator = has_role(Role.INVIGILATOR)
is_accommodations_officer = has_role(Role.ACCOMMODATIONS_OFFICER)
is_centre_manager = has_role(Role.CENTRE_MANAGER)
is_administrator = has_role(Role.ADMINISTRATOR)
