"""The life of a version: written, reviewed by somebody else, put on papers, looked at again, out of use."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kernel.dates import months_after
from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict


class State(StrEnum):
    """Where a version of a question stands."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    IN_USE = "in_use"
    RETIRED = "retired"


class Move(StrEnum):
    """What can be done with a version; the first paper takes it into use, and a newer one replaces it by itself."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    TAKE_INTO_USE = "take_into_use"
    CONFIRM = "confirm"
    RETIRE = "retire"
    REPLACE = "replace"


VERSION = Lifecycle(
    of="a question version",
    begins=State.DRAFT,
    moves={
        (State.DRAFT, Move.SUBMIT): State.REVIEW,
        (State.REVIEW, Move.SEND_BACK): State.DRAFT,
        (State.REVIEW, Move.APPROVE): State.APPROVED,
        (State.APPROVED, Move.TAKE_INTO_USE): State.IN_USE,
        (State.APPROVED, Move.CONFIRM): State.APPROVED,
        (State.IN_USE, Move.CONFIRM): State.IN_USE,
        (State.DRAFT, Move.RETIRE): State.RETIRED,
        (State.REVIEW, Move.RETIRE): State.RETIRED,
        (State.APPROVED, Move.RETIRE): State.RETIRED,
        (State.IN_USE, Move.RETIRE): State.RETIRED,
        (State.DRAFT, Move.REPLACE): State.RETIRED,
        (State.REVIEW, Move.REPLACE): State.RETIRED,
        (State.APPROVED, Move.REPLACE): State.RETIRED,
        (State.IN_USE, Move.REPLACE): State.RETIRED,
    },
)
USABLE = frozenset({State.APPROVED, State.IN_USE})
"""States of versions that new papers are made of."""
BY_ITSELF = frozenset({Move.TAKE_INTO_USE, Move.REPLACE})
"""Moves that nobody asks for: they follow from something else."""
REVIEWS = frozenset({Move.APPROVE, Move.SEND_BACK, Move.CONFIRM})
"""Moves that judge somebody's work."""
NEED_REASON = frozenset({Move.SEND_BACK, Move.RETIRE})
"""Moves that must say why."""
NEED_WHOLE = frozenset({Move.SUBMIT, Move.APPROVE})
"""Moves that a version with gaps cannot make."""
REVIEW_MONTHS = 6
"""How long an approved version stands before somebody should look at it again."""


def may_move(move: Move, *, author_id: UUID | None, reviewer_id: UUID | None, reason: str) -> Verdict:
    """Nobody reviews their own work; what the platform imported may be reviewed by anybody."""
    own = move in REVIEWS and author_id is not None and author_id == reviewer_id
    silent = move in NEED_REASON and not reason.strip()
    return Verdict.of(
        (Refusal("question_own") if own else None, Refusal("question_reason_missing") if silent else None)
    )


def review_due(looked_at: datetime) -> datetime:
    """When a version that was approved or confirmed should be looked at again."""
    return datetime.combine(months_after(looked_at.date(), REVIEW_MONTHS), looked_at.timetz())
