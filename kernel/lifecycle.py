"""A lifecycle is a table: from which state which move leads where. Nothing else may change a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kernel.errors import IllegalMove

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle(Generic[S, M]):
    """The states and moves of one kind of thing; `of` names it with its article, as in "an attempt"."""

    of: str
    begins: S
    moves: Mapping[tuple[S, M], S]

    def allows(self, state: S, move: M) -> bool:
        """Whether the move is in the table."""
        return (state, move) in self.moves

    def after(self, state: S, move: M) -> S:
        """The state after the move; raises IllegalMove where the table has none."""
        try:
            return self.moves[state, move]
        except KeyError:
            spoken = (word.value.replace("_", " ") for word in (move, state))
            raise IllegalMove("cannot {} {of} that is {}".format(*spoken, of=self.of)) from None

    def as_mermaid(self) -> str:
        """The table as a Mermaid state diagram for docs/lifecycles.md."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.begins}"]
        lines += [f"    {state} --> {then}: {move}" for (state, move), then in self.moves.items()]
        return "\n".join(lines)
