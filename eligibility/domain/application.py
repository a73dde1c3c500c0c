"""An application for a level: its few states, what others may know of it, and what is announced."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kernel.lifecycle import Lifecycle


class ApplicationState(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ApplicationMove(StrEnum):
    """What can be done with an application."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_S, _M = ApplicationState, ApplicationMove

APPLICATION = Lifecycle(
    of="an application",
    begins=_S.SUBMITTED,
    moves={
        (_S.SUBMITTED, _M.APPROVE): _S.APPROVED,
        (_S.SUBMITTED, _M.REFUSE): _S.REFUSED,
        (_S.SUBMITTED, _M.WITHDRAW): _S.WITHDRAWN,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """What other packages may know of an application."""

    id: UUID
    candidate_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    state: ApplicationState
    applied_at: datetime
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDecided:
    """A registrar has approved or refused an application."""

    application_id: UUID
    candidate_id: UUID
    approved: bool
