"""An application for a level: its few states, what others may know of it, and what is announced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kernel.lifecycle import Lifecycle
from kernel.words import Words
from schemes.domain.scheme import Admission


class ApplicationState(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


class ApplicationMove(StrEnum):
    """What can be done with an application."""

    APPROVE = "approve"
    REFUSE = "refuse"
    ASK = "ask"
    ANSWER = "answer"
    APPEAL = "appeal"
    GRANT = "grant"
    UPHOLD = "uphold"
    WITHDRAW = "withdraw"


_S, _M = ApplicationState, ApplicationMove

APPLICATION = Lifecycle(
    of="an application",
    begins=_S.SUBMITTED,
    moves={
        (_S.SUBMITTED, _M.APPROVE): _S.APPROVED,
        (_S.SUBMITTED, _M.REFUSE): _S.REFUSED,
        (_S.SUBMITTED, _M.ASK): _S.ASKED,
        (_S.SUBMITTED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.ASKED, _M.ANSWER): _S.SUBMITTED,
        (_S.ASKED, _M.APPROVE): _S.APPROVED,
        (_S.ASKED, _M.REFUSE): _S.REFUSED,
        (_S.ASKED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.REFUSED, _M.APPEAL): _S.APPEALED,
        (_S.APPEALED, _M.GRANT): _S.APPROVED,
        (_S.APPEALED, _M.UPHOLD): _S.UPHELD,
        (_S.APPEALED, _M.WITHDRAW): _S.WITHDRAWN,
    },
)

TO_DECIDE = frozenset({_S.SUBMITTED, _S.APPEALED})
"""The next move is a registrar's."""
UNDECIDED = TO_DECIDE | {_S.ASKED}
"""No answer stands yet; the candidate's next move or a registrar's."""
STANDING = UNDECIDED | {_S.APPROVED}
"""There is room for no other application for the same level beside it."""
TURNED_DOWN = frozenset({_S.REFUSED, _S.UPHELD})
"""A refusal stands, whether or not somebody appealed against it."""
DECIDING = frozenset({_M.APPROVE, _M.REFUSE, _M.GRANT, _M.UPHOLD})
"""Moves that decide; a question decides nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickedReason:
    """One requirement of a condition that a registrar found lacking or not proved, as it was put then."""

    condition: str
    place: int
    words: Words

    @property
    def written(self) -> dict[str, Any]:
        """As it is kept."""
        return {"condition": self.condition, "place": self.place, "zh": self.words.zh, "en": self.words.en}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "TickedReason":
        """From how it is kept."""
        return cls(condition=kept["condition"], place=kept["place"], words=Words(zh=kept["zh"], en=kept["en"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One move of an application: what was done, by whom (None for the platform), when and with which words."""

    move: ApplicationMove
    made_by: UUID | None
    made_at: datetime
    reason: str = ""
    ticked: tuple[TickedReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """What other packages may know of an application; `since` is when it came to be where it stands.

    `admission` is what it asks for and, once approved, what it admits to: that of the condition it was made on.
    """

    id: UUID
    candidate_id: UUID
    scheme_version_id: UUID
    scheme_code: str
    level: int
    state: ApplicationState
    applied_at: datetime
    since: datetime
    admission: Admission = Admission.FULL
    decided_at: datetime | None = None
    reason: str = ""
    ticked: tuple[TickedReason, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for somebody, the candidate or a registrar."""
        return self.state in UNDECIDED

    @property
    def was_refused(self) -> bool:
        """Whether a refusal stands."""
        return self.state in TURNED_DOWN

    @property
    def is_for_modules(self) -> bool:
        """Whether it is about module assessment, from which alone no certificate follows."""
        return self.admission is Admission.MODULES


def leading(applications: Iterable[ApplicationFacts]) -> ApplicationFacts | None:
    """Of somebody's applications for a level the one that counts: the latest that stands, else the latest."""
    return max(applications, key=lambda each: (each.state in STANDING, each.applied_at), default=None)


def are_modules_only(applications: Iterable[ApplicationFacts]) -> bool:
    """Whether somebody's applications for a level come to module assessment at most.

    Whoever once applied for that needs an approved application for the full qualification for anything more.
    """
    known = list(applications)
    is_full = any(each.state is _S.APPROVED and not each.is_for_modules for each in known)
    return not is_full and any(each.is_for_modules for each in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDecided:
    """A registrar has approved or refused an application, or decided on the appeal against a refusal."""

    application_id: UUID
    candidate_id: UUID
    scheme_version_id: UUID
    level: int
    approved: bool
