"""A question of the bank as it was when papers were made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from schemes.domain.blueprint import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedQuestion:
    """All that the maker of papers knows of a question.

    `difficulty` is the share of candidates expected to answer rightly, `reading` the seconds it takes to read.
    `enemies` never stand on a paper with it; a `group` stands on a paper whole, in its order, or not at all.
    """

    question_id: UUID
    version_id: UUID
    function: str
    kind: str
    cognitive: str
    options: int
    prompts: int = 0
    difficulty: float
    reading: int
    enemies: frozenset[UUID] = frozenset()
    group: str | None = None
    place_in_group: int = 0

    @property
    def place(self) -> Place:
        """The cell of the blueprint where it belongs."""
        return self.function, self.kind, self.cognitive

    def as_data(self) -> dict[str, Any]:
        """For the record."""
        return {
            "question_id": str(self.question_id),
            "version_id": str(self.version_id),
            "function": self.function,
            "kind": self.kind,
            "cognitive": self.cognitive,
            "options": self.options,
            "prompts": self.prompts,
            "difficulty": self.difficulty,
            "reading": self.reading,
            "enemies": sorted(map(str, self.enemies)),
            "group": self.group,
            "place_in_group": self.place_in_group,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From the record."""
        ids = {name: UUID(data[name]) for name in ("question_id", "version_id")}
        return cls(**{**data, **ids, "enemies": frozenset(map(UUID, data["enemies"]))})
