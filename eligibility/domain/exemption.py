"""An exemption frees a candidate from a component on other proof; it is an outcome of its own and never a score."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kernel.dates import years_after
from kernel.lifecycle import Lifecycle


class ExemptionState(StrEnum):
    """Where an exemption stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CLOSED = "closed"
    CONTESTED = "contested"
    REVOKED = "revoked"


class ExemptionMove(StrEnum):
    """What a second registrar can do with a proposal, and what two of them can do with a confirmed exemption."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    CLOSE = "close"
    CONTEST = "contest"
    KEEP = "keep"
    REVOKE = "revoke"


_S, _M = ExemptionState, ExemptionMove

EXEMPTION = Lifecycle(
    of="an exemption",
    begins=_S.PROPOSED,
    moves={
        (_S.PROPOSED, _M.CONFIRM): _S.CONFIRMED,
        (_S.PROPOSED, _M.DECLINE): _S.DECLINED,
        (_S.PROPOSED, _M.CLOSE): _S.CLOSED,
        (_S.CONFIRMED, _M.CONTEST): _S.CONTESTED,
        (_S.CONTESTED, _M.KEEP): _S.CONFIRMED,
        (_S.CONTESTED, _M.REVOKE): _S.REVOKED,
    },
)

STANDING = frozenset({_S.PROPOSED, _S.CONFIRMED, _S.CONTESTED})
"""There is room for no other exemption from the same component beside it."""
ONCE_CONFIRMED = frozenset({_S.CONFIRMED, _S.CONTESTED, _S.REVOKED})
"""It counts or has counted; what is contested counts until it is revoked."""
TO_ANSWER = frozenset({_S.PROPOSED, _S.CONTESTED})
"""One registrar has spoken, and another one has to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionFacts:
    """A confirmed exemption: it counts from the day of its confirmation, as long as a pass would or until revoked."""

    candidate_id: UUID
    scheme_code: str
    level: int
    component: str
    on: date
    valid_years: int
    revoked_on: date | None = None

    @property
    def valid_until(self) -> date:
        """The last day on which it counts; on the day of its revocation it does not any more."""
        last = years_after(self.on, self.valid_years)
        return last if self.revoked_on is None else min(last, self.revoked_on - timedelta(days=1))

    def is_valid(self, on: date) -> bool:
        """Whether it counts on a day, the first and the last included."""
        return self.on <= on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionConfirmed:
    """A second registrar has confirmed an exemption; a level may be complete now."""

    candidate_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    component: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionRevoked:
    """Two registrars have taken an exemption back that counted from `counted_from` on."""

    candidate_id: UUID
    scheme_code: str
    level: int
    component: str
    counted_from: date
    at: datetime
