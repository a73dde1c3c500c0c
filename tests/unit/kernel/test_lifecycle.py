"""A lifecycle is its table: what is not in it cannot happen."""

from enum import StrEnum
from itertools import product

import pytest

from kernel.errors import IllegalMove
from kernel.lifecycle import Lifecycle


class DoorState(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED_UP = "locked_up"


class DoorMove(StrEnum):
    PUSH = "push"
    PULL = "pull"
    LOCK_UP = "lock_up"


_S, _M = DoorState, DoorMove

DOOR = Lifecycle(
    of="a door",
    begins=_S.OPEN,
    moves={(_S.OPEN, _M.PUSH): _S.SHUT, (_S.SHUT, _M.PULL): _S.OPEN, (_S.SHUT, _M.LOCK_UP): _S.LOCKED_UP},
)


@pytest.mark.parametrize(("state", "move"), list(product(DoorState, DoorMove)), ids=str)
def test_a_move_leads_where_the_table_says_and_nowhere_else(state, move):
    if (state, move) in DOOR.moves:
        assert DOOR.allows(state, move)
        assert DOOR.after(state, move) is DOOR.moves[state, move]
    else:
        assert not DOOR.allows(state, move)
        with pytest.raises(IllegalMove):
            DOOR.after(state, move)


def test_an_illegal_move_says_what_was_tried_in_plain_words():
    with pytest.raises(IllegalMove, match="cannot lock up a door that is locked up"):
        DOOR.after(_S.LOCKED_UP, _M.LOCK_UP)


def test_the_drawing_shows_the_beginning_and_every_move():
    assert DOOR.as_mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> shut: push",
        "    shut --> open: pull",
        "    shut --> locked_up: lock_up",
    ]
