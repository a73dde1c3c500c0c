"""A certificate as other packages, pages and strangers see it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from certificates.domain.standing import Decision, Move, Standing, Term, standing
from kernel.dates import local_date
from kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedComponent:
    """A component of the level as it is printed: its title, score and the day it was passed."""

    code: str
    title: Words
    score: Decimal | None
    passed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What was certified to whom, until when, and what the issuer decided about it since."""

    id: UUID
    number: str
    holder_id: UUID
    holder: str
    holder_latin: str
    scheme_code: str
    scheme_title: Words
    level: int
    level_title: Words
    issued_at: datetime
    term: Term
    components: tuple[PassedComponent, ...]
    issuer: Words
    decisions: tuple[Decision, ...] = ()

    @property
    def owner_id(self) -> UUID:
        """The holder."""
        return self.holder_id

    @property
    def revoked_on(self) -> date | None:
        """The day of the revocation in the scheme's zone, if there was one."""
        days = (local_date(each.at, self.term.zone) for each in self.decisions if each.move is Move.REVOKE)
        return next(days, None)

    def standing(self, at: datetime) -> Standing:
        """Whether it is in force at a moment."""
        return standing(self.term, self.decisions, at)
