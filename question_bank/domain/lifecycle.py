"""The life of a version: written, reviewed by somebody else, in use, out of use."""

from enum import StrEnum
from uuid import UUID

from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal, Verdict


class State(StrEnum):
    """Where a version of a question stands."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    RETIRED = "retired"


class Move(StrEnum):
    """What can be done with a version; a newer one replaces it by itself."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    RETIRE = "retire"
    REPLACE = "replace"


VERSION = Lifecycle(
    of="a question version",
    begins=State.DRAFT,
    moves={
        (State.DRAFT, Move.SUBMIT): State.REVIEW,
        (State.REVIEW, Move.SEND_BACK): State.DRAFT,
        (State.REVIEW, Move.APPROVE): State.APPROVED,
        (State.DRAFT, Move.RETIRE): State.RETIRED,
        (State.REVIEW, Move.RETIRE): State.RETIRED,
        (State.APPROVED, Move.RETIRE): State.RETIRED,
        (State.DRAFT, Move.REPLACE): State.RETIRED,
        (State.REVIEW, Move.REPLACE): State.RETIRED,
        (State.APPROVED, Move.REPLACE): State.RETIRED,
    },
)
REVIEWS = frozenset({Move.APPROVE, Move.SEND_BACK})
"""Moves that judge somebody's work."""
NEED_REASON = frozenset({Move.SEND_BACK, Move.RETIRE})
"""Moves that must say why."""


def may_move(move: Move, *, author_id: UUID | None, reviewer_id: UUID | None, reason: str) -> Verdict:
    """Nobody reviews their own work; what the platform imported may be reviewed by anybody."""
    own = move in REVIEWS and author_id is not None and author_id == reviewer_id
    silent = move in NEED_REASON and not reason.strip()
    return Verdict.of(
        (Refusal("question_own") if own else None, Refusal("question_reason_missing") if silent else None)
    )
