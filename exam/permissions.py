"""Who may do what in the exam room."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from kernel.actor import Actor, Role
from kernel.permission import (
    Owned,
    Permission,
    is_accommodations_officer,
    is_candidate,
    is_invigilator,
    is_own,
    is_registrar,
)


class HasWatchers(Protocol):
    """A sitting, or somebody's part in one."""

    @property
    def watcher_ids(self) -> Collection[UUID]:
        """Who invigilates it."""


class OwnedWithWatchers(HasWatchers, Owned, Protocol):
    """Somebody's part in a sitting."""


def _watches(actor: Actor, thing: HasWatchers) -> bool:
    return Role.INVIGILATOR in actor.roles and actor.id in thing.watcher_ids


_is_own: Permission[OwnedWithWatchers] = is_own
invigilates: Permission[HasWatchers] = Permission("invigilates the sitting", _watches)

see_sittings = is_registrar
plan_sitting = is_registrar
decide_on_late_answers = is_registrar
list_sittings = is_registrar | is_invigilator
watch_sittings = invigilates | is_registrar
prepare_accommodations = is_accommodations_officer
sit_exams = is_candidate
enter_sitting = is_candidate
see_own_entry = is_own
see_ticket = _is_own | invigilates | is_registrar
sit_attempt = is_own
see_attempt_file = is_own
compare_receipt = is_own | is_registrar
decide_cases = is_registrar
