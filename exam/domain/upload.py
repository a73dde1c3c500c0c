"""An upload brings a file in parts, so that a lost network or a reloaded page costs at most the part under way."""

from enum import StrEnum

from kernel.lifecycle import Lifecycle
from kernel.verdict import Refusal

LARGEST_PART = 256 * 1024
"""What is sent at once, in bytes: a slow line brings it in a few seconds."""
MOST_FILES = 20
"""How many files one attempt may bring: those that arrived and those under way."""
MOST_BEGUN = 100
"""How many uploads one attempt may begin, whatever became of them."""


class UploadState(StrEnum):
    """Where an upload stands."""

    UNDER_WAY = "under_way"
    KEPT = "kept"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


class UploadMove(StrEnum):
    """What can become of an upload."""

    KEEP = "keep"
    REFUSE = "refuse"
    GIVE_UP = "give_up"


_S, _M = UploadState, UploadMove

UPLOAD = Lifecycle(
    of="an upload",
    begins=_S.UNDER_WAY,
    moves={
        (_S.UNDER_WAY, _M.KEEP): _S.KEPT,
        (_S.UNDER_WAY, _M.REFUSE): _S.REFUSED,
        (_S.UNDER_WAY, _M.GIVE_UP): _S.GIVEN_UP,
    },
)


def received_after(received: int, size: int, offset: int, length: int) -> int | None:
    """How much there is with this part; None where it is not the next one, and the sender goes on from `received`."""
    return offset + length if offset == received and 0 < length <= min(LARGEST_PART, size - received) else None


def over_quota(*, files: int, under_way: int, begun: int) -> Refusal | None:
    """Why no further upload may begin."""
    if files + under_way >= MOST_FILES or begun >= MOST_BEGUN:
        return Refusal("too_many_files", most=MOST_FILES)
    return None
