"""An attempt is one candidate's sitting of one form: ready, in progress or paused, then handed in or out of time."""

from enum import StrEnum

from kernel.lifecycle import Lifecycle


class AttemptState(StrEnum):
    """Where an attempt stands."""

    READY = "ready"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    HANDED_IN = "handed_in"
    TIMED_OUT = "timed_out"
    VOIDED = "voided"


class AttemptMove(StrEnum):
    """What can be done with an attempt."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    HAND_IN = "hand_in"
    RUN_OUT_OF_TIME = "run_out_of_time"
    VOID = "void"


_S, _M = AttemptState, AttemptMove

ATTEMPT = Lifecycle(
    of="an attempt",
    begins=_S.READY,
    moves={
        (_S.READY, _M.START): _S.IN_PROGRESS,
        (_S.IN_PROGRESS, _M.PAUSE): _S.PAUSED,
        (_S.PAUSED, _M.RESUME): _S.IN_PROGRESS,
        (_S.IN_PROGRESS, _M.HAND_IN): _S.HANDED_IN,
        (_S.IN_PROGRESS, _M.RUN_OUT_OF_TIME): _S.TIMED_OUT,
        (_S.IN_PROGRESS, _M.VOID): _S.VOIDED,
        (_S.PAUSED, _M.VOID): _S.VOIDED,
        (_S.HANDED_IN, _M.VOID): _S.VOIDED,
        (_S.TIMED_OUT, _M.VOID): _S.VOIDED,
    },
)

OPEN = frozenset({_S.IN_PROGRESS, _S.PAUSED})
"""The states in which somebody is still at it, whether the clock goes or stands."""

CLOSED = frozenset({_S.HANDED_IN, _S.TIMED_OUT})
"""The states in which the work is in and can be marked."""
