"""What an attempt came to, for those who mark it, supervise it or look it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from exam.domain.answer import Value
from exam.domain.attempt import CLOSED, AttemptState
from exam.domain.entry import EntryWindow
from exam.domain.form import Layout
from exam.domain.sitting import Phase, SittingState, Times
from exam.domain.timing import Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingFacts:
    """A sitting as others may know it."""

    id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    component: str
    kind: str
    place: str
    address: str
    state: SittingState
    times: Times
    window: EntryWindow
    minutes: int
    capacity: int

    @property
    def examined(self) -> tuple[str, int, str]:
        """What is examined: the scheme, the level and the component."""
        return (self.scheme_code, self.level, self.component)

    def phase(self, now: datetime) -> Phase:
        """What the clock says."""
        return self.times.phase(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """A file handed in with a case study; the newest one counts. Those kept before files were sealed have no key."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    key: str
    uploaded_at: datetime
    sealed_key: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFacts:
    """An attempt as of a moment; `ended_at` is the deadline where time ran out, written down or not."""

    id: UUID
    number: str
    candidate_id: UUID
    sitting_id: UUID
    state: AttemptState
    started_at: datetime
    timing: Timing
    ended_at: datetime | None

    @property
    def deadline(self) -> datetime:
        """When the time is over, as far as is known."""
        return self.timing.deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that an attempt came to. It is final when nothing can be added any more; mark nothing before."""

    attempt_id: UUID
    number: str
    candidate_id: UUID
    sitting_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    component: str
    kind: str
    layout: Layout
    answers: Mapping[str, Value]
    state: AttemptState
    started_at: datetime
    ended_at: datetime | None
    is_final: bool
    files: tuple[HandedFile, ...]

    @property
    def is_closed(self) -> bool:
        """Whether it was handed in or has run out of time."""
        return self.state in CLOSED

    @property
    def file(self) -> HandedFile | None:
        """The file that counts."""
        return self.files[-1] if self.files else None
