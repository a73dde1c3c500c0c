"""Being on a cohort's roster: invited by the centre, joined by one's own consent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from centres.domain.stage import PathFacts, Stage, due, stage_of
from centres.domain.training import TrainingFacts
from kernel.verdict import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A member as the centre named them."""

    id: UUID
    cohort_id: UUID
    person_id: UUID
    name: str
    name_latin: str
    email: str
    phone: str
    invited_at: datetime
    joined_at: datetime | None
    declined_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitation:
    """A cohort that somebody is asked to join."""

    member_id: UUID
    cohort_title: str
    organisation_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A member, how far they have come, and what is to be done next."""

    member: MemberFacts
    path: PathFacts
    training: tuple[TrainingFacts, ...] = ()
    certificate_number: str = ""

    @property
    def stage(self) -> Stage:
        """The furthest stage reached."""
        return stage_of(self.path)

    @property
    def due(self) -> tuple[Refusal, ...]:
        """What comes next."""
        if self.member.declined_at and not self.member.joined_at:
            return (Refusal("due_declined"),)
        return due(self.path)
