"""Who may do what with cohorts: a centre sees its own and nothing else."""

from typing import Protocol
from uuid import UUID

from kernel.actor import Actor, Role
from kernel.permission import Permission, is_centre_manager, is_own


class OfACentre(Protocol):
    """Anything that belongs to a training centre."""

    @property
    def organisation_id(self) -> UUID:
        """The centre's id."""


def _manages(actor: Actor, thing: OfACentre) -> bool:
    return Role.CENTRE_MANAGER in actor.roles and thing.organisation_id in actor.organisation_ids


is_of_own_centre: Permission[OfACentre] = Permission("is of the manager's own training centre", _manages)

see_cohorts = is_centre_manager
open_cohort = is_centre_manager
see_cohort = is_of_own_centre
import_roster = is_of_own_centre
invite_member = is_of_own_centre
record_training = is_of_own_centre
answer_invitation = is_own
