"""How the states and moves of drafts are named."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from schemes.domain.draft import DraftMove, DraftState

DRAFT_STATES: dict[DraftState, tuple[LazyString, str]] = {
    DraftState.WRITING: (_l("Being written"), "plain"),
    DraftState.WAITING: (_l("Waiting for approval"), "warn"),
    DraftState.PUBLISHED: (_l("Published"), "good"),
    DraftState.DISCARDED: (_l("Discarded"), "plain"),
}

MOVES_DONE: dict[DraftMove, LazyString] = {
    DraftMove.SUBMIT: _l("Submitted for approval"),
    DraftMove.SEND_BACK: _l("Sent back for changes"),
    DraftMove.APPROVE: _l("Approved and published"),
    DraftMove.DISCARD: _l("Discarded"),
}
