"""A draft of a scheme's next version: written by one person, put in force by a second."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict
from schemes.domain.scheme import Scheme


class DraftState(StrEnum):
    """Where a draft stands."""

    WRITING = "writing"
    WAITING = "waiting"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class DraftMove(StrEnum):
    """What can be done with a draft."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    DISCARD = "discard"


_S, _M = DraftState, DraftMove

DRAFT = Lifecycle(
    of="a scheme draft",
    begins=_S.WRITING,
    moves={
        (_S.WRITING, _M.SUBMIT): _S.WAITING,
        (_S.WAITING, _M.SEND_BACK): _S.WRITING,
        (_S.WAITING, _M.APPROVE): _S.PUBLISHED,
        (_S.WRITING, _M.DISCARD): _S.DISCARDED,
        (_S.WAITING, _M.DISCARD): _S.DISCARDED,
    },
)
OPEN = frozenset({_S.WRITING, _S.WAITING})
AUTHORS_MOVES = frozenset({_M.SUBMIT, _M.DISCARD})
"""Moves that only the person who writes the draft makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Who wants to make which move with which words."""

    move: DraftMove
    author_id: UUID
    actor_id: UUID | None
    remark: str = ""

    def check(self) -> Verdict:
        """Nobody approves their own draft, nobody submits another's, and who sends back says why."""
        own = self.actor_id == self.author_id
        silent = self.move is _M.SEND_BACK and not own and not self.remark.strip()
        return Verdict.of(
            (
                Refusal("draft_own") if self.move is _M.APPROVE and own else None,
                Refusal("draft_of_somebody_else") if self.move in AUTHORS_MOVES and not own else None,
                Refusal("draft_needs_remark") if silent else None,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A scheme as a draft has it, with what it is checked against."""

    scheme: Scheme
    code: str
    taken: frozenset[str]
    today: date
    reason: str
    changes_anything: bool

    def check(self) -> Verdict:
        """The same scheme, a version of its own, in force from today on at the earliest, with a reason and a change."""
        scheme = self.scheme
        other, past = scheme.code != self.code, scheme.effective_from < self.today
        return Verdict.of(
            (
                Refusal("draft_other_scheme", scheme=self.code, found=scheme.code) if other else None,
                Refusal("draft_version_taken", version=scheme.version) if scheme.version in self.taken else None,
                Refusal("draft_in_the_past", day=scheme.effective_from, today=self.today) if past else None,
                Refusal("draft_without_change") if not self.changes_anything else None,
                Refusal("draft_without_reason") if not self.reason.strip() else None,
            )
        )
